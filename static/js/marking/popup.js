// The popup at the selection: opens, keeps the words highlighted, and restores the selection when
// it closes.
import { extendSelection } from "./selection_keys.js";
import { claimPicker } from "./claim_picker.js";
import { draw, drawSaving } from "./temporary_highlights.js";
import { focusFieldsOnKeys } from "./popup_keys.js";
import { describe, rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "../reading/passages.js";
import { peoplePicker } from "./people_picker.js";
import { placePopup } from "./popup_position.js";
import { createSaver } from "./save.js";
import { tagPicker } from "./tag_picker.js";

const SLIM = "data-slim";
const SENDING = "data-sending";
const isBeside = matchMedia("(width >= 56rem)");

const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/**
 * Set up the popup of an article's text.
 *
 * Returns `open(selected)`, to be called with each selection; `tagAndSave(digit, selected)`, which
 * tags with the tag that has a digit as its key and saves without opening; and `withKey(digit)`, the
 * offer of that tag, or null. A selection is what `readSelection` returns, with `returnFocus()` if
 * the focus should return to the text afterwards.
 */
export function createPopup(popup, text) {
  const form = popup.querySelector("form");
  const { elements } = form;
  let span = null;
  let anchorAndFocus = null;
  let returnFocus = null;
  // Closed by the reader: the restored selection must not open it again.
  let isDismissed = false;
  let savedSpan = null;
  // While a request is running: the last selection made, and the calls to make after it.
  let queuedSelection = null;
  const queue = [];

  const save = () => form.requestSubmit();
  const reposition = () => span && !popup.hidden && placePopup(popup, rangeOf(text, span));
  const options = { save, changed: reposition, isQuick: () => popup.hasAttribute(SLIM) };
  const tags = tagPicker(popup.querySelector("[data-tags]"), options);
  const people = peoplePicker(popup.querySelector("[data-people]"), options);
  const claim = claimPicker(popup.querySelector("[data-claim]"), {
    ...options,
    quote: () => elements.quote.value,
    speaker: () => people.speaker,
  });
  const pickers = [tags, people, claim];

  const isEmpty = () => !elements.note.value.trim() && pickers.every((picker) => picker.isEmpty);

  function clear() {
    form.reset();
    for (const picker of pickers) picker.clear();
    popup.querySelector("[data-wrong]").replaceChildren();
  }

  /** Fill in the form for a span, with a new key. */
  function setSpan(selected) {
    ({ span, anchorAndFocus } = selected);
    const described = describe(text, span);
    for (const [name, value] of Object.entries(described)) elements[name].value = value;
    elements.key.value = crypto.randomUUID();
    elements.same_seen.value = "";
  }

  /** Switch to a selection; a draft for the same words stays. */
  function setSelection(selected) {
    returnFocus = selected.returnFocus ?? null;
    if (isSame(selected.span, span)) return;
    if (popup.hidden) clear();
    setSpan(selected);
  }

  function show() {
    draw("pending", rangeOf(text, span));
    popup.hidden = false;
    reposition();
  }

  function close({ keepSelection = true } = {}) {
    if (popup.hidden || saver.isBusy) return;
    popup.hidden = true;
    draw("pending");
    isDismissed = keepSelection;
    if (keepSelection) restoreSelection();
    queue.shift()?.();
  }

  function restoreSelection() {
    document.activeElement?.blur();
    if (returnFocus) return returnFocus();
    const selection = getSelection();
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  function open(selected) {
    // Selections changed by key may be reported late, during or after the save.
    const isByHand = !selected || selected.isPointed || selected.returnFocus;
    if (!isByHand && isSame(selected.span, saver.isBusy ? span : savedSpan)) return;
    savedSpan = null;
    queuedSelection = saver.isBusy ? selected : null;
    if (saver.isBusy) return;
    if (!selected) {
      isDismissed = false;
      // On touch the system's menu or a tap elsewhere clears the selection.
      if (popup.hasAttribute(SLIM) && isEmpty()) close({ keepSelection: false });
      return;
    }
    const isUnchanged = isSame(selected.span, span);
    if (isUnchanged && (!popup.hidden || (isDismissed && !selected.isPointed && !selected.returnFocus))) return;
    setSelection(selected);
    if (popup.hidden) popup.toggleAttribute(SLIM, Boolean(selected.isTouch) && isEmpty());
    show();
    if (!selected.isTouch) tags.input.focus({ preventScroll: true });
    if (selected.first) tags.add(selected.first);
  }

  function tagAndSave(digit, selected) {
    const tag = tags.withKey(digit);
    if (saver.isBusy || !popup.hidden) {
      const removeHighlight = drawSaving(selected.span, tag.hue);
      queue.push(() => {
        removeHighlight();
        tagAndSave(digit, selected);
      });
      return;
    }
    setSelection(selected);
    tags.add(tag);
    save();
  }

  /** If the popup is closed, open it with what is being saved. */
  function reveal() {
    if (!popup.hidden) return;
    popup.toggleAttribute(SLIM, false);
    show();
    tags.input.focus({ preventScroll: true });
  }

  /** Open with the reason for the refused save. */
  function showRefusal() {
    queuedSelection = null;
    reveal();
  }

  const saver = createSaver(form, text, {
    async commit() {
      const problems = await Promise.all(pickers.map((picker) => picker.commit()));
      return problems.find(Boolean);
    },
    sending() {
      const removeHighlight = drawSaving(span, tags.hue);
      popup.toggleAttribute(SENDING, true);
      return () => {
        removeHighlight();
        popup.toggleAttribute(SENDING, false);
        if (span) showRefusal();
        else if (queuedSelection) open(queuedSelection);
        else queue.shift()?.();
      };
    },
    waiting: reveal,
    saved() {
      const closed = { span, returnFocus };
      popup.hidden = true;
      draw("pending");
      isDismissed = false;
      clear();
      savedSpan = span;
      span = null;
      return closed;
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
      const selected = extendSelection(text, anchorAndFocus, event);
      if (!selected) return;
      event.preventDefault();
      setSpan(selected);
      show();
    }
  });
  focusFieldsOnKeys(popup);
  popup.querySelector("[data-close]").addEventListener("click", () => close());
  popup.querySelector("[data-more]").addEventListener("click", () => {
    popup.removeAttribute(SLIM);
    reposition();
  });
  document.addEventListener("pointerdown", (event) => {
    if (popup.hidden || popup.contains(event.target)) return;
    // Shift+click extends the browser's selection, so restore it first.
    if (event.shiftKey && text.contains(event.target)) getSelection().setBaseAndExtent(...anchorAndFocus);
    // A press elsewhere closes an empty popup. The slim one closes with the selection, which stays
    // while a finger scrolls.
    else if (isEmpty() && !popup.hasAttribute(SLIM)) close({ keepSelection: false });
  });
  whenRedrawn(() => span && !popup.hidden && draw("pending", rangeOf(text, span)));
  new ResizeObserver(reposition).observe(popup);
  addEventListener("resize", reposition);
  // It stays on the screen while the words beside it are read on.
  addEventListener("scroll", () => isBeside.matches && !popup.hasAttribute(SLIM) && reposition(), { passive: true });

  return { open, tagAndSave, withKey: tags.withKey };
}
