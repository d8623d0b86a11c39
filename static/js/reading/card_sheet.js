// On a narrow screen the open card is a bottom sheet: the focus moves into it and back, its words
// stay visible above it, and the page behind does not scroll away.
import { focusWords } from "./passages.js";

const GAP = 16;
const isBeside = matchMedia("(width >= 56rem)");
const list = document.querySelector("[data-cards]");

let opener = null;

export const isSheet = () => !isBeside.matches;

/** Scroll until words of the text, at least their top, are visible above a sheet. */
export function scrollAboveSheet(words, sheet) {
  const { top, bottom } = words.getBoundingClientRect();
  const covered = bottom + GAP - (innerHeight - sheet.offsetHeight);
  if (covered > 0) scrollBy({ top: Math.min(covered, Math.max(0, top - GAP)), behavior: "instant" });
}

/** Move the focus into a card that is about to open as a sheet; `words` is its first segment. */
export function openSheet(card, words) {
  if (!isSheet() || "open" in card.dataset) return;
  const quote = card.querySelector("[data-quote]");
  const active = document.activeElement;
  // When sheets follow each other, remember where the first one was opened.
  if (!active?.closest("[data-open], [data-place-list]")) opener = active === document.body ? words : active;
  // The card's slot in the notes keeps its height while the card is a sheet.
  list.style.setProperty("--rest-height", `${card.offsetHeight}px`);
  const isInNotes = card.contains(active);
  requestAnimationFrame(() => {
    if (!("open" in card.dataset)) return;
    // Swiping on a sheet too short to scroll would scroll the page behind.
    card.toggleAttribute("data-short", card.scrollHeight <= card.clientHeight);
    if (words && !isInNotes) scrollAboveSheet(words, card);
    quote.focus({ preventScroll: true });
  });
}

/** Return the focus after a sheet was closed. */
export function closeSheet() {
  if (!isSheet()) return;
  const target = opener;
  opener = null;
  if (!target?.isConnected || !document.activeElement?.closest("[data-passage]")) return;
  if (target.matches("mark")) focusWords(target);
  else target.focus({ preventScroll: true });
}
