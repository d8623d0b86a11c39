// Lights a card's highlight and a highlight's cards, while they are pointed at or focused.
// Only colours change.
import { cardOf, flag, passagesOver, segmentsOf } from "./passages.js";

let pointedAt = null;
let focused = null;

/** What belongs to this element: a card with its segments, or a segment with its cards. */
function belongingTo(target) {
  const card = target?.closest?.("[data-passage]");
  if (card) return [card, ...segmentsOf(card.dataset.passage)];
  const mark = target?.closest?.("mark[data-passages]");
  if (!mark) return [];
  // Every card that has to do with these words, and the words of the one that is open or that a
  // click would open.
  const ids = passagesOver(mark);
  const cards = ids.map(cardOf).filter(Boolean);
  const open = cards.find((each) => "open" in each.dataset);
  return [...cards, ...segmentsOf(open?.dataset.passage ?? ids[0])];
}

/** Light what is pointed at and what has the focus; call again when a card was opened. */
export function light() {
  flag("data-lit", [...belongingTo(pointedAt), ...belongingTo(focused)]);
}

export function lightOnPointing() {
  const point = (target) => {
    pointedAt = target;
    light();
  };
  const focus = (target) => {
    focused = target;
    light();
  };
  document.addEventListener("pointerover", (event) => point(event.target));
  document.documentElement.addEventListener("pointerleave", () => point(null));
  document.addEventListener("focusin", (event) => focus(event.target));
  document.addEventListener("focusout", () => focus(null));
}
