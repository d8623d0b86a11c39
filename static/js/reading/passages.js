// Finds what belongs to a passage on the page: its card and its segments.

const text = document.querySelector("[data-article-text]");
let known = null;

export const cardOf = (id) => document.getElementById(`card-${id}`);

/** Each passage's segments and length, read off the text once. */
function passages() {
  if (known) return known;
  known = new Map();
  for (const mark of text.querySelectorAll("mark[data-passages]")) {
    const { length } = mark.textContent;
    for (const id of mark.dataset.passages.split(" ")) {
      const passage = known.get(id) ?? { segments: [], length: 0 };
      passage.segments.push(mark);
      passage.length += length;
      known.set(id, passage);
    }
  }
  return known;
}

const onReplaced = [];

/** Call `act` with a paragraph and with the one drawn anew that is about to take its place. */
export function whenReplaced(act) {
  onReplaced.push(act);
}

/** Put paragraphs that were drawn anew in the place of those that stand. */
export function replaceParagraphs(drawn) {
  for (const paragraph of drawn) {
    const standing = text.querySelector(`[data-start="${paragraph.dataset.start}"]`);
    if (!standing) continue;
    for (const act of onReplaced) act(standing, paragraph);
    standing.replaceWith(paragraph);
  }
  readAgain();
}

const onRedrawn = [];

/** Call `act` whenever the text was drawn otherwise: Ranges in it may point nowhere then. */
export function whenRedrawn(act) {
  onRedrawn.push(act);
}

function readAgain() {
  known = null;
  for (const act of onRedrawn) act();
}

export const segmentsOf = (id) => passages().get(id)?.segments ?? [];

/** The ids of all passages, in the order of the text, whether their cards are here or not. */
export const inTextOrder = () =>
  [...text.querySelectorAll("[data-anchor]")].map(({ dataset }) => dataset.anchor.slice("--p-".length));

/** The ids of the passages over a segment, the shortest first; of equals the last to start. */
export function passagesOver(mark) {
  const lengthOf = (id) => passages().get(id).length;
  return mark.dataset.passages.split(" ").reverse().sort((a, b) => lengthOf(a) - lengthOf(b));
}

/** Give this attribute to what belongs to the passages, and take it from everything else. */
export function flag(attribute, elements) {
  const chosen = new Set(elements);
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    if (!chosen.has(element)) element.removeAttribute(attribute);
  }
  for (const element of chosen) element?.setAttribute(attribute, "");
}

/** Put the focus on words of the text, which are no stop of the Tab key. */
export function focusWords(mark) {
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
}
