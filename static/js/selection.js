// Notices when words of the article have been selected, however that was done: with the mouse in
// either direction, by double or triple click, with Shift and the arrows, by touch.
import { spanOf } from "./offsets.js";

// A selection made without a mouse button has no end of its own: it counts once it rests.
const REST = 300;

/**
 * What is selected now, or null: the span, and where the selection began and ended.
 *
 * Only what began in the text counts; what runs on past it is cut to the text.
 */
export function readSelection(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
  const span = spanOf(text, selection.getRangeAt(0));
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return span && { span, ends: [anchorNode, anchorOffset, focusNode, focusOffset] };
}

/**
 * Call `onSelect` with each new selection: what `readSelection` answers, and whether it was made
 * by touch (isTouch) or with a mouse (isPointed); with null when nothing is selected any more.
 */
export function watchSelection(text, onSelect) {
  let isPressed = false;
  let isTouch = false;
  let isChanged = false;
  let rest = 0;

  function tell(isPointed) {
    if (!isChanged) return;
    isChanged = false;
    const selected = readSelection(text);
    onSelect(selected && { ...selected, isTouch, isPointed });
  }
  function tellAtRest() {
    clearTimeout(rest);
    rest = setTimeout(tell, REST, false);
  }

  document.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    isPressed = !isTouch;
    clearTimeout(rest);
  });
  document.addEventListener("pointerup", () => {
    if (!isPressed) return;
    isPressed = false;
    // A click on selected words takes the selection away only after this event.
    clearTimeout(rest);
    rest = setTimeout(tell, 0, true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") clearTimeout(rest);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && isChanged) tellAtRest();
  });
  document.addEventListener("selectionchange", () => {
    isChanged = true;
    if (!isPressed) tellAtRest();
  });
}
