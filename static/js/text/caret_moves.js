// Pure: moves of the reading cursor. A cursor is a span of code points; units are the spans of all
// sentences or all words, in order. Each move returns a span, the same one at the end of the text.

const isWithin = (unit, span) => unit.start >= span.start && unit.end <= span.end;
const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/** The unit at an offset; between units the next one, after all units the last. */
export const unitAt = (units, offset) => units.find(({ end }) => end > offset) ?? units.at(-1);

/** To the next sentence; or back, first to the start of the current one. */
export function bySentence({ sentences }, span, step) {
  if (step > 0) return sentences.find(({ start }) => start >= span.end) ?? span;
  const current = unitAt(sentences, span.start);
  if (current.start < span.start || (current.end > span.end && !isSame(current, span))) return current;
  return sentences.findLast(({ end }) => end <= span.start) ?? span;
}

/** To the next or previous word; from a whole sentence to its first or last word. */
export function byWord({ sentences, words }, span, step) {
  const inside = words.filter((word) => isWithin(word, span));
  const isSentence = sentences.some((sentence) => isSame(sentence, span)) && inside.length > 1;
  if (isSentence) return step > 0 ? inside[0] : inside.at(-1);
  if (step > 0) return words.find(({ start }) => start >= span.end) ?? span;
  return words.findLast(({ end }) => end <= span.start) ?? span;
}

/** Move the end of a span by a unit forward or back, never to its start or before. */
export function moveEnd(units, span, step) {
  const unit =
    step > 0
      ? units.find(({ end }) => end > span.end)
      : units.findLast(({ end }) => end < span.end && end > span.start);
  return unit ? { start: span.start, end: unit.end } : span;
}

/** Move the start of a span by a unit forward or back, never to its end or beyond. */
export function moveStart(units, span, step) {
  const unit =
    step > 0
      ? units.find(({ start }) => start > span.start && start < span.end)
      : units.findLast(({ start }) => start < span.start);
  return unit ? { start: unit.start, end: span.end } : span;
}
