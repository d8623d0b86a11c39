// Keyboard navigation between passages: j and k in text order, o through those at one segment, l
// for their menu.
import { onKey } from "../ui/keys.js";
import { closeCard, openedPassageId, openPassage } from "./open_card.js";
import { isSheet } from "./card_sheet.js";
import { showLoadError } from "./notices.js";
import { cardOf, idsInTextOrder, passageOf, passagesOver, segmentsOf } from "./passages.js";
import { isFilteredOut } from "./tag_filter.js";
import { showOverlapMenu } from "./overlap_menu.js";

const text = document.querySelector("[data-article-text]");

// The current or last navigation, and the segment whose passages are cycled through.
let navigation = null;
let segment = null;
// The passage that was at hand when it went from the page, and the one after it, where j goes on.
let gone = { id: null, next: null };

/** The id of the open passage, else of the one whose card or segment has the focus, else null. */
export function currentPassageId() {
  const active = document.activeElement;
  const card = active?.closest("[data-passage]");
  const mark = active?.closest("mark[data-passages]");
  return openedPassageId() ?? (card ? passageOf(card) : mark ? passagesOver(mark)[0] : null);
}

/** The id of the first passage that starts in or below the window. */
function firstVisible(ids) {
  const anchors = ids.map((id) => text.querySelector(`[data-anchor="--p-${id}"]`));
  const first = anchors.findIndex((anchor) => anchor.getBoundingClientRect().bottom > 0);
  return ids[first === -1 ? ids.length - 1 : first];
}

function goBy(step) {
  const ids = idsInTextOrder().filter((id) => !isFilteredOut(id));
  if (!ids.length) return;
  const from = navigation?.isPending ? navigation.id : currentPassageId() ?? gone.next;
  const isAfterGap = from === gone.next && step > 0 && !openedPassageId();
  const next = ids.includes(from) ? ids[ids.indexOf(from) + (isAfterGap ? 0 : step)] : firstVisible(ids);
  if (next) goTo(next);
}

/**
 * Remember where the reader is before passages change; returns a function to call afterwards. If the
 * passage at hand went, the focus goes to the one after it; if it came back, it is opened again.
 */
export function keepPlace() {
  const id = currentPassageId();
  const before = idsInTextOrder();
  const isOpen = Boolean(openedPassageId());
  return () => {
    const ids = new Set(idsInTextOrder());
    if (ids.has(gone.id) && !before.includes(gone.id)) return void goTo(gone.id);
    if (!id || ids.has(id)) return undefined;
    const index = before.indexOf(id);
    const isHere = (each) => ids.has(each) && !isFilteredOut(each);
    gone = { id, next: before.slice(index + 1).find(isHere) };
    if (isOpen) closeCard();
    if (isSheet() || document.activeElement !== document.body) return undefined;
    const card = cardOf(gone.next ?? before.slice(0, index).findLast(isHere));
    return card?.querySelector("[data-quote]").focus({ preventScroll: true });
  };
}

async function goTo(id) {
  const target = { id, isPending: true };
  navigation = target;
  gone.next = null;
  try {
    await openPassage(id, { isFocused: true });
  } catch (error) {
    showLoadError(error);
  } finally {
    target.isPending = false;
  }
}

/**
 * The segment to cycle at: the last one used if it has this passage, else the passage's first.
 */
function segmentOf(id) {
  if (!segment?.isConnected || !segment.dataset.passages.split(" ").includes(id)) [segment] = segmentsOf(id);
  return segment;
}

function cycle() {
  const id = currentPassageId();
  if (!id || !segmentOf(id)) return;
  const ids = passagesOver(segment);
  goTo(ids[(ids.indexOf(id) + 1) % ids.length]);
}

function showMenu() {
  const id = currentPassageId();
  if (!id || !segmentOf(id)) return;
  showOverlapMenu(segment, passagesOver(segment), { current: openedPassageId(), choose: openPassage });
}

/** Bind the keys j, k, o and l. */
export function navigateOnKeys() {
  onKey("j", () => goBy(1));
  onKey("k", () => goBy(-1));
  onKey("o", cycle);
  onKey("l", showMenu);
  text.addEventListener("click", (event) => {
    segment = event.target.closest("mark[data-passages]") ?? segment;
  });
}
