// Where the popup stands: below the selected words, above them where there is more room, on a
// narrow screen as a sheet with the words scrolled clear of it. It never covers the words.
const GAP = 10;
// After a selection by touch its handles hang below the words.
const GAP_OF_HANDLES = 36;
const EDGE = 16;
const isBeside = matchMedia("(width >= 56rem)");

/** Scroll up the page by so much, but not so far that the words leave it. */
function scrollUp(distance, words) {
  const most = Math.max(0, words.top - EDGE);
  if (distance > 0) scrollBy({ top: Math.min(distance, most), behavior: "instant" });
}

/** Place the popup at the words of a Range; `side` keeps it on the side where it stood. */
export function placePopup(popup, range, side = null) {
  const words = range.getBoundingClientRect();
  const gap = popup.hasAttribute("data-slim") ? GAP_OF_HANDLES : GAP;
  if (!isBeside.matches) {
    scrollUp(words.bottom + gap + popup.offsetHeight - innerHeight, words);
    return "sheet";
  }
  const page = popup.offsetParent.getBoundingClientRect();
  const column = range.startContainer.parentElement.closest("[data-article-text]").getBoundingClientRect();
  const height = popup.offsetHeight;
  const fitsBelow = words.bottom + gap + height <= innerHeight;
  const fitsAbove = words.top - gap - height >= 0;
  const chosen = side ?? (fitsBelow || !fitsAbove ? "below" : "above");
  const top = chosen === "below" ? words.bottom + gap : words.top - gap - height;
  const start = Math.min(column.left, innerWidth - popup.offsetWidth - EDGE);
  popup.style.setProperty("--popup-top", `${top - page.top}px`);
  popup.style.setProperty("--popup-start", `${Math.max(EDGE, start) - page.left}px`);
  // It may have grown since it was placed.
  if (chosen === "below") scrollUp(top + height + gap - innerHeight, words);
  return chosen;
}
