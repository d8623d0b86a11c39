// A passage in hand: the words that are selected become its place, once they are confirmed.
import { describe, rangeOf } from "../text/offsets.js";

/** Set up the bar of the passage in hand; answers what to call with each selection. */
export function placeInHand(form, text) {
  const { elements } = form;
  const chosen = form.querySelector("[data-chosen]");
  const put = form.querySelector("[data-put]");
  const rest = chosen.textContent;

  return (selected) => {
    // Pressing the button may take the selection away: what was chosen last stays chosen.
    if (!selected) return;
    const { start, end, quote } = describe(text, selected.span);
    elements.start.value = start;
    elements.end.value = end;
    CSS.highlights?.set("pending", new Highlight(rangeOf(text, selected.span)));
    chosen.textContent = quote ? `Here: “${quote}”` : rest;
    put.disabled = false;
  };
}
