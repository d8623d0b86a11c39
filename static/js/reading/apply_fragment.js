// Applies a fragment of changes to the open reading page: paragraphs, runs, cards and legend. Scroll
// position, selection, focus and the open card stay as they were.
import { fitCards } from "./cards.js";
import { insertMissingCards, removeStaleCards, dropCachedCard, insertCard } from "./card_folds.js";
import { withRun } from "./draw_run.js";
import { highlightRelated } from "./hover.js";
import { rangeOf, spanOf } from "../text/offsets.js";
import { arrangeLegend } from "./legend_list.js";
import { openedPassageId } from "./open_card.js";
import { showProblem } from "./notices.js";
import { keepPlace } from "./passage_keys.js";
import { cardOf, paragraphAt, passageOf, replaceParagraphs, segmentsOf } from "./passages.js";
import { filterSaved } from "./tag_filter.js";
import { alteration } from "../text/original_words.js";
import { fragmentOf, request } from "../ui/fragments.js";

const text = document.querySelector("[data-article-text]");

/** The topmost visible paragraph: its data-start, and its top in the window. */
function topmostParagraph() {
  const paragraphs = [...text.querySelectorAll("[data-start]")];
  const topmost = paragraphs.find((paragraph) => paragraph.getBoundingClientRect().bottom > 0) ?? paragraphs.at(-1);
  return { start: topmost.dataset.start, top: topmost.getBoundingClientRect().top };
}

/** The paragraphs of a fragment, with its runs drawn into those of the page; null if one does not fit there. */
function drawnParagraphs(changes) {
  const runs = [...changes.querySelectorAll("[data-run]")];
  if (runs.length && alteration()) return null;
  const redrawn = runs.map((run) => withRun(paragraphAt(run.dataset.start), run));
  return redrawn.includes(null) ? null : [...changes.querySelectorAll("p[data-start]"), ...redrawn];
}

/**
 * The same where colleagues changed passages that this page does not show yet: as the desk draws them
 * now. Throws TypeError if it refuses, and whatever `request` throws.
 */
async function fetchParagraphs(changes) {
  const response = await request(location.pathname);
  const drawn = (await fragmentOf(response)).querySelector("[data-article-text]");
  if (drawn?.dataset.revision !== text.dataset.revision) throw new TypeError("The text was corrected meanwhile.");
  const starts = new Set([...changes.querySelectorAll("[data-run]")].map(({ dataset }) => dataset.start));
  return [...drawn.querySelectorAll("p[data-start]")].filter(({ dataset }) => starts.has(dataset.start));
}

/** Replace paragraphs of the page; selected words stay selected. */
function replaceText(paragraphs) {
  const selection = getSelection();
  const isSelected = selection.rangeCount && !selection.isCollapsed && text.contains(selection.anchorNode);
  const span = isSelected ? spanOf(text, selection.getRangeAt(0)) : null;
  replaceParagraphs(paragraphs);
  if (span) {
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }
}

/** The changes of this page since the last update by others: the keys of their Actions. */
export const ownActions = new Set();

/** Keep which Action a change of this page is, and on its notice which passages it is about. */
function noteChange(changes, cards) {
  const notice = changes.querySelector("[data-notice]");
  const action = changes.dataset.action ?? notice?.dataset.action;
  if (action) ownActions.add(action);
  if (notice) notice.dataset.passages = [...cards.map(passageOf), changes.dataset.gone].filter(Boolean).join(" ");
}

/** Apply a fragment of changes; resolves to its cards. Throws if more of the text is needed and cannot be had. */
export async function applyFragment(changes) {
  const paragraphs = drawnParagraphs(changes) ?? (await fetchParagraphs(changes));
  const returnToPlace = keepPlace();
  const { start, top } = topmostParagraph();
  const openId = openedPassageId();
  const cards = [...changes.querySelectorAll("[data-passage]")];
  noteChange(changes, cards);
  const focusedCard = document.activeElement?.closest("[data-passage]");
  replaceText(paragraphs);
  removeStaleCards();
  for (const card of cards) {
    const passage = passageOf(card);
    dropCachedCard(passage);
    if (passage === openId) card.dataset.open = "";
    cardOf(passage)?.remove();
    insertCard(card);
  }
  document.querySelector("[data-legend]")?.replaceWith(changes.querySelector("[data-legend]"));
  arrangeLegend();
  filterSaved(cards);
  for (const segment of segmentsOf(openId)) segment.dataset.open = "";
  if (focusedCard && !document.activeElement?.closest("[data-passage]")) {
    cardOf(passageOf(focusedCard))?.querySelector("[data-quote]").focus({ preventScroll: true });
  }
  highlightRelated();
  // Cards never move the text, so measure it before they are laid out again.
  const shift = text.querySelector(`[data-start="${start}"]`).getBoundingClientRect().top - top;
  fitCards();
  if (shift) scrollBy({ top: shift, behavior: "instant" });
  returnToPlace();
  // A large fragment contains only its first cards.
  if (await insertMissingCards()) fitCards();
  return cards;
}

/** The same for a change that was made, as `message` says: where it cannot be shown, that is said; resolves to null. */
export async function showChanges(changes, message) {
  try {
    return await applyFragment(changes);
  } catch {
    showProblem(`${message.trim().replace(/[^.]$/, "$&.")} Reload the page to see it.`);
    return null;
  }
}
