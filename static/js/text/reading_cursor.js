// The reading cursor: a sentence or words, moved, extended and tagged by keys. It is on while the
// text has the focus, and is highlighted, announced and kept visible.
import { addSpoken, announce, showBar } from "./cursor_bar.js";
import { draw } from "../marking/temporary_highlights.js";
import { onKey } from "../ui/keys.js";
import { bySentence, byWord, moveEnd, moveStart, unitAt } from "./caret_moves.js";
import { describe, rangeOf, spanOf } from "./offsets.js";
import { passageOf, segmentsOf, whenRedrawn } from "../reading/passages.js";
import { readSelection } from "../marking/selection_observer.js";
import { digitOf } from "../marking/tag_picker.js";
import { segmentsByGranularity } from "./segments.js";

// Pixels kept between the cursor and the window's edges; its bar is at the bottom.
const EDGE = 96;
const STEPS = {
  ArrowDown: ["sentence", 1],
  ArrowUp: ["sentence", -1],
  ArrowRight: ["word", 1],
  ArrowLeft: ["word", -1],
};

/** Set up the cursor of an article's text; `popup` is what `createPopup` returns, or null. */
export function readingCursor(text, popup) {
  const segments = segmentsByGranularity(text);
  const units = () => ({ sentences: segments("sentence"), words: segments("word") });
  const forward = getComputedStyle(text).direction === "rtl" ? -1 : 1;
  let span = null;
  let isTurningOn = false;

  addSpoken(text);
  const isOn = () => document.activeElement === text;
  const rectOf = (unit) => rangeOf(text, unit).getBoundingClientRect();
  const isInSight = ({ top, bottom }) => bottom > 0 && top < innerHeight;

  /** Scroll a rectangle to a third of the window's height if it is outside or near an edge. */
  function keepInSight({ top, bottom }) {
    if (top >= EDGE && bottom <= innerHeight - EDGE) return;
    scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
  }

  /** Put the cursor on a span; `moved` is the part to scroll to and announce. */
  function setCursor(next, moved = next, suffix = "") {
    span = next;
    draw("cursor", rangeOf(text, span));
    keepInSight(rectOf(moved));
    announce(describe(text, moved).quote, suffix);
  }

  /** The first visible unit, by bisection. */
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

  /** The first span of the cursor: the selection, else the focused passage, else the last span if
      visible, else the first visible unit. */
  function initialSpan(all) {
    const selected = readSelection(text);
    if (selected) return selected.span;
    const card = document.activeElement?.closest("[data-passage]");
    const [segment] = card ? segmentsOf(passageOf(card)) : [];
    if (segment) {
      const words = document.createRange();
      words.selectNodeContents(segment);
      return unitAt(all, spanOf(text, words)?.start ?? 0);
    }
    return span && isInSight(rectOf(span)) ? span : firstInSight(all);
  }

  function start(granularity) {
    const all = segments(granularity);
    if (!all.length) return;
    const initial = initialSpan(all);
    getSelection().removeAllRanges();
    turnOn();
    setCursor(initial);
  }

  function turnOn() {
    text.tabIndex = -1;
    // While the cursor is on, keys go to the page, not to a screen reader's own cursor.
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

  const returnFocus = () => {
    turnOn();
    draw("cursor", rangeOf(text, span));
  };

  /** The cursor as a selection for the popup. */
  function selected() {
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    return { span, anchorAndFocus: [startContainer, startOffset, endContainer, endOffset], returnFocus };
  }

  function move(granularity, step) {
    if (!isInSight(rectOf(span))) return setCursor(firstInSight(segments(granularity)));
    setCursor((granularity === "word" ? byWord : bySentence)(units(), span, step));
  }

  /** A span without white space at its ends, which has no rectangle on the page. */
  function trim({ start, end }) {
    const { quote } = describe(text, { start, end });
    const [before, after] = [quote.trimStart(), quote.trimEnd()].map((rest) => quote.length - rest.length);
    return { start: start + before, end: end - after };
  }

  function extend(granularity, step, isStart) {
    const next = (isStart ? moveStart : moveEnd)(segments(granularity), span, step);
    const [first, last] = isStart ? [span.start, next.start] : [span.end, next.end];
    if (first === last) return;
    const moved = trim({ start: Math.min(first, last), end: Math.max(first, last) });
    const isMore = isStart ? last < first : last > first;
    setCursor(next, moved, isMore ? "selected" : "no longer selected");
  }

  function handleKey(event) {
    if (event.ctrlKey || event.metaKey || (event.altKey && !event.shiftKey)) return false;
    const step = STEPS[event.key];
    if (step) {
      const [granularity, by] = [step[0], step[0] === "word" ? step[1] * forward : step[1]];
      if (event.shiftKey) extend(granularity, by, event.altKey);
      else move(granularity, by);
      return true;
    }
    const digit = event.altKey ? 0 : digitOf(event);
    if (popup?.withKey(digit)) {
      if (event.repeat) return true;
      if (event.shiftKey) popup.open({ ...selected(), first: popup.withKey(digit) });
      else popup.tagAndSave(digit, selected());
    } else if (event.key === "Enter" && popup) popup.open(selected());
    else if (event.key === "Escape") text.blur();
    else return false;
    return true;
  }

  text.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || event.isComposing) return;
    if (handleKey(event)) event.preventDefault();
  });
  // The cursor stays while another window has the focus.
  text.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (target !== text || isOn()) return;
    turnOff();
    // A dialog returns the focus to the text; otherwise only keys move it there.
    if (!relatedTarget?.closest("dialog")) text.removeAttribute("tabindex");
  });
  text.addEventListener("focusin", ({ target }) => target === text && span && !isTurningOn && returnFocus());
  // Pressing the mouse starts a selection instead.
  text.addEventListener("pointerdown", () => isOn() && text.blur());
  whenRedrawn(() => isOn() && draw("cursor", rangeOf(text, span)));
  onKey("s", () => (isOn() ? move("sentence", 1) : start("sentence")));
  onKey("w", () => (isOn() ? move("word", 1) : start("word")));
}
