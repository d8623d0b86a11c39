// The sentences and words of the article's text, as half-open spans of code points.

// A sentence does not end after these: a rank or title before a name, an initial, a month. The
// browser's segmenter breaks after each of them.
const ABBREVIATION =
  /(?:^|[\s(“"'‘])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Gov|Sen|Rep|Pres|Rev|St|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.[^\S\n]+$/u;
const INITIALISM = /(?:^|[\s(“"'‘])(?:\p{Lu}\.){2,}[^\S\n]+$/u;
// After letters such as U.S. these words start a new sentence more often than not.
const SENTENCE_START = /^(?:The|A|An|He|She|It|They|We|I|His|Her|Their|This|That|There|In|On|At|But|And|If|As|When|While|After|Before)\b/;

const lengthOf = (string) => Array.from(string).length;

/** Sentence segments, with those that the browser split after an abbreviation merged again. */
function mergeAbbreviations(segments) {
  const merged = [];
  for (const { segment } of segments) {
    const previous = merged.at(-1) ?? "";
    const isContinued = ABBREVIATION.test(previous) || (INITIALISM.test(previous) && !SENTENCE_START.test(segment));
    if (isContinued) merged[merged.length - 1] += segment;
    else merged.push(segment);
  }
  return merged.map((segment) => ({ segment, isWordLike: true }));
}

/** Spans of a paragraph's segments in code points, without white space at their ends. */
function spansOf(segments, start) {
  const spans = [];
  let position = start;
  for (const { segment, isWordLike } of segments) {
    const end = position + lengthOf(segment);
    const words = segment.trim();
    if ((isWordLike ?? true) && words) {
      const from = position + lengthOf(segment) - lengthOf(segment.trimStart());
      spans.push({ start: from, end: from + lengthOf(words) });
    }
    position = end;
  }
  return spans;
}

/**
 * A function from a granularity of Intl.Segmenter ("sentence", "word", "grapheme") to all its spans
 * in text order; each is computed once.
 */
export function segmentsByGranularity(text) {
  const cache = new Map();
  return (granularity) => {
    if (!cache.has(granularity)) {
      const segmenter = new Intl.Segmenter(text.lang || undefined, { granularity });
      const spans = [...text.querySelectorAll("[data-start]")].flatMap(({ textContent, dataset }) => {
        const segments = segmenter.segment(textContent);
        return spansOf(granularity === "sentence" ? mergeAbbreviations(segments) : segments, Number(dataset.start));
      });
      cache.set(granularity, spans);
    }
    return cache.get(granularity);
  };
}
