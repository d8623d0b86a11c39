// Keyboard navigation between passages: j and k in text order, o through those at one segment, l
// for their menu.
import { onKey } from "../ui/keys.js";
import { openedPassageId, openPassage } from "./open_card.js";
import { idsInTextOrder, passageOf, passagesOver, segmentsOf } from "./passages.js";
import { isFilteredOut } from "./tag_filter.js";
import { showOverlapMenu } from "./overlap_menu.js";

const text = document.querySelector("[data-article-text]");

// The current or last navigation, and the segment whose passages are cycled through.
let navigation = null;
let segment = null;

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
  const from = navigation?.isPending ? navigation.id : currentPassageId();
  const next = ids.includes(from) ? ids[ids.indexOf(from) + step] : firstVisible(ids);
  if (next) goTo(next);
}

async function goTo(id) {
  const target = { id, isPending: true };
  navigation = target;
  try {
    await openPassage(id, { isFocused: true });
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
