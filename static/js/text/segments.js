// The sentences and words of the article's text, as half-open code points of it.

// What ends in one of these is not over: a rank or title before a name, an initial, a state's
// letters. The browser's rules break after each of them.
const SHORTENED =
  /(?:^|[\s(“"'‘])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Gov|Sen|Rep|Pres|Rev|St|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.[^\S\n]+$/u;
const LETTERS = /(?:^|[\s(“"'‘])(?:\p{Lu}\.){2,}[^\S\n]+$/u;
// After letters such as U.S. these begin a sentence more often than they go on with one.
const BEGINS = /^(?:The|A|An|He|She|It|They|We|I|His|Her|Their|This|That|There|In|On|At|But|And|If|As|When|While|After|Before)\b/;

const lengthOf = (string) => Array.from(string).length;

/** The segments of a string, with what the browser parted after a shortened word put together. */
function joined(segments) {
  const found = [];
  for (const { segment } of segments) {
    const before = found.at(-1) ?? "";
    const goesOn = SHORTENED.test(before) || (LETTERS.test(before) && !BEGINS.test(segment));
    if (goesOn) found[found.length - 1] += segment;
    else found.push(segment);
  }
  return found.map((segment) => ({ segment, isWordLike: true }));
}

/** Spans of a paragraph's segments, without the white space around them. */
function spansOf(segments, start) {
  const spans = [];
  let at = start;
  for (const { segment, isWordLike } of segments) {
    const end = at + lengthOf(segment);
    const words = segment.trim();
    if ((isWordLike ?? true) && words) {
      const from = at + lengthOf(segment) - lengthOf(segment.trimStart());
      spans.push({ start: from, end: from + lengthOf(words) });
    }
    at = end;
  }
  return spans;
}

/** A function that answers all spans of one granularity, as a Segmenter names it, in their order. */
export function unitsOf(text) {
  const known = new Map();
  return (granularity) => {
    if (!known.has(granularity)) {
      const segmenter = new Intl.Segmenter(text.lang || undefined, { granularity });
      const spans = [...text.querySelectorAll("[data-start]")].flatMap(({ textContent, dataset }) => {
        const segments = segmenter.segment(textContent);
        return spansOf(granularity === "sentence" ? joined(segments) : segments, Number(dataset.start));
      });
      known.set(granularity, spans);
    }
    return known.get(granularity);
  };
}
