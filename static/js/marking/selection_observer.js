// Reports selections in the article's text: by mouse in either direction, by double or triple
// click, with Shift+arrows, by touch.
import { spanOf } from "../text/offsets.js";

// A selection made without a mouse button has no end event: it is reported once it is unchanged for
// a while. Touch takes longer, since handles of a selection send no touch events.
const SETTLE_MILLISECONDS = 300;
const TOUCH_SETTLE_MILLISECONDS = 500;

const endsOf = ({ anchorNode, anchorOffset, focusNode, focusOffset }) => [
  anchorNode,
  anchorOffset,
  focusNode,
  focusOffset,
];

/**
 * The current selection, or null: its span in code points, and `anchorAndFocus`, the arguments of
 * Selection.setBaseAndExtent.
 *
 * A selection must start in the text; it is truncated to the text.
 */
export function readSelection(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
  const span = spanOf(text, selection.getRangeAt(0));
  return span && { span, anchorAndFocus: endsOf(selection) };
}

/**
 * Call `onSelect` with each new selection: what `readSelection` returns, and whether it was made by
 * touch (isTouch) or mouse (isPointed); with null when the selection was cleared.
 */
export function watchSelection(text, onSelect) {
  let isPressed = false;
  let isTouch = false;
  let isFingerDown = false;
  let endsAtPress = [];
  let isChanged = false;
  let timer = 0;

  function report(isPointed) {
    if (!isChanged) return;
    isChanged = false;
    const selected = readSelection(text);
    onSelect(selected && { ...selected, isTouch, isPointed });
  }
  function reportLater() {
    clearTimeout(timer);
    if (isFingerDown) return;
    timer = setTimeout(report, isTouch ? TOUCH_SETTLE_MILLISECONDS : SETTLE_MILLISECONDS, false);
  }

  document.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    isPressed = !isTouch;
    isFingerDown = isTouch;
    endsAtPress = endsOf(getSelection());
    clearTimeout(timer);
  });
  document.addEventListener("pointerup", () => {
    if (!isPressed) return;
    isPressed = false;
    // No change so far means a click; on a selection, the browser clears it only after this event.
    const endsAtRelease = endsOf(getSelection());
    if (endsAtRelease.some((end, n) => end !== endsAtPress[n])) {
      isChanged = true;
      report(true);
    } else if (isChanged) reportLater();
  });
  // A long press that selects, and a finger that scrolls, cancel their pointer; touch events go on.
  for (const kind of ["touchstart", "touchend", "touchcancel"]) {
    document.addEventListener(
      kind,
      ({ touches }) => {
        isTouch = true;
        isFingerDown = touches.length > 0;
        if (isChanged) reportLater();
      },
      { passive: true },
    );
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") clearTimeout(timer);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && isChanged) reportLater();
  });
  document.addEventListener("selectionchange", () => {
    isChanged = true;
    if (!isPressed) reportLater();
  });
  // Made before the page's scripts ran.
  isChanged = Boolean(readSelection(text));
  if (isChanged) reportLater();
}
