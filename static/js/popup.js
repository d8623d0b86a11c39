// The popup at the selection: opens, keeps the words visible, closes and gives them back.
import { adjust } from "./adjusting.js";
import { claimPicker } from "./claims.js";
import { describe, rangeOf } from "./offsets.js";
import { peoplePicker } from "./people.js";
import { placePopup } from "./placing.js";
import { saving } from "./saving.js";
import { tagPicker } from "./tags.js";

const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/** Draw the words as selected while the browser's own selection is in a field. */
function showPending(range) {
  if (range) CSS.highlights?.set("pending", new Highlight(range));
  else CSS.highlights?.delete("pending");
}

/** Set up the popup of an article's text; answers `open`, to be called with each selection. */
export function popupAt(popup, text) {
  const form = popup.querySelector("form");
  const { elements } = form;
  let span = null;
  let ends = null;
  let side = null;
  // Closed by hand: the selection that was given back does not open it again.
  let isDismissed = false;

  const save = () => form.requestSubmit();
  const moved = () => span && !popup.hidden && place(side);
  const options = { save, changed: moved };
  const pickers = [
    tagPicker(popup.querySelector("[data-tags]"), options),
    peoplePicker(popup.querySelector("[data-people]"), options),
    claimPicker(popup.querySelector("[data-claim]"), options),
  ];
  const [tags] = pickers;

  const isEmpty = () => !elements.note.value.trim() && pickers.every((picker) => picker.isEmpty);

  function clear() {
    form.reset();
    for (const picker of pickers) picker.clear();
    popup.querySelector("[data-wrong]").replaceChildren();
  }

  function place(onSide) {
    side = placePopup(popup, rangeOf(text, span), onSide);
  }

  /** Take over a span: what the form says of it, and a key of its own. */
  function aim(selected) {
    ({ span, ends } = selected);
    const described = describe(text, span);
    for (const [name, value] of Object.entries(described)) elements[name].value = value;
    elements.key.value = crypto.randomUUID();
  }

  function close({ keepSelection = true } = {}) {
    if (popup.hidden || saver.isBusy) return;
    popup.hidden = true;
    showPending(null);
    isDismissed = keepSelection;
    if (!keepSelection) return;
    document.activeElement?.blur();
    const selection = getSelection();
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  function open(selected) {
    if (!selected) isDismissed = false;
    if (!selected || saver.isBusy) return;
    const isKnown = isSame(selected.span, span);
    if (isKnown && (!popup.hidden || (isDismissed && !selected.isPointed))) return;
    // A draft stays while the popup is open, and while it waits for the same words.
    if (popup.hidden && !isKnown) clear();
    if (!isKnown) aim(selected);
    showPending(rangeOf(text, span));
    popup.hidden = false;
    place(null);
    if (!selected.isTouch) tags.input.focus({ preventScroll: true });
  }

  const saver = saving(form, text, {
    async commit() {
      const wrongs = await Promise.all(pickers.map((picker) => picker.commit()));
      return wrongs.find(Boolean);
    },
    saved() {
      const { start, end } = span;
      close({ keepSelection: false });
      clear();
      span = null;
      return { start, end };
    },
  });

  popup.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.target === tags.input && !tags.input.value) {
      const adjusted = adjust(text, ends, event);
      if (!adjusted) return;
      event.preventDefault();
      aim(adjusted);
      showPending(rangeOf(text, span));
      place(null);
    }
  });
  popup.querySelector("[data-close]").addEventListener("click", () => close());
  document.addEventListener("pointerdown", (event) => {
    if (popup.hidden || popup.contains(event.target)) return;
    // With Shift the browser moves the end of the selection: it needs it back for that.
    if (event.shiftKey && text.contains(event.target)) getSelection().setBaseAndExtent(...ends);
    // Pressed elsewhere, an untouched popup goes; one with something in it stays.
    else if (isEmpty()) close({ keepSelection: false });
  });
  text.addEventListener("redrawn", () => !popup.hidden && showPending(rangeOf(text, span)));
  new ResizeObserver(moved).observe(popup);
  addEventListener("resize", () => !popup.hidden && place(null));

  return { open };
}
