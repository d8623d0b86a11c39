// On a narrow screen the opened card is a sheet from below: the focus moves into it and back, the
// words stand above it, and the page behind stays where it is.
import { focusWords } from "./passages.js";

const GAP = 16;
const isBeside = matchMedia("(width >= 56rem)");
const list = document.querySelector("[data-cards]");

let opener = null;

export const isSheet = () => !isBeside.matches;

/** Scroll words of the text to stand above a sheet; of many the first. */
export function scrollClear(words, sheet) {
  const { top, bottom } = words.getBoundingClientRect();
  const covered = bottom + GAP - (innerHeight - sheet.offsetHeight);
  if (covered > 0) scrollBy({ top: Math.min(covered, Math.max(0, top - GAP)), behavior: "instant" });
}

/** Call before a card is opened; `words` are its first segment. */
export function raiseSheet(card, words) {
  if (!isSheet() || "open" in card.dataset) return;
  const quote = card.querySelector("[data-quote]");
  const active = document.activeElement;
  // From one sheet to the next: the focus goes back to where the first was opened.
  if (!active?.closest("[data-open], [data-place-list]")) opener = active === document.body ? words : active;
  // While the card is a sheet its place among the notes stays as high as it was.
  list.style.setProperty("--rest-height", `${card.offsetHeight}px`);
  const isInNotes = card.contains(active);
  requestAnimationFrame(() => {
    if (!("open" in card.dataset)) return;
    // A finger on a sheet that has nothing to scroll would scroll the page behind.
    card.toggleAttribute("data-short", card.scrollHeight <= card.clientHeight);
    if (words && !isInNotes) scrollClear(words, card);
    quote.focus({ preventScroll: true });
  });
}

/** Call after a card was closed. */
export function lowerSheet() {
  if (!isSheet()) return;
  const target = opener;
  opener = null;
  if (!target?.isConnected || !document.activeElement?.closest("[data-passage]")) return;
  if (target.matches("mark")) focusWords(target);
  else target.focus({ preventScroll: true });
}
