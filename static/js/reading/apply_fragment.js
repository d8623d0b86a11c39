// Takes what changed into the open reading page: paragraphs, cards and legend. The reader stays
// where they are, with what was selected and what was open.
import { fitCards } from "./cards.js";
import { bringInMissing, dropMissing, forget, insertCard } from "./card_folds.js";
import { light } from "./hover.js";
import { rangeOf, spanOf } from "../text/offsets.js";
import { cardOf, replaceParagraphs, segmentsOf } from "./passages.js";

const text = document.querySelector("[data-article-text]");

/** The paragraph at the top of the window: it is held in its place. */
function heldParagraph() {
  const paragraphs = [...text.querySelectorAll("[data-start]")];
  const held = paragraphs.find((paragraph) => paragraph.getBoundingClientRect().bottom > 0) ?? paragraphs.at(-1);
  return { start: held.dataset.start, top: held.getBoundingClientRect().top };
}

/** What is selected stays selected. */
function replace(changes) {
  const selection = getSelection();
  const isSelected = selection.rangeCount && !selection.isCollapsed && text.contains(selection.anchorNode);
  const span = isSelected ? spanOf(text, selection.getRangeAt(0)) : null;
  replaceParagraphs(changes.querySelectorAll("p[data-start]"));
  if (span) {
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }
}

/** Take in a fragment of changes; answers the cards that came. */
export async function takeIn(changes) {
  const { start, top } = heldParagraph();
  const open = document.querySelector("[data-passage][data-open]")?.dataset.passage;
  const cards = [...changes.querySelectorAll("[data-passage]")];
  const focused = document.activeElement?.closest("[data-passage]")?.dataset.passage;
  replace(changes);
  dropMissing();
  for (const card of cards) {
    const { passage } = card.dataset;
    forget(passage);
    if (passage === open) card.dataset.open = "";
    cardOf(passage)?.remove();
    insertCard(card);
  }
  document.querySelector("[data-legend]")?.replaceWith(changes.querySelector("[data-legend]"));
  for (const segment of segmentsOf(open)) segment.dataset.open = "";
  if (focused && !document.activeElement?.closest("[data-passage]")) {
    cardOf(focused)?.querySelector("[data-quote]").focus({ preventScroll: true });
  }
  light();
  // No card moves the text: it is measured together with the cards, before they are moved.
  const moved = text.querySelector(`[data-start="${start}"]`).getBoundingClientRect().top - top;
  fitCards();
  if (moved) scrollBy({ top: moved, behavior: "instant" });
  // Of many the answer held the first cards only.
  if (await bringInMissing()) fitCards();
  return cards;
}
