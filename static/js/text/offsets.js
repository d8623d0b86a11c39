// Converts between positions in the browser (UTF-16 units within a node) and offsets on the server
// (code points of the whole text). No other module converts them.
//
// The text's element holds one element per paragraph, each with the offset of its first code point
// in data-start; between two paragraphs there are only line feeds.

// As on the server: white space, and characters that nobody sees.
const BLANK = /^[\s\u2800\p{Default_Ignorable_Code_Point}]*$/u;
// Code points of context on each side, as on the server.
const CONTEXT_LENGTH = 32;

const paragraphsOf = (text) => [...text.querySelectorAll("[data-start]")];
const startOf = (paragraph) => Number(paragraph.dataset.start);
const lengthOf = (string) => Array.from(string).length;
const endOf = (paragraph) => startOf(paragraph) + lengthOf(paragraph.textContent);

/**
 * The code point offset of a DOM boundary point; outside all paragraphs, that of the next
 * paragraph's start or the end.
 */
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

/** The article's text between two code point offsets, cut at the end of the last paragraph. */
function textBetween(text, from, to) {
  const paragraphs = paragraphsOf(text);
  let content = "";
  let position = from;
  for (const [index, paragraph] of paragraphs.entries()) {
    if (position >= to) break;
    const start = startOf(paragraph);
    if (position < start) {
      const gap = Math.min(start, to) - position;
      content += "\n".repeat(gap);
      position += gap;
    }
    const next = paragraphs[index + 1];
    if (position >= to || (next && startOf(next) <= position)) continue;
    const points = Array.from(paragraph.textContent).slice(position - start, to - start);
    content += points.join("");
    position += points.length;
  }
  return content;
}

/**
 * The half-open span of a Range in code points, without white space at its ends; null if it has no
 * words.
 */
export function spanOf(text, range) {
  const start = offsetOf(text, range.startContainer, range.startOffset);
  const end = offsetOf(text, range.endContainer, range.endOffset);
  const quote = textBetween(text, start, end);
  if (BLANK.test(quote)) return null;
  return {
    start: start + lengthOf(quote) - lengthOf(quote.trimStart()),
    end: end - lengthOf(quote) + lengthOf(quote.trimEnd()),
  };
}

/**
 * The form's fields for a span: start, end, quote, and up to 32 code points of prefix and suffix.
 */
export function describe(text, { start, end }) {
  return {
    start,
    end,
    quote: textBetween(text, start, end),
    prefix: textBetween(text, Math.max(0, start - CONTEXT_LENGTH), start),
    suffix: textBetween(text, end, end + CONTEXT_LENGTH),
  };
}

/**
 * The DOM boundary point [node, offset] of a code point offset, as the start or end of a span; the
 * paragraph's end where a translator has made it shorter.
 */
function pointOf(text, offset, isEnd) {
  const paragraphs = paragraphsOf(text);
  const paragraph = paragraphs.findLast((candidate) =>
    isEnd ? startOf(candidate) < offset : startOf(candidate) <= offset,
  );
  let remaining = offset - startOf(paragraph);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  for (;;) {
    const points = Array.from(node.data);
    if (remaining < points.length || (isEnd && remaining === points.length)) {
      return [node, points.slice(0, remaining).join("").length];
    }
    const next = walker.nextNode();
    if (!next) return [node, node.length];
    remaining -= points.length;
    node = next;
  }
}

/** The Range of a span in code points, which must lie within the text. */
export function rangeOf(text, { start, end }) {
  const range = document.createRange();
  range.setStart(...pointOf(text, start, false));
  range.setEnd(...pointOf(text, end, true));
  return range;
}
