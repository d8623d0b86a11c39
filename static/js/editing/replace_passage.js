// Places a pending passage: the selected words become its position once the form is submitted.
import { describe, rangeOf } from "../text/offsets.js";

/** Set up the form of the pending passage; returns a function to call with each selection. */
export function placeSelection(form, text) {
  const { elements } = form;
  const output = form.querySelector("[data-chosen]");
  const submitButton = form.querySelector("[data-put]");
  const placeholder = output.textContent;

  return (selected) => {
    // Pressing the button may clear the selection; the last one is used.
    if (!selected) return;
    const { start, end, quote } = describe(text, selected.span);
    elements.start.value = start;
    elements.end.value = end;
    elements.quote.value = quote;
    CSS.highlights?.set("pending", new Highlight(rangeOf(text, selected.span)));
    output.textContent = quote ? `New position: “${quote}”` : placeholder;
    submitButton.disabled = false;
  };
}
