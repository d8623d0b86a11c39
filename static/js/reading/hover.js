// Highlights a card's segments and a segment's cards while they are hovered or focused.
// Only colors change.
import { cardOf, flag, passageOf, passagesOver, segmentsOf } from "./passages.js";

let hovered = null;
let focused = null;

/** A card with its segments, or a segment with its cards, from an element inside either. */
function relatedElements(target) {
  const card = target?.closest?.("[data-passage]");
  if (card) return [card, ...segmentsOf(passageOf(card))];
  const mark = target?.closest?.("mark[data-passages]");
  if (!mark) return [];
  // All cards of this segment, and the segments of the card that is open or would open on a click.
  const ids = passagesOver(mark);
  const cards = ids.map(cardOf).filter(Boolean);
  const open = cards.find((each) => "open" in each.dataset);
  return [...cards, ...segmentsOf(open ? passageOf(open) : ids[0])];
}

/**
 * Highlight what belongs to the hovered and the focused element; call again after opening a card.
 */
export function highlightRelated() {
  flag("data-lit", [...relatedElements(hovered), ...relatedElements(focused)]);
}

/** Keep highlights up to date as the pointer and the focus move. */
export function highlightOnHover() {
  const point = (target) => {
    hovered = target;
    highlightRelated();
  };
  const focus = (target) => {
    focused = target;
    highlightRelated();
  };
  document.addEventListener("pointerover", (event) => point(event.target));
  document.documentElement.addEventListener("pointerleave", () => point(null));
  document.addEventListener("focusin", (event) => focus(event.target));
  document.addEventListener("focusout", () => focus(null));
}
