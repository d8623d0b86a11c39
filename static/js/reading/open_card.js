// Opens and closes cards: on a click on a card or its highlight, and from the address.
import { placeCards } from "./cards.js";
import { revealCard } from "./card_folds.js";
import { highlightRelated } from "./hover.js";
import { cardOf, flag, passageOf, passagesOver, segmentsOf } from "./passages.js";
import { remember, remembered } from "./page_state.js";
import { showOverlapMenu } from "./overlap_menu.js";
import { clearFilter, isFilteredOut } from "./tag_filter.js";
import { isSheet, closeSheet, openSheet } from "./card_sheet.js";

const OPEN = "data-open";
const OVERLAYS = "dialog, [data-popup], [data-place-list]";
// The passage requested last; its card may still be loading.
let requestedId = null;

/** The id of the passage whose card is open, or null. */
export function openedPassageId() {
  const card = document.querySelector(`[data-passage][${OPEN}]`);
  return card && passageOf(card);
}

/** Open the card of a passage and close any other; null closes all. */
function openCard(id) {
  const card = id && cardOf(id);
  if (card) openSheet(card, segmentsOf(id)[0]);
  flag(OPEN, card ? [card, ...segmentsOf(id)] : []);
  if (!card) closeSheet();
  remember("open", card ? id : null);
  placeCards();
  highlightRelated();
}

function isOutOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
}

/**
 * Open a passage: reveal its card if it is folded, and scroll its words into view. With
 * `isNote`, a card that becomes a sheet on a narrow screen does not scroll the page; with `isInPlace`
 * nothing does; with `isFocused`, the card takes the focus.
 */
export async function openPassage(id, { isFocused = false, isNote = false, isInPlace = false } = {}) {
  requestedId = id;
  if (!cardOf(id)) await revealCard(id);
  if (requestedId !== id || !cardOf(id)) return;
  if (isFilteredOut(id)) clearFilter();
  openCard(id);
  const [first] = segmentsOf(id);
  const stays = isInPlace || (isNote && isSheet());
  if (first && isOutOfSight(first) && !stays) first.scrollIntoView({ block: "center", behavior: "instant" });
  if (!isFocused) return;
  const card = cardOf(id);
  card.querySelector("[data-quote]").focus({ preventScroll: true });
  // In an opened fold a card can be far from its words; a focused card must be visible.
  if (!isSheet() && isOutOfSight(card)) card.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** Close the open card, if any. */
export function closeCard() {
  requestedId = null;
  openCard(null);
}

/** Open the passage of a segment, or the menu if there are several. */
function openFromMark(mark, event) {
  const ids = passagesOver(mark);
  if (ids.length > 1) showOverlapMenu(mark, ids, { pointer: event, current: openedPassageId(), choose: openPassage });
  else openPassage(ids[0]);
}

function openFromAddress() {
  const id = /^#(?:passage|--p)-(.+)$/.exec(location.hash)?.[1];
  if (id) openPassage(id);
}

function openFromCard(event, card) {
  const link = event.target.closest("a, button");
  const id = passageOf(card);
  if (link?.matches("[data-close]")) {
    event.preventDefault();
    card.querySelector("[data-quote]").focus({ preventScroll: true });
    closeCard();
  } else if (link?.matches("[data-quote]")) {
    event.preventDefault();
    history.replaceState(history.state, "", link.hash);
    if (openedPassageId() === id) closeCard();
    else openPassage(id, { isNote: true });
  } else if (!link && openedPassageId() !== id) {
    openPassage(id, { isNote: true });
  }
}

const endsOf = ({ anchorNode, anchorOffset, focusNode, focusOffset }) => [anchorNode, anchorOffset, focusNode, focusOffset];
let endsAtPress = [];
// Where the words begin that the last press of the pointer selected, or null. Read before the popup
// opens: that empties the selection, before the click comes.
let draggedNode = null;

function watchDrags() {
  addEventListener("pointerdown", () => (endsAtPress = endsOf(getSelection())), true);
  addEventListener(
    "pointerup",
    () => {
      const selection = getSelection();
      const isChanged = endsOf(selection).some((end, n) => end !== endsAtPress[n]);
      draggedNode = isChanged && !selection.isCollapsed ? selection.anchorNode : null;
    },
    true,
  );
}

/** Whether a click ended a drag over words. Words selected elsewhere stay while a card is clicked. */
function isDragged(card, { detail }) {
  const { isCollapsed, anchorNode } = getSelection();
  // A click by key has no press.
  const node = isCollapsed ? detail > 0 && draggedNode : anchorNode;
  return Boolean(node) && (!card || card.contains(node));
}

/** Open and close cards on clicks, Escape and changes of the address. */
export function openOnClick() {
  watchDrags();
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const card = event.target.closest("[data-passage]");
    if (isDragged(card, event)) return;
    const mark = event.target.closest("mark[data-passages]");
    if (card) openFromCard(event, card);
    else if (mark) openFromMark(mark, event);
    else if (openedPassageId() && !event.target.closest(`a, button, ${OVERLAYS}`)) closeCard();
  });
  document.addEventListener("keydown", (event) => {
    const isOver = event.target.closest?.(OVERLAYS);
    if (event.key === "Escape" && !event.defaultPrevented && !isOver && openedPassageId()) closeCard();
  });
  addEventListener("hashchange", openFromAddress);
  const id = remembered("open");
  if (id === undefined) openFromAddress();
  else if (id) openPassage(id, { isInPlace: true });
}
