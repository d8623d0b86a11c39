// Where the handles of a span stand: at the ends that a reader sees. A line of both directions has
// several boxes, which come in visual order.
import { rangeOf } from "../text/offsets.js";

const RTL_LETTER =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}\p{Script=Samaritan}\p{Script=Hanifi_Rohingya}]/u;
const LTR_LETTER = new RegExp(`(?!${RTL_LETTER.source})\\p{L}`, "u");

/** Whether words are read from right to left in a text of this direction. */
function readsRtl(words, isRtl) {
  const [own, other] = isRtl ? [RTL_LETTER, LTR_LETTER] : [LTR_LETTER, RTL_LETTER];
  if (own.test(words)) return isRtl;
  // A quote in the other direction alone; figures alone always run from left to right.
  if (other.test(words)) return !isRtl;
  return isRtl && !/\p{Nd}/u.test(words);
}

const boxesOf = (text, span) => [...rangeOf(text, span).getClientRects()].filter(({ width }) => width);

/** The box of the first or last character that has one. */
function boxAtEnd(text, { start, end }, isEnd) {
  for (let length = 1; length <= end - start; length += 1) {
    const [box] = boxesOf(text, isEnd ? { start: end - length, end } : { start, end: start + length });
    if (box) return box;
  }
  return rangeOf(text, { start, end }).getBoundingClientRect();
}

/**
 * The line of a handle at the start or end of a span, in pixels within the window: its x, top and
 * bottom.
 *
 * `words` are those whose direction counts; `isRtl` is the direction of the text.
 */
export function handleLine(text, span, { isEnd, words, isRtl }) {
  const { top, bottom } = boxAtEnd(text, span, isEnd);
  const middle = (top + bottom) / 2;
  const onLine = boxesOf(text, span).filter((box) => box.top < middle && middle < box.bottom);
  const isLeft = readsRtl(words, isRtl) === isEnd;
  const x = isLeft ? Math.min(...onLine.map(({ left }) => left)) : Math.max(...onLine.map(({ right }) => right));
  return { x, top, bottom };
}
