// What stands at the foot of the window while the reading cursor is there: the tags that the
// digits give. And what is said of the cursor to those who do not see it.

const bar = document.querySelector("[data-cursor-bar]");
let shown = "";
const said = document.querySelector("[data-cursor-said]");

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

/** Show the tags of a popup, as `popupAt` answers it; null takes them away. */
export function showBar(popup) {
  if (!bar) return;
  bar.hidden = !popup;
  if (!popup) return;
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => popup.recent(n));
  const tags = JSON.stringify(digits.map((n) => [popup.recent(n).name, popup.recent(n).hue]));
  if (tags === shown) return;
  shown = tags;
  bar.querySelector("[data-cursor-tags]").replaceChildren(...digits.map((n) => itemFor(popup.recent(n), n)));
}

/** Say words of the article, and after them in the desk's language what became of them. */
export function announce(words, suffix = "") {
  const about = document.createElement("span");
  about.lang = document.documentElement.lang;
  about.textContent = suffix && ` ${suffix}`;
  said.replaceChildren(words, about);
}
