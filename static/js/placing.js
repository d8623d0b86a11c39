// Where the popup stands: below the selected words, above them where there is more room, on a
// narrow screen as a sheet with the words scrolled clear of it. It never covers the words.
const GAP = 10;
const EDGE = 16;
const isBeside = matchMedia("(width >= 56rem)");

function scrollClearOfSheet(words, sheet) {
  const covered = words.bottom + GAP - (innerHeight - sheet.offsetHeight);
  if (covered > 0) scrollBy({ top: Math.min(covered, Math.max(0, words.top - EDGE)), behavior: "instant" });
}

/** Place the popup at the words of a Range; `side` keeps it on the side where it stood. */
export function placePopup(popup, range, side = null) {
  const words = range.getBoundingClientRect();
  if (!isBeside.matches) {
    scrollClearOfSheet(words, popup);
    return "sheet";
  }
  const page = popup.offsetParent.getBoundingClientRect();
  const column = range.startContainer.parentElement.closest("[data-article-text]").getBoundingClientRect();
  const height = popup.offsetHeight;
  const fitsBelow = words.bottom + GAP + height <= innerHeight;
  const fitsAbove = words.top - GAP - height >= 0;
  const chosen = side ?? (fitsBelow || !fitsAbove ? "below" : "above");
  const top = chosen === "below" ? words.bottom + GAP : words.top - GAP - height;
  const start = Math.min(column.left, innerWidth - popup.offsetWidth - EDGE);
  popup.style.setProperty("--popup-top", `${top - page.top}px`);
  popup.style.setProperty("--popup-start", `${Math.max(EDGE, start) - page.left}px`);
  if (!side && !fitsBelow && !fitsAbove) popup.scrollIntoView({ block: "nearest", behavior: "instant" });
  return chosen;
}
