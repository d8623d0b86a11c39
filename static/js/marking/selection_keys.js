// Shift and the arrows move the end of the selection while the popup's filter has the focus and
// is empty, as if the words were still selected.
import { readSelection } from "./selection_observer.js";

const STEPS = {
  ArrowLeft: ["left", "character", "word"],
  ArrowRight: ["right", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
};

/** The selection after this key, or null where the key moves nothing or would leave no words. */
export function adjust(text, ends, event) {
  const step = event.shiftKey && STEPS[event.key];
  if (!step) return null;
  const selection = getSelection();
  selection.setBaseAndExtent(...ends);
  const [direction, small, large] = step;
  selection.modify("extend", direction, event.ctrlKey || event.altKey ? large : small);
  const selected = readSelection(text);
  // The selection belongs to the field again, or nothing could be typed into it.
  event.target.setSelectionRange(0, 0);
  return selected;
}
