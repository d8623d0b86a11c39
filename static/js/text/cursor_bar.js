// The bar at the bottom of the window while the reading cursor is on: the tags of the digits. Also
// names the text for screen readers, and announces the cursor's words.
import { keepClearOf } from "../reading/notices.js";
import { elementFrom, fragmentFrom } from "../ui/markup.js";

const SPOKEN = `<p class="visually-hidden" id="cursor-title">Text, by sentence and word</p>
<p class="visually-hidden" aria-live="polite" data-cursor-said></p>`;
const BAR = `<div class="cursor-bar" aria-hidden="true" data-cursor-bar>
  <ul class="cursor-bar__tags" data-cursor-tags></ul>
  <p class="cursor-bar__keys">
    <kbd>↑</kbd> <kbd>↓</kbd> sentence · <kbd>←</kbd> <kbd>→</kbd> word · <kbd>Shift</kbd> + arrow extend · <kbd>Enter</kbd> popup ·
    <kbd>Esc</kbd> stop
  </p>
</div>`;

let bar = null;
let shownTags = "";
let liveRegion = null;

/** Make the name of a text that has the cursor, and the region in which its words are announced. */
export function addSpoken(text) {
  document.querySelector("main").append(fragmentFrom(SPOKEN));
  liveRegion = document.querySelector("[data-cursor-said]");
  const { lang, dir } = text;
  Object.assign(liveRegion, { lang, dir });
}

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

function addBar() {
  const made = elementFrom(BAR);
  document.querySelector("main").append(made);
  keepClearOf(made);
  return made;
}

/** Show the tags with keys of a popup (from `createPopup`); null hides the bar. */
export function showBar(popup) {
  if (bar) bar.hidden = !popup;
  if (!popup) return;
  bar ??= addBar();
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
