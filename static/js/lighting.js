// Lights a card's highlight and a highlight's cards, while they are pointed at or focused.
// Only colours change.
import { cardOf, flag, passagesOver, segmentsOf } from "./passages.js";

const LIT = "data-lit";

/** Light what belongs to this element; null puts out all. */
export function light(target) {
  const card = target?.closest?.("[data-passage]");
  const mark = target?.closest?.("mark[data-passages]");
  if (card) {
    flag(LIT, [card, ...segmentsOf(card.dataset.passage)]);
  } else if (mark) {
    // Every card that has to do with these words, and the words of the one that is open or that
    // a click would open.
    const ids = passagesOver(mark);
    const cards = ids.map(cardOf).filter(Boolean);
    const open = cards.find((each) => "open" in each.dataset);
    flag(LIT, [...cards, ...segmentsOf(open?.dataset.passage ?? ids[0])]);
  } else {
    flag(LIT, []);
  }
}

export function lightOnPointing() {
  document.addEventListener("pointerover", (event) => light(event.target));
  document.documentElement.addEventListener("pointerleave", () => light(null));
  document.addEventListener("focusin", (event) => light(event.target));
  document.addEventListener("focusout", () => light(null));
}
