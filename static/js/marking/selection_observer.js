// Notices when words of the article have been selected, however that was done: with the mouse in
// either direction, by double or triple click, with Shift and the arrows, by touch.
import { spanOf } from "../text/offsets.js";

// A selection made without a mouse button has no end of its own: it counts once it rests. One made
// by touch rests longer, since its handles are no business of the page's: it hears nothing of a
// finger on them, only that the selection changes.
const REST = 300;
const REST_OF_TOUCH = 500;

const endsOf = ({ anchorNode, anchorOffset, focusNode, focusOffset }) => [
  anchorNode,
  anchorOffset,
  focusNode,
  focusOffset,
];

/**
 * What is selected now, or null: the span, and where the selection began and ended.
 *
 * Only what began in the text counts; what runs on past it is cut to the text.
 */
export function readSelection(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
  const span = spanOf(text, selection.getRangeAt(0));
  return span && { span, ends: endsOf(selection) };
}

/**
 * Call `onSelect` with each new selection: what `readSelection` answers, and whether it was made
 * by touch (isTouch) or with a mouse (isPointed); with null when nothing is selected any more.
 */
export function watchSelection(text, onSelect) {
  let isPressed = false;
  let isTouch = false;
  let isFingerDown = false;
  let atPress = [];
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
    if (isFingerDown) return;
    rest = setTimeout(tell, isTouch ? REST_OF_TOUCH : REST, false);
  }

  document.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    isPressed = !isTouch;
    isFingerDown = isTouch;
    atPress = endsOf(getSelection());
    clearTimeout(rest);
  });
  document.addEventListener("pointerup", () => {
    if (!isPressed) return;
    isPressed = false;
    // What has not changed yet is a click: where it fell on selected words, the browser takes the
    // selection away only after this event.
    const atRelease = endsOf(getSelection());
    if (atRelease.some((end, n) => end !== atPress[n])) {
      isChanged = true;
      tell(true);
    } else if (isChanged) tellAtRest();
  });
  // A long press that selects, and a finger that scrolls, end as far as pointers go by a
  // cancelled one; the touch itself may go on.
  for (const kind of ["touchstart", "touchend", "touchcancel"]) {
    document.addEventListener(
      kind,
      ({ touches }) => {
        isTouch = true;
        isFingerDown = touches.length > 0;
        if (isChanged) tellAtRest();
      },
      { passive: true },
    );
  }
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
