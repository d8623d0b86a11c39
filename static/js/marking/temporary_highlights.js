// Temporary highlights that do not change the text's elements: words selected while a field has the
// browser's selection, words being saved, the reading cursor.
import { rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "../reading/passages.js";

const text = document.querySelector("[data-article-text]");
const savingSpans = new Set();

// Where paragraphs do not inherit the colors of named highlights, the style sheet sets them on each
// element. A browser that does not know the names returns the element's own colors.
const colorOf = (element, name) => getComputedStyle(element, name).backgroundColor;
const [paragraph] = text?.children ?? [];
if (paragraph) {
  const color = colorOf(paragraph, "::highlight(pending)");
  const isInherited = color === colorOf(text, "::highlight(pending)") && color !== colorOf(paragraph);
  text.toggleAttribute("data-each", !isInherited);
}

/** Highlight these Ranges under a name of the style sheet; without Ranges, remove its highlight. */
export function draw(name, ...ranges) {
  if (ranges.length) CSS.highlights?.set(name, new Highlight(...ranges));
  else CSS.highlights?.delete(name);
}

function drawSavingSpans(hue) {
  const spans = [...savingSpans].filter((entry) => entry.hue === hue).map(({ span }) => span);
  draw(`saving-${hue}`, ...spans.map((span) => rangeOf(text, span)));
}

/**
 * Draw a span in its tag's hue while it is being saved. Returns a function that removes it.
 */
export function drawSaving(span, hue) {
  const entry = { span, hue };
  savingSpans.add(entry);
  drawSavingSpans(hue);
  return () => {
    savingSpans.delete(entry);
    drawSavingSpans(hue);
  };
}

whenRedrawn(() => {
  for (const hue of new Set([...savingSpans].map((entry) => entry.hue))) drawSavingSpans(hue);
});
