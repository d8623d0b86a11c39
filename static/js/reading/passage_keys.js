// Keys that walk the passages: j and k in the order of the text, o through those at one place.
import { onKey } from "../ui/keys.js";
import { opened, openPassage } from "./open_card.js";
import { inTextOrder, passagesOver, segmentsOf } from "./passages.js";
import { listPlace } from "./overlap_menu.js";

const text = document.querySelector("[data-article-text]");

// The passage walked to last, and the place whose passages are walked through.
let at = null;
let place = null;

/** The passage that the reader is at: the open one, or the one whose card or words have the focus. */
export function here() {
  const active = document.activeElement;
  const mark = active?.closest("mark[data-passages]");
  return opened() ?? active?.closest("[data-passage]")?.dataset.passage ?? (mark ? passagesOver(mark)[0] : null);
}

/** The first passage that starts in the window or below it. */
function inSight(ids) {
  const anchors = [...text.querySelectorAll("[data-anchor]")];
  const first = anchors.findIndex((anchor) => anchor.getBoundingClientRect().bottom > 0);
  return ids[first === -1 ? ids.length - 1 : first];
}

function walk(step) {
  const ids = inTextOrder();
  if (!ids.length) return;
  const from = at?.isOnTheWay ? at.id : here();
  const next = from ? ids[ids.indexOf(from) + step] : inSight(ids);
  if (next) go(next);
}

async function go(id) {
  const mine = { id, isOnTheWay: true };
  at = mine;
  try {
    await openPassage(id, { isFocused: true });
  } finally {
    mine.isOnTheWay = false;
  }
}

/** The segment whose passages are meant: where one was listed or cycled, else the first words. */
function placeOf(id) {
  if (!place?.isConnected || !place.dataset.passages.split(" ").includes(id)) [place] = segmentsOf(id);
  return place;
}

function cycle() {
  const id = here();
  if (!id || !placeOf(id)) return;
  const ids = passagesOver(place);
  go(ids[(ids.indexOf(id) + 1) % ids.length]);
}

function list() {
  const id = here();
  if (!id || !placeOf(id)) return;
  listPlace(place, passagesOver(place), { current: opened(), choose: openPassage });
}

export function walkOnKeys() {
  onKey("j", () => walk(1));
  onKey("k", () => walk(-1));
  onKey("o", cycle);
  onKey("l", list);
  text.addEventListener("click", (event) => {
    place = event.target.closest("mark[data-passages]") ?? place;
  });
}
