// The menu of the passages that overlap at a segment, shortest first; opens the selected one.
import { fetchCards } from "./card_folds.js";
import { focusWords } from "./passages.js";
import { isSheet, scrollAboveSheet } from "./card_sheet.js";
import { elementFrom } from "../ui/markup.js";

const MENU = `<div class="place-list" id="place-list" popover role="dialog" aria-labelledby="place-list-title" data-place-list>
  <h2 id="place-list-title" data-number></h2>
  <ol data-places></ol>
  <p class="place-list__rest">
    <button type="button" class="button button--word" data-rest hidden>Show more</button>
    <button type="button" class="button button--word" popovertarget="place-list" popovertargetaction="hide">Close</button>
  </p>
</div>`;
const PLACE = `<li>
  <button type="button" class="place-list__place"><span class="place-list__tags" data-tags></span> <span
    class="place-list__quote" data-quote></span> <span class="place-list__author" data-author></span></button>
</li>`;

const GAP = 6;
const EDGE = 16;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
// Items added at a time.
const MAX_ITEMS = 60;

const text = document.querySelector("[data-article-text]");
// Made when it is first wanted.
let menu = null;
let itemList = null;
let moreButton = null;
let remainingIds = [];
let current = null;
let choose = null;
let mark = null;

function itemFor(id, card) {
  const item = elementFrom(PLACE);
  const button = item.querySelector("button");
  button.dataset.id = id;
  if (id === current) button.ariaCurrent = "true";
  // Tags on a card are links, which a button must not contain.
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
  const { lang, dir } = text;
  Object.assign(item.querySelector("[data-quote]"), { lang, dir });
  return item;
}

async function showMore() {
  const ids = remainingIds.splice(0, MAX_ITEMS);
  const cards = await fetchCards(ids);
  const items = ids.filter((id) => cards.get(id)).map((id) => itemFor(id, cards.get(id)));
  itemList.append(...items);
  moreButton.hidden = !remainingIds.length;
  return items[0]?.querySelector("button");
}

/**
 * Position the menu below the words, or above where there is more room; on a narrow screen as a
 * sheet.
 */
function positionMenu(pointer) {
  if (isSheet()) return scrollAboveSheet(mark, menu);
  const rects = [...mark.getClientRects()];
  const isHit = ({ top, bottom }) => pointer && pointer.clientY >= top && pointer.clientY <= bottom;
  const words = rects.find(isHit) ?? rects[0];
  const start = Math.min(pointer?.clientX ?? words.left, innerWidth - menu.offsetWidth - EDGE);
  const below = words.bottom + GAP;
  const isBelow = below + menu.offsetHeight <= innerHeight || words.top < innerHeight - words.bottom;
  const top = isBelow ? below : words.top - GAP - menu.offsetHeight;
  menu.style.setProperty("--place-top", `${top + scrollY}px`);
  menu.style.setProperty("--place-start", `${Math.max(EDGE, start) + scrollX}px`);
}

/**
 * Show the passages of these ids, which cover a segment.
 *
 * `pointer` is the pointer event, if any; `current` the id of the open passage; `choose(id,
 * { isFocused })` is called with the selected id.
 */
export async function showOverlapMenu(segment, ids, options) {
  menu ??= makeMenu();
  mark = segment;
  remainingIds = [...ids];
  ({ current, choose } = options);
  itemList.replaceChildren();
  menu.querySelector("[data-number]").textContent = ids.length > 1 ? `${ids.length} overlapping passages` : "No overlapping passages";
  const first = await showMore().catch(() => null);
  if (mark !== segment || !first) return;
  focusWords(mark);
  menu.showPopover();
  positionMenu(options.pointer);
  first.focus({ preventScroll: true });
}

/** Close the menu, also one whose cards are still fetched. */
export function closeOverlapMenu() {
  mark = null;
  menu?.hidePopover();
}

async function onClick(event) {
  const button = event.target.closest("[data-id]");
  if (button) {
    menu.hidePopover();
    choose(button.dataset.id, { isFocused: true });
  } else if (event.target.closest("[data-rest]")) {
    const next = await showMore();
    next?.focus();
  }
}

function onKeydown(event) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...itemList.querySelectorAll("button")];
  const next = buttons.indexOf(document.activeElement) + step;
  buttons[(next + buttons.length) % buttons.length].focus();
}

function makeMenu() {
  const made = elementFrom(MENU);
  itemList = made.querySelector("[data-places]");
  moreButton = made.querySelector("[data-rest]");
  made.addEventListener("click", onClick);
  made.addEventListener("keydown", onKeydown);
  document.querySelector("main").append(made);
  return made;
}
