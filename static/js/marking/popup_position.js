// Positions the popup: in the margin beside the selected words, which it leaves free together with
// those below; on a narrow screen as a sheet, with the words scrolled clear of it. The line of tags
// after a selection by touch stands below the words, or above them if there is only room there.
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

const clamp = (value, least, most) => Math.max(least, Math.min(value, most));

/** Position the popup at a Range; call it again after a scroll, which may take it off the screen. */
export function placePopup(popup, range) {
  const words = range.getBoundingClientRect();
  const isSlim = popup.hasAttribute("data-slim");
  const { offsetHeight: height, offsetWidth: width } = popup;
  if (!isBeside.matches) {
    scrollDown(words.bottom + (isSlim ? TOUCH_GAP : GAP) + height - innerHeight, words);
    return;
  }
  const page = popup.offsetParent.getBoundingClientRect();
  const column = range.startContainer.parentElement.closest("[data-article-text]").getBoundingClientRect();
  const below = words.bottom + TOUCH_GAP;
  const lineTop = below + height <= innerHeight || words.top < TOUCH_GAP + height ? below : words.top - TOUCH_GAP - height;
  const top = isSlim ? lineTop : clamp(words.top, MARGIN, innerHeight - height - MARGIN);
  const start = isSlim ? column.left : column.right + MARGIN;
  popup.style.setProperty("--popup-top", `${top - page.top}px`);
  popup.style.setProperty("--popup-start", `${clamp(start, MARGIN, innerWidth - width - MARGIN) - page.left}px`);
}
