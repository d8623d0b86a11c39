// The reading cursor: a sentence or words that the keys move, widen, tag. It is there while the
// text has the focus, is drawn over it, said aloud, and kept in sight.
import { announce, showBar } from "./cursor_bar.js";
import { draw } from "../marking/temporary_highlights.js";
import { onKey } from "../ui/keys.js";
import { bySentence, byWord, moveEnd, moveStart, unitAt } from "./caret_moves.js";
import { describe, rangeOf, spanOf } from "./offsets.js";
import { segmentsOf, whenRedrawn } from "../reading/passages.js";
import { readSelection } from "../marking/selection_observer.js";
import { digitOf } from "../marking/tag_picker.js";
import { unitsOf } from "./segments.js";

// Pixels kept between the cursor and the window's edges; at the foot stands its bar.
const EDGE = 96;
const STEPS = {
  ArrowDown: ["sentence", 1],
  ArrowUp: ["sentence", -1],
  ArrowRight: ["word", 1],
  ArrowLeft: ["word", -1],
};

/** Set up the cursor of an article's text; `popup` is what `popupAt` answers, or null. */
export function readingCursor(text, popup) {
  const unitsIn = unitsOf(text);
  const units = () => ({ sentences: unitsIn("sentence"), words: unitsIn("word") });
  const forward = getComputedStyle(text).direction === "rtl" ? -1 : 1;
  let span = null;
  let isTurningOn = false;

  const isOn = () => document.activeElement === text;
  const rectOf = (unit) => rangeOf(text, unit).getBoundingClientRect();
  const isInSight = ({ top, bottom }) => bottom > 0 && top < innerHeight;

  /** Bring what moved into the window, if it left it: to a third of its height, and no further. */
  function keepInSight({ top, bottom }) {
    if (top >= EDGE && bottom <= innerHeight - EDGE) return;
    scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
  }

  /** Put the cursor somewhere; `moved` is the part that is new to the reader. */
  function put(next, moved = next, suffix = "") {
    span = next;
    draw("cursor", rangeOf(text, span));
    keepInSight(rectOf(moved));
    announce(describe(text, moved).quote, suffix);
  }

  /** What stands first in the window of these units, which go down the page. */
  function firstInSight(all) {
    let [from, to] = [0, all.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (rectOf(all[middle]).top >= 0) to = middle;
      else from = middle + 1;
    }
    const isBelow = rectOf(all[from]).top > innerHeight;
    return isBelow && from && isInSight(rectOf(all[from - 1])) ? all[from - 1] : all[from];
  }

  /** Where the cursor begins: at selected words, at the passage that has the focus, where it was
      left, or with what is in the window. */
  function beginning(all) {
    const selected = readSelection(text);
    if (selected) return selected.span;
    const card = document.activeElement?.closest("[data-passage]");
    const [segment] = card ? segmentsOf(card.dataset.passage) : [];
    if (segment) {
      const words = document.createRange();
      words.selectNodeContents(segment);
      return unitAt(all, spanOf(text, words)?.start ?? 0);
    }
    return span && isInSight(rectOf(span)) ? span : firstInSight(all);
  }

  function start(granularity) {
    const all = unitsIn(granularity);
    if (!all.length) return;
    const at = beginning(all);
    getSelection().removeAllRanges();
    turnOn();
    put(at);
  }

  function turnOn() {
    text.tabIndex = -1;
    // Keys go to the page, not to a screen reader's own cursor, while this one is there.
    text.setAttribute("role", "application");
    text.setAttribute("aria-labelledby", "cursor-title");
    isTurningOn = true;
    text.focus({ preventScroll: true });
    isTurningOn = false;
    showBar(popup);
  }

  function turnOff() {
    draw("cursor");
    showBar(null);
    text.removeAttribute("role");
    text.removeAttribute("aria-labelledby");
  }

  const back = () => {
    turnOn();
    draw("cursor", rangeOf(text, span));
  };

  /** The selection as the popup takes it. */
  function selected() {
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    return { span, ends: [startContainer, startOffset, endContainer, endOffset], back };
  }

  function move(granularity, step) {
    if (!isInSight(rectOf(span))) return put(firstInSight(unitsIn(granularity)));
    put((granularity === "word" ? byWord : bySentence)(units(), span, step));
  }

  /** A part of the text without the white space around it, which no place on the page has. */
  function trimmed({ start, end }) {
    const { quote } = describe(text, { start, end });
    const [before, after] = [quote.trimStart(), quote.trimEnd()].map((rest) => quote.length - rest.length);
    return { start: start + before, end: end - after };
  }

  function widen(granularity, step, isStart) {
    const next = (isStart ? moveStart : moveEnd)(unitsIn(granularity), span, step);
    const [first, last] = isStart ? [span.start, next.start] : [span.end, next.end];
    if (first === last) return;
    const moved = trimmed({ start: Math.min(first, last), end: Math.max(first, last) });
    const isMore = isStart ? last < first : last > first;
    put(next, moved, isMore ? "selected" : "no longer selected");
  }

  function act(event) {
    if (event.ctrlKey || event.metaKey || (event.altKey && !event.shiftKey)) return false;
    const step = STEPS[event.key];
    if (step) {
      const [granularity, by] = [step[0], step[0] === "word" ? step[1] * forward : step[1]];
      if (event.shiftKey) widen(granularity, by, event.altKey);
      else move(granularity, by);
      return true;
    }
    const digit = event.altKey ? 0 : digitOf(event);
    if (popup?.recent(digit)) {
      if (event.repeat) return true;
      if (event.shiftKey) popup.open({ ...selected(), first: popup.recent(digit) });
      else popup.give(digit, selected());
    } else if (event.key === "Enter" && popup) popup.open(selected());
    else if (event.key === "Escape") text.blur();
    else return false;
    return true;
  }

  text.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || event.isComposing) return;
    if (act(event)) event.preventDefault();
  });
  // Another window may take the focus for a while; the cursor stays.
  text.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target !== text || isOn()) return;
    turnOff();
    // A dialog gives the focus back to what had it; otherwise only keys put it on the text.
    if (!relatedTarget?.closest("dialog")) text.removeAttribute("tabindex");
  });
  text.addEventListener("focusin", ({ target }) => target === text && span && !isTurningOn && back());
  // A mouse selects for itself.
  text.addEventListener("pointerdown", () => isOn() && text.blur());
  whenRedrawn(() => isOn() && draw("cursor", rangeOf(text, span)));
  onKey("s", () => (isOn() ? move("sentence", 1) : start("sentence")));
  onKey("w", () => (isOn() ? move("word", 1) : start("word")));
}
