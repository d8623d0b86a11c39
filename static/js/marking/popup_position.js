// Positions the popup: below the selected words, or above them if there is only room there; on a
// narrow screen as a sheet, with the words scrolled clear of it. It never covers the words.
const GAP = 10;
// The handles of a touch selection hang below the words.
const TOUCH_GAP = 36;
const MARGIN = 16;
const isBeside = matchMedia("(width >= 56rem)");

/** Scroll down by a distance in pixels, but not so far that the words leave the window. */
function scrollDown(distance, words) {
  const maxDistance = Math.max(0, words.top - MARGIN);
  if (distance > 0) scrollBy({ top: Math.min(distance, maxDistance), behavior: "instant" });
}

/** Position the popup at a Range, on a given `side` if any. Returns the side, or "sheet". */
export function placePopup(popup, range, side = null) {
  const words = range.getBoundingClientRect();
  const gap = popup.hasAttribute("data-slim") ? TOUCH_GAP : GAP;
  if (!isBeside.matches) {
    scrollDown(words.bottom + gap + popup.offsetHeight - innerHeight, words);
    return "sheet";
  }
  const page = popup.offsetParent.getBoundingClientRect();
  const column = range.startContainer.parentElement.closest("[data-article-text]").getBoundingClientRect();
  const height = popup.offsetHeight;
  const fitsBelow = words.bottom + gap + height <= innerHeight;
  const fitsAbove = words.top - gap - height >= 0;
  const chosen = side ?? (fitsBelow || !fitsAbove ? "below" : "above");
  const top = chosen === "below" ? words.bottom + gap : words.top - gap - height;
  const start = Math.min(column.left, innerWidth - popup.offsetWidth - MARGIN);
  popup.style.setProperty("--popup-top", `${top - page.top}px`);
  popup.style.setProperty("--popup-start", `${Math.max(MARGIN, start) - page.left}px`);
  // The popup may have grown since it was positioned.
  if (chosen === "below") scrollDown(top + height + gap - innerHeight, words);
  return chosen;
}
