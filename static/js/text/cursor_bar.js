// The bar at the bottom of the window while the reading cursor is on: the tags of the digits. Also
// announces the cursor's words to screen readers.

const bar = document.querySelector("[data-cursor-bar]");
let shownTags = "";
const liveRegion = document.querySelector("[data-cursor-said]");

function itemFor({ name, hue }, n) {
  const item = document.createElement("li");
  const digit = document.createElement("kbd");
  const tag = document.createElement("span");
  digit.textContent = n;
  tag.className = "tag";
  tag.dataset.hue = hue;
  tag.textContent = name;
  item.append(digit, " ", tag);
  return item;
}

/** Show the tags with keys of a popup (from `createPopup`); null hides the bar. */
export function showBar(popup) {
  if (!bar) return;
  bar.hidden = !popup;
  if (!popup) return;
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => popup.withKey(n));
  const tags = JSON.stringify(digits.map((n) => [popup.withKey(n).name, popup.withKey(n).hue]));
  if (tags === shownTags) return;
  shownTags = tags;
  bar.querySelector("[data-cursor-tags]").replaceChildren(...digits.map((n) => itemFor(popup.withKey(n), n)));
}

/** Announce words of the article, then, in the page's language, what happened to them. */
export function announce(words, suffix = "") {
  const outcome = document.createElement("span");
  outcome.lang = document.documentElement.lang;
  outcome.textContent = suffix && ` ${suffix}`;
  liveRegion.replaceChildren(words, outcome);
}
