// What is drawn for a while over the text, without a change to it: words selected while the
// browser's own selection is in a field, words being saved, the reading cursor.
import { rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "../reading/passages.js";

const text = document.querySelector("[data-article-text]");
const underway = new Set();

// Where what is in the text does not inherit the colours of these names, each element is given
// them; a browser that does not know the names either answers the element's own colours.
const colourOf = (element, name) => getComputedStyle(element, name).backgroundColor;
const [paragraph] = text?.children ?? [];
if (paragraph) {
  const found = colourOf(paragraph, "::highlight(pending)");
  const isInherited = found === colourOf(text, "::highlight(pending)") && found !== colourOf(paragraph);
  text.toggleAttribute("data-each", !isInherited);
}

/** Draw these Ranges under a name that the style sheet knows; none takes them away. */
export function draw(name, ...ranges) {
  if (ranges.length) CSS.highlights?.set(name, new Highlight(...ranges));
  else CSS.highlights?.delete(name);
}

function drawUnderway(hue) {
  const spans = [...underway].filter((saving) => saving.hue === hue).map(({ span }) => span);
  draw(`saving-${hue}`, ...spans.map((span) => rangeOf(text, span)));
}

/**
 * Draw a span as if it were saved, in its tag's hue, until its highlight comes from the desk.
 * Answers a function that takes it away.
 */
export function drawSaving(span, hue) {
  const saving = { span, hue };
  underway.add(saving);
  drawUnderway(hue);
  return () => {
    underway.delete(saving);
    drawUnderway(hue);
  };
}

whenRedrawn(() => {
  for (const hue of new Set([...underway].map((saving) => saving.hue))) drawUnderway(hue);
});
