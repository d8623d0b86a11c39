// Takes what the desk answers to a change into the reading page, without moving the reader.
import { fitCards } from "./cards.js";
import { dropCard, insertCard } from "./folds.js";
import { readAgain } from "./passages.js";

/** Put the touched paragraphs, cards and the legend in their places; answers the new cards. */
export function takeIn(saved, text) {
  const held = text.getBoundingClientRect().top;
  for (const paragraph of saved.querySelectorAll("[data-start]")) {
    text.querySelector(`[data-start="${paragraph.dataset.start}"]`)?.replaceWith(paragraph);
  }
  readAgain();
  const cards = [...saved.querySelectorAll("[data-passage]")];
  const gone = (saved.dataset.gone ?? "").split(" ").filter(Boolean);
  for (const id of gone) dropCard(id);
  for (const card of cards) insertCard(card);
  document.querySelector("[data-legend]")?.replaceWith(saved.querySelector("[data-legend]"));
  fitCards();
  scrollBy({ top: text.getBoundingClientRect().top - held, behavior: "instant" });
  return cards;
}
