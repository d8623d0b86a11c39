// The popup at the selection: opens, keeps the words visible, closes and gives them back.
import { adjust } from "./selection_keys.js";
import { claimPicker } from "./claim_picker.js";
import { draw, drawSaving } from "./temporary_highlights.js";
import { jumpOnLetters } from "./popup_keys.js";
import { describe, rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "../reading/passages.js";
import { peoplePicker } from "./people_picker.js";
import { placePopup } from "./popup_position.js";
import { saving } from "./save.js";
import { tagPicker } from "./tag_picker.js";

const SLIM = "data-slim";
const SENDING = "data-sending";

const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/**
 * Set up the popup of an article's text.
 *
 * Answers `open`, to be called with each selection; `give(n, selected)`, which tags with the n-th
 * recent tag and saves without opening; and `recent(n)`, what that tag is. A selection is what
 * `readSelection` answers, with `back()` where the focus came from the text and goes back to it.
 */
export function popupAt(popup, text) {
  const form = popup.querySelector("form");
  const { elements } = form;
  let span = null;
  let ends = null;
  let back = null;
  let side = null;
  // Closed by hand: the selection that was given back does not open it again.
  let isDismissed = false;
  // While a request is under way: the selection made last, and what is to be tagged after it.
  let later = null;
  const waiting = [];

  const save = () => form.requestSubmit();
  const moved = () => span && !popup.hidden && place(side);
  const options = { save, changed: moved, isQuick: () => popup.hasAttribute(SLIM) };
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

  /** Take over a selection; a draft stays while it waits for the same words. */
  function take(selected) {
    back = selected.back ?? null;
    if (isSame(selected.span, span)) return;
    if (popup.hidden) clear();
    aim(selected);
  }

  function show() {
    draw("pending", rangeOf(text, span));
    popup.hidden = false;
    place(null);
  }

  function close({ keepSelection = true } = {}) {
    if (popup.hidden || saver.isBusy) return;
    popup.hidden = true;
    draw("pending");
    isDismissed = keepSelection;
    if (keepSelection) giveBack();
    waiting.shift()?.();
  }

  function giveBack() {
    document.activeElement?.blur();
    if (back) return back();
    const selection = getSelection();
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  function open(selected) {
    later = saver.isBusy ? selected : null;
    if (saver.isBusy) return;
    if (!selected) {
      isDismissed = false;
      // On touch the selection goes with the system's menu, or with a tap beside the words.
      if (popup.hasAttribute(SLIM) && isEmpty()) close({ keepSelection: false });
      return;
    }
    const isKnown = isSame(selected.span, span);
    if (isKnown && (!popup.hidden || (isDismissed && !selected.isPointed && !selected.back))) return;
    take(selected);
    if (popup.hidden) popup.toggleAttribute(SLIM, Boolean(selected.isTouch) && isEmpty());
    show();
    if (!selected.isTouch) tags.input.focus({ preventScroll: true });
    if (selected.first) tags.add(selected.first);
  }

  function give(n, selected) {
    const tag = tags.resting(n);
    if (saver.isBusy || !popup.hidden) {
      const drawnAway = drawSaving(selected.span, tag.hue);
      waiting.push(() => {
        drawnAway();
        give(n, selected);
      });
      return;
    }
    take(selected);
    tags.add(tag);
    save();
  }

  /** Opens with what is to be saved, where it was not open. */
  function appear() {
    if (!popup.hidden) return;
    popup.toggleAttribute(SLIM, false);
    show();
    tags.input.focus({ preventScroll: true });
  }

  /** It says why, and opens. */
  function refused() {
    later = null;
    appear();
  }

  const saver = saving(form, text, {
    async commit() {
      const wrongs = await Promise.all(pickers.map((picker) => picker.commit()));
      return wrongs.find(Boolean);
    },
    sending() {
      const drawnAway = drawSaving(span, tags.hue);
      popup.toggleAttribute(SENDING, true);
      return () => {
        drawnAway();
        popup.toggleAttribute(SENDING, false);
        if (span) refused();
        else if (later) open(later);
        else waiting.shift()?.();
      };
    },
    waiting: appear,
    saved() {
      const done = { span, back };
      popup.hidden = true;
      draw("pending");
      isDismissed = false;
      clear();
      span = null;
      return done;
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
      show();
    }
  });
  jumpOnLetters(popup, tags.input);
  popup.querySelector("[data-close]").addEventListener("click", () => close());
  popup.querySelector("[data-more]").addEventListener("click", () => {
    popup.removeAttribute(SLIM);
    place(null);
  });
  document.addEventListener("pointerdown", (event) => {
    if (popup.hidden || popup.contains(event.target)) return;
    // With Shift the browser moves the end of the selection: it needs it back for that.
    if (event.shiftKey && text.contains(event.target)) getSelection().setBaseAndExtent(...ends);
    // Pressed elsewhere, an untouched popup goes; one with something in it stays.
    // A finger that scrolls leaves the selection there: the slim popup goes when that goes.
    else if (isEmpty() && !popup.hasAttribute(SLIM)) close({ keepSelection: false });
  });
  whenRedrawn(() => span && !popup.hidden && draw("pending", rangeOf(text, span)));
  new ResizeObserver(moved).observe(popup);
  addEventListener("resize", () => !popup.hidden && place(null));

  return { open, give, recent: tags.resting };
}
