// Shift+arrows extend the text selection while the popup's empty tag field has the focus, as if the
// text had it.
import { readSelection } from "./selection_observer.js";

const STEPS = {
  ArrowLeft: ["left", "character", "word"],
  ArrowRight: ["right", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
};

/**
 * The selection after this key, or null if the key does not extend it or no words are left.
 *
 * `anchorAndFocus` are the arguments of Selection.setBaseAndExtent.
 */
export function extendSelection(text, anchorAndFocus, event) {
  const step = event.shiftKey && STEPS[event.key];
  if (!step) return null;
  const selection = getSelection();
  selection.setBaseAndExtent(...anchorAndFocus);
  const [direction, small, large] = step;
  selection.modify("extend", direction, event.ctrlKey || event.altKey ? large : small);
  const selected = readSelection(text);
  // Return the selection to the field, to allow typing in it.
  event.target.setSelectionRange(0, 0);
  return selected;
}
