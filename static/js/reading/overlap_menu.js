// The list of what covers a place in the text, the shortest first; a chosen one is opened.
import { cardsFor } from "./card_folds.js";
import { focusWords } from "./passages.js";
import { isSheet, scrollClear } from "./card_sheet.js";

const GAP = 6;
const EDGE = 16;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
// As many as are shown at once.
const MOST = 60;

const list = document.querySelector("[data-place-list]");
const places = list?.querySelector("[data-places]");
const template = list?.querySelector("[data-place]");
const rest = list?.querySelector("[data-rest]");

let waiting = [];
let current = null;
let choose = null;
let mark = null;

function itemFor(id, card) {
  const item = template.content.firstElementChild.cloneNode(true);
  const button = item.querySelector("button");
  button.dataset.id = id;
  if (id === current) button.ariaCurrent = "true";
  // On a card tags are links; a button holds none.
  const tags = item.querySelector("[data-tags]");
  for (const tag of card.querySelectorAll("[data-tags] .tag")) {
    const word = document.createElement("span");
    word.className = "tag";
    word.dataset.hue = tag.dataset.hue;
    word.textContent = tag.textContent;
    tags.append(tags.firstChild ? " " : "", word);
  }
  for (const part of ["quote", "author"]) {
    item.querySelector(`[data-${part}]`).textContent = card.querySelector(`[data-${part}]`).textContent;
  }
  return item;
}

async function showMore() {
  const ids = waiting.splice(0, MOST);
  const cards = await cardsFor(ids);
  const items = ids.filter((id) => cards.get(id)).map((id) => itemFor(id, cards.get(id)));
  places.append(...items);
  rest.hidden = !waiting.length;
  return items[0]?.querySelector("button");
}

/** Under the words, or above them where there is more room; below a narrow screen, as a sheet. */
function stand(at) {
  if (isSheet()) return scrollClear(mark, list);
  const rects = [...mark.getClientRects()];
  const isHit = ({ top, bottom }) => at && at.clientY >= top && at.clientY <= bottom;
  const words = rects.find(isHit) ?? rects[0];
  const start = Math.min(at?.clientX ?? words.left, innerWidth - list.offsetWidth - EDGE);
  const below = words.bottom + GAP;
  const isBelow = below + list.offsetHeight <= innerHeight || words.top < innerHeight - words.bottom;
  const top = isBelow ? below : words.top - GAP - list.offsetHeight;
  list.style.setProperty("--place-top", `${top + scrollY}px`);
  list.style.setProperty("--place-start", `${Math.max(EDGE, start) + scrollX}px`);
}

/**
 * Show the passages of these ids, which cover a segment.
 *
 * `at` is the event that pointed there, if one did; `current` the passage that is open;
 * `choose(id, { isFocused })` is called with the one that was chosen.
 */
export async function listPlace(segment, ids, options) {
  mark = segment;
  waiting = [...ids];
  ({ current, choose } = options);
  places.replaceChildren();
  list.querySelector("[data-number]").textContent = ids.length;
  const first = await showMore().catch(() => null);
  if (mark !== segment || !first) return;
  focusWords(mark);
  list.showPopover();
  stand(options.at);
  first.focus({ preventScroll: true });
}

list?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-id]");
  if (button) {
    list.hidePopover();
    choose(button.dataset.id, { isFocused: true });
  } else if (event.target.closest("[data-rest]")) {
    const next = await showMore();
    next?.focus();
  }
});

list?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...places.querySelectorAll("button")];
  const next = buttons.indexOf(document.activeElement) + step;
  buttons[(next + buttons.length) % buttons.length].focus();
});
