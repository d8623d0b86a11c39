// Lights a card's highlight and a highlight's cards, while they are pointed at or focused.
// Only colours change.
import { cardOf, flag, passagesOver, segmentsOf } from "./passages.js";

const LIT = "data-lit";

function light(target) {
  const card = target?.closest?.("[data-passage]");
  const mark = target?.closest?.("mark[data-passages]");
  if (card) {
    flag(LIT, [card, ...segmentsOf(card.dataset.passage)]);
  } else if (mark) {
    // Every card that has to do with these words, and the words that a click would open.
    const ids = passagesOver(mark);
    flag(LIT, [...ids.map(cardOf).filter(Boolean), ...segmentsOf(ids[0])]);
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
