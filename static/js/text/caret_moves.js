// Pure: where the reading cursor goes. A cursor is a span; units are the spans of all sentences
// or all words, in their order. Each move answers a span, the same one where there is no way on.

const isWithin = (unit, span) => unit.start >= span.start && unit.end <= span.end;
const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/** The unit that an offset is in or, between two, the next one; after all of them the last. */
export const unitAt = (units, offset) => units.find(({ end }) => end > offset) ?? units.at(-1);

/** To the next sentence, or back: first to the beginning of the one that it stands in. */
export function bySentence({ sentences }, span, step) {
  if (step > 0) return sentences.find(({ start }) => start >= span.end) ?? span;
  const own = unitAt(sentences, span.start);
  if (own.start < span.start || (own.end > span.end && !isSame(own, span))) return own;
  return sentences.findLast(({ end }) => end <= span.start) ?? span;
}

/** To the next or previous word; out of a sentence to its first or last one. */
export function byWord({ sentences, words }, span, step) {
  const inside = words.filter((word) => isWithin(word, span));
  const isSentence = sentences.some((sentence) => isSame(sentence, span)) && inside.length > 1;
  if (isSentence) return step > 0 ? inside[0] : inside.at(-1);
  if (step > 0) return words.find(({ start }) => start >= span.end) ?? span;
  return words.findLast(({ end }) => end <= span.start) ?? span;
}

/** Move the end of a span on or back by a unit; it never passes the beginning. */
export function moveEnd(units, span, step) {
  const unit =
    step > 0
      ? units.find(({ end }) => end > span.end)
      : units.findLast(({ end }) => end < span.end && end > span.start);
  return unit ? { start: span.start, end: unit.end } : span;
}

/** Move the beginning of a span on or back by a unit; it never passes the end. */
export function moveStart(units, span, step) {
  const unit =
    step > 0
      ? units.find(({ start }) => start > span.start && start < span.end)
      : units.findLast(({ start }) => start < span.start);
  return unit ? { start: unit.start, end: span.end } : span;
}
