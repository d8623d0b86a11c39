// Opens a card: by a click on it or on its highlight, by the address, and closes it again.
import { placeCards } from "./cards.js";
import { bringOut } from "./card_folds.js";
import { light } from "./hover.js";
import { cardOf, flag, passagesOver, segmentsOf } from "./passages.js";
import { listPlace } from "./overlap_menu.js";
import { isSheet, lowerSheet, raiseSheet } from "./card_sheet.js";

const OPEN = "data-open";
const OVER = "dialog, [data-popup], [data-place-list]";
// The passage that was asked for last: its card may still be on its way.
let wanted = null;

export const opened = () => document.querySelector(`[data-passage][${OPEN}]`)?.dataset.passage ?? null;

/** Open the card of this passage and close any other; null closes. */
function openCard(id) {
  const card = id && cardOf(id);
  if (card) raiseSheet(card, segmentsOf(id)[0]);
  flag(OPEN, card ? [card, ...segmentsOf(id)] : []);
  if (!card) lowerSheet();
  placeCards();
  light();
}

function isOutOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
}

/**
 * Open a passage wherever its card is: brought out of its fold, its words in sight. A note of a
 * narrow screen (isNote) becomes a sheet and leaves the page where it is.
 */
export async function openPassage(id, { isFocused = false, isNote = false } = {}) {
  wanted = id;
  if (!cardOf(id)) await bringOut(id);
  if (wanted !== id || !cardOf(id)) return;
  openCard(id);
  const [first] = segmentsOf(id);
  if (first && isOutOfSight(first) && !(isNote && isSheet())) first.scrollIntoView({ block: "center", behavior: "instant" });
  if (!isFocused) return;
  const card = cardOf(id);
  card.querySelector("[data-quote]").focus({ preventScroll: true });
  // Below a fold that was opened, a card can be far from its words: what has the focus is seen.
  if (!isSheet() && isOutOfSight(card)) card.scrollIntoView({ block: "nearest", behavior: "instant" });
}

export function closeCard() {
  wanted = null;
  openCard(null);
}

/** One passage opens; of several a list is shown. */
function openFromMark(mark, event) {
  const ids = passagesOver(mark);
  if (ids.length > 1) listPlace(mark, ids, { at: event, current: opened(), choose: openPassage });
  else openPassage(ids[0]);
}

function openFromAddress() {
  const id = /^#(?:passage|card|quote)-(.+)$/.exec(location.hash)?.[1];
  if (id) openPassage(id);
}

function openFromCard(event, card) {
  const link = event.target.closest("a, button");
  const id = card.dataset.passage;
  if (link?.matches("[data-close]")) {
    event.preventDefault();
    card.querySelector("[data-quote]").focus({ preventScroll: true });
    closeCard();
  } else if (link?.matches("[data-quote]")) {
    event.preventDefault();
    history.replaceState(history.state, "", link.hash);
    if (opened() === id) closeCard();
    else openPassage(id, { isNote: true });
  } else if (!link && opened() !== id) {
    openPassage(id, { isNote: true });
  }
}

export function openOnClick() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    // A drag over words is a selection, not a click.
    if (!getSelection().isCollapsed) return;
    const card = event.target.closest("[data-passage]");
    const mark = event.target.closest("mark[data-passages]");
    if (card) openFromCard(event, card);
    else if (mark) openFromMark(mark, event);
    else if (opened() && !event.target.closest(`a, button, ${OVER}`)) closeCard();
  });
  document.addEventListener("keydown", (event) => {
    const isOver = event.target.closest?.(OVER);
    if (event.key === "Escape" && !event.defaultPrevented && !isOver && opened()) closeCard();
  });
  addEventListener("hashchange", openFromAddress);
  openFromAddress();
}
