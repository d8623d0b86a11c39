// Between the browser and the desk: the browser counts UTF-16 units within a node, the desk
// code points of the whole text. Nothing else converts.
//
// The text's element holds one element per paragraph, each with its first code point in
// data-start; what stands between two paragraphs is line feeds and nothing else.

// Code points of context on either side, as many as the desk keeps.
const CONTEXT = 32;

const paragraphsOf = (text) => [...text.querySelectorAll("[data-start]")];
const startOf = (paragraph) => Number(paragraph.dataset.start);
const lengthOf = (string) => Array.from(string).length;
const endOf = (paragraph) => startOf(paragraph) + lengthOf(paragraph.textContent);

/** The code point offset of a DOM boundary point; outside of all paragraphs, of the nearest edge. */
export function offsetOf(text, node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const paragraph = element.closest("[data-start]");
  if (paragraph && text.contains(paragraph)) {
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return startOf(paragraph) + lengthOf(before.toString());
  }
  const paragraphs = paragraphsOf(text);
  const following = paragraphs.find((candidate) => {
    const whole = document.createRange();
    whole.selectNode(candidate);
    return whole.comparePoint(node, offset) < 0;
  });
  return following ? startOf(following) : endOf(paragraphs.at(-1));
}

/** The article's text from one code point to another, cut at the last paragraph's end. */
function textBetween(text, from, to) {
  const paragraphs = paragraphsOf(text);
  let found = "";
  let at = from;
  for (const [index, paragraph] of paragraphs.entries()) {
    if (at >= to) break;
    const start = startOf(paragraph);
    if (at < start) {
      const gap = Math.min(start, to) - at;
      found += "\n".repeat(gap);
      at += gap;
    }
    const next = paragraphs[index + 1];
    if (at >= to || (next && startOf(next) <= at)) continue;
    const points = Array.from(paragraph.textContent).slice(at - start, to - start);
    found += points.join("");
    at += points.length;
  }
  return found;
}

/** Half-open code points of a Range, without white space at its ends; null where nothing is left. */
export function spanOf(text, range) {
  const start = offsetOf(text, range.startContainer, range.startOffset);
  const end = offsetOf(text, range.endContainer, range.endOffset);
  const quote = textBetween(text, start, end);
  if (!quote.trim()) return null;
  return {
    start: start + lengthOf(quote) - lengthOf(quote.trimStart()),
    end: end - lengthOf(quote) + lengthOf(quote.trimEnd()),
  };
}

/** What the desk wants to know of a span: its offsets, its words and the words around it. */
export function describe(text, { start, end }) {
  return {
    start,
    end,
    quote: textBetween(text, start, end),
    prefix: textBetween(text, Math.max(0, start - CONTEXT), start),
    suffix: textBetween(text, end, end + CONTEXT),
  };
}

/** The boundary point of a code point offset: for a start before the words, for an end after them. */
function pointOf(text, offset, isEnd) {
  const paragraphs = paragraphsOf(text);
  const paragraph = paragraphs.findLast((candidate) =>
    isEnd ? startOf(candidate) < offset : startOf(candidate) <= offset,
  );
  let left = offset - startOf(paragraph);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  for (;;) {
    const points = Array.from(node.data);
    if (left < points.length || (isEnd && left === points.length)) {
      return [node, points.slice(0, left).join("").length];
    }
    left -= points.length;
    node = walker.nextNode();
  }
}

/** The Range of a span, which must lie within the text. */
export function rangeOf(text, { start, end }) {
  const range = document.createRange();
  range.setStart(...pointOf(text, start, false));
  range.setEnd(...pointOf(text, end, true));
  return range;
}
