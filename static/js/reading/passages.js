// Looks up the card and the segments of a passage on the page.

const text = document.querySelector("[data-article-text]");
let index = null;

/** The card of a passage, or null. A fold has the id that the card of its first passage would have. */
export function cardOf(id) {
  const item = document.getElementById(`--p-${id}`);
  return item && "passage" in item.dataset ? item : null;
}

/** The id of the passage of a card, or of the first one of a fold. */
export const passageOf = (item) => item.id.slice("--p-".length);

/** The address of the passage of a card, from its copy link. */
export const addressOf = (id) => cardOf(id).querySelector("[data-copy]").getAttribute("href");

/** Map of id → segments and length in UTF-16 units; rebuilt when the text is redrawn. */
function passageIndex() {
  if (index) return index;
  index = new Map();
  for (const mark of text.querySelectorAll("mark[data-passages]")) {
    const { length } = mark.textContent;
    for (const id of mark.dataset.passages.split(" ")) {
      const passage = index.get(id) ?? { segments: [], length: 0 };
      passage.segments.push(mark);
      passage.length += length;
      index.set(id, passage);
    }
  }
  return index;
}

const replaceListeners = [];

/** Call `listener(old, new)` before a paragraph is replaced. */
export function whenReplaced(listener) {
  replaceListeners.push(listener);
}

/** The paragraph of the text with this data-start, or null. */
export const paragraphAt = (start) => text.querySelector(`[data-start="${start}"]`);

/** Replace paragraphs of the text by redrawn ones with the same data-start. */
export function replaceParagraphs(drawn) {
  for (const paragraph of drawn) {
    const current = paragraphAt(paragraph.dataset.start);
    if (!current || current === paragraph) continue;
    for (const listener of replaceListeners) listener(current, paragraph);
    current.replaceWith(paragraph);
  }
  invalidateIndex();
}

const redrawListeners = [];

/** Call `listener` whenever the text was redrawn, which may leave Ranges in it detached. */
export function whenRedrawn(listener) {
  redrawListeners.push(listener);
}

function invalidateIndex() {
  index = null;
  for (const listener of redrawListeners) listener();
}

export const segmentsOf = (id) => passageIndex().get(id)?.segments ?? [];

/** The ids of all passages in text order, whether their cards are loaded or not. */
export const idsInTextOrder = () =>
  [...text.querySelectorAll("[data-anchor]")].map(({ dataset }) => dataset.anchor.slice("--p-".length));

/** The ids of the passages of a segment, shortest first; ties: the last to start first. */
export function passagesOver(mark) {
  const lengthOf = (id) => passageIndex().get(id).length;
  return mark.dataset.passages.split(" ").reverse().sort((a, b) => lengthOf(a) - lengthOf(b));
}

/** Set an attribute on these elements and remove it from all others. */
export function flag(attribute, elements) {
  const chosen = new Set(elements);
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    if (!chosen.has(element)) element.removeAttribute(attribute);
  }
  for (const element of chosen) element?.setAttribute(attribute, "");
}

/** Focus a segment of the text, which is not in the Tab order. */
export function focusWords(mark) {
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
}
