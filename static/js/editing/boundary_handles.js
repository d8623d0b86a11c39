// Handles at the boundaries of a passage and at a split point, dragged or moved by keys, by word,
// sentence or letter. Also adds a piece, which is selected in the text.
import { draw } from "../marking/temporary_highlights.js";
import { request } from "../ui/fragments.js";
import { elementFrom } from "../ui/markup.js";
import { moveEnd, moveStart } from "../text/caret_moves.js";
import { handleLine } from "./handle_lines.js";
import { describe, offsetOf, rangeOf } from "../text/offsets.js";
import { closeCard } from "../reading/open_card.js";
import { addressOf, cardOf, whenRedrawn } from "../reading/passages.js";
import { isSheet } from "../reading/card_sheet.js";
import { showProblem } from "../reading/notices.js";
import { showRequestError, submitChange } from "../reading/undo.js";
import { alteration } from "../text/original_words.js";
import { segmentsByGranularity } from "../text/segments.js";

// Pixels: how far a knob sticks out above or below its line, and the zone at the window's edges in
// which dragging scrolls.
const KNOB_SIZE = 16;
const EDGE = 48;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
const SIDES = { "[": "start", "]": "end" };
const ACTION_KEYS = { c: "cut", a: "add", Delete: "take", Backspace: "take", Enter: "save", Escape: "leave" };

const OVERLAY = `<div class="boundary-handles" data-ends>
  <div class="boundary-handles__bar" role="group" aria-label="Passage boundaries" data-bar>
    <p class="boundary-handles__words" role="status" data-words></p>
    <p class="boundary-handles__actions">
      <button class="button" type="button" data-do="save">Save <kbd aria-hidden="true">Enter</kbd></button>
      <button class="button button--word" type="button" data-do="leave">Cancel <kbd aria-hidden="true">Esc</kbd></button>
      <label class="boundary-handles__snap">Snap to <select data-snap><option value="word">word</option><option
        value="sentence">sentence</option><option value="grapheme">letter</option></select></label>
      <button class="button button--word" type="button" data-do="cut">Split <kbd aria-hidden="true">c</kbd></button>
      <button class="button button--word" type="button" data-do="add">Add words <kbd aria-hidden="true">a</kbd></button>
      <button class="button button--word" type="button" data-do="take" hidden>Remove piece <kbd aria-hidden="true">Del</kbd></button>
    </p>
  </div>
</div>`;

const text = document.querySelector("[data-article-text]");
const units = segmentsByGranularity(text);
const isRtl = getComputedStyle(text).direction === "rtl";

// The passage being edited: its id, address, version and revision, its spans in text order, the
// offset of a split (`cut`) and the span to add.
let edit = null;
let overlay = null;

const currentPiece = () => Number(overlay.querySelector("[data-current]")?.dataset.piece ?? 0);
const wordsOf = (span) => describe(text, span).quote;
const quoteOf = (spans) => spans.map(wordsOf).join(" … ");
const shownSpans = () => (edit.added ? [...edit.spans, edit.added] : edit.spans);

function makeHandle(side, n, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "boundary-handles__handle";
  button.setAttribute("role", "slider");
  button.ariaLabel = label;
  Object.assign(button.dataset, { side, piece: n });
  return button;
}

/** The line of a handle, in pixels within the window: its x, top and bottom. */
function lineOf({ dataset: { side, piece: n } }) {
  const isCut = side === "cut";
  const span = isCut ? { start: edit.cut, end: edit.spans.at(-1).end } : edit.spans[n];
  const words = isCut ? quoteOf(edit.spans) : wordsOf(span);
  return handleLine(text, span, { isEnd: side === "end", words, isRtl });
}

function update() {
  if (!edit) return;
  for (const each of overlay.querySelectorAll(".boundary-handles__handle")) {
    const { side, piece: n } = each.dataset;
    const { x, top, bottom } = lineOf(each);
    const above = side === "start" ? KNOB_SIZE : 0;
    each.style.translate = `${x + scrollX}px ${top - above + scrollY}px`;
    each.style.blockSize = `${bottom - top + KNOB_SIZE}px`;
    each.ariaValueNow = side === "cut" ? edit.cut : edit.spans[n][side];
    each.ariaValueMin = 0;
    each.ariaValueMax = units("word").at(-1).end;
    each.ariaValueText = wordAt(each.ariaValueNow, side);
  }
  draw("pending", ...shownSpans().map((span) => rangeOf(text, span)));
  const [first, last] = [edit.spans[0], edit.spans.at(-1)];
  overlay.querySelector("[data-words]").textContent =
    edit.cut === null
      ? edit.isAdding && !edit.added
        ? "Select the words to add."
        : quoteOf(shownSpans())
      : `${wordsOf({ start: first.start, end: edit.cut }).trimEnd()} | ${wordsOf({ start: edit.cut, end: last.end })}`;
  overlay.querySelector("[data-do=take]").hidden = edit.spans.length < 2;
  overlay.toggleAttribute("data-adding", edit.isAdding);
}

/** The word that begins or ends at a handle. */
function wordAt(offset, side) {
  const at = Number(offset);
  const unit = units("word").find(({ end }) => (side === "end" ? end >= at : end > at));
  return unit ? wordsOf(unit) : "";
}

function drawHandles() {
  for (const each of overlay.querySelectorAll(".boundary-handles__handle")) each.remove();
  const isSeveral = edit.spans.length > 1;
  const handles =
    edit.cut === null
      ? edit.spans.flatMap((_, n) => {
          const suffix = isSeveral ? `, piece ${n + 1}` : "";
          return [makeHandle("start", n, `Start${suffix}`), makeHandle("end", n, `End${suffix}`)];
        })
      : [makeHandle("cut", 0, "Split position")];
  overlay.prepend(...handles);
  update();
  return handles;
}

function setBoundary(button, offset) {
  const { side, piece: n } = button.dataset;
  if (side === "cut") {
    if (offset > edit.spans[0].start && offset < edit.spans.at(-1).end) edit.cut = offset;
  } else {
    const span = { ...edit.spans[n], [side]: offset };
    if (span.start < span.end) edit.spans[n] = span;
  }
  update();
}

/** Move a handle by one word, sentence or letter. */
function stepHandle(button, granularity, direction) {
  const { side, piece: n } = button.dataset;
  const all = units(granularity);
  if (side === "cut") {
    const [from, to] = [edit.spans[0].start, edit.spans.at(-1).end];
    const moved = moveStart(all, { start: edit.cut, end: to }, direction).start;
    return setBoundary(button, Math.max(from, moved));
  }
  const move = side === "end" ? moveEnd : moveStart;
  setBoundary(button, move(all, edit.spans[n], direction)[side]);
  scrollIntoSight(button);
}

function scrollIntoSight(button) {
  const { top, bottom } = lineOf(button);
  const foot = overlay.querySelector("[data-bar]").offsetHeight + EDGE;
  if (top < EDGE || bottom > innerHeight - foot) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
}

/** The boundary nearest to an offset, for the unit selected in the bar. */
function snap(offset, side) {
  const edge = side === "end" ? "end" : "start";
  const granularity = overlay.querySelector("[data-snap]").value;
  const edges = units(granularity).map((unit) => unit[edge]);
  return edges.reduce((best, each) => (Math.abs(each - offset) < Math.abs(best - offset) ? each : best), edges[0]);
}

/** The code point offset at a point of the window, or null outside the text. */
function offsetAt(x, y) {
  overlay.style.pointerEvents = "none";
  const at = document.caretPositionFromPoint?.(x, y);
  const range = at ? null : document.caretRangeFromPoint?.(x, y);
  overlay.style.pointerEvents = "";
  const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
  return node && text.contains(node) ? offsetOf(text, node, offset) : null;
}

function drag(event) {
  const button = event.target.closest(".boundary-handles__handle");
  if (!button) return;
  event.preventDefault();
  button.focus({ preventScroll: true });
  button.setPointerCapture(event.pointerId);
  const { x, top, bottom } = lineOf(button);
  const grip = { x: event.clientX - x, y: event.clientY - (top + bottom) / 2 };
  const follow = ({ clientX, clientY }) => {
    if (clientY < EDGE || clientY > innerHeight - 3 * EDGE) {
      scrollBy({ top: clientY < EDGE ? -EDGE / 3 : EDGE / 3, behavior: "instant" });
    }
    const offset = offsetAt(clientX - grip.x, clientY - grip.y);
    if (offset !== null) setBoundary(button, snap(offset, button.dataset.side));
  };
  button.addEventListener("pointermove", follow);
  const stop = () => button.removeEventListener("pointermove", follow);
  button.addEventListener("lostpointercapture", stop, { once: true });
}

const actions = {
  async save() {
    if (edit.isAdding && !edit.added) return;
    const fields = edit.added
      ? { do: "add_piece", ...edit.added, quote: wordsOf(edit.added) }
      : edit.cut === null
        ? { do: "move", spans: edit.spans.map(({ start, end }) => `${start}-${end}`).join(" "), quote: quoteOf(edit.spans) }
        : { do: "split", at: edit.cut, quote: quoteOf(spansAfter(edit.cut)) };
    await send(fields);
  },
  leave() {
    if (edit.cut === null && !edit.isAdding) return finish();
    Object.assign(edit, { cut: null, isAdding: false, added: null });
    drawHandles()[0].focus({ preventScroll: true });
  },
  cut() {
    const [from, to] = [edit.spans[0].start, edit.spans.at(-1).end];
    const inside = (granularity) => units(granularity).filter(({ start }) => start > from && start < to);
    const boundaries = inside("sentence").length ? inside("sentence") : inside("word");
    if (!boundaries.length) return;
    const middle = (from + to) / 2;
    edit.cut = boundaries.reduce((best, each) => (Math.abs(each.start - middle) < Math.abs(best.start - middle) ? each : best)).start;
    Object.assign(edit, { isAdding: false, added: null });
    drawHandles()[0].focus({ preventScroll: true });
  },
  add() {
    Object.assign(edit, { isAdding: true, cut: null });
    drawHandles();
    document.activeElement.blur();
  },
  take: () => (edit.spans.length > 1 ? send({ do: "take_piece", piece: currentPiece() }) : null),
};

/** The parts of the passage after an offset. */
const spansAfter = (at) => edit.spans.filter(({ end }) => end > at).map(({ start, end }) => ({ start: Math.max(start, at), end }));

async function send(fields) {
  const { id, url, version, revision } = edit;
  const problem = alteration();
  if (problem) return showProblem(problem);
  const isDone = await submitChange(`${url}mend/`, { revision, version, ...fields });
  if (isDone && edit?.id === id) finish();
}

function finish() {
  const { id } = edit;
  edit = null;
  draw("pending");
  document.removeEventListener("keydown", onKeydown, true);
  overlay.remove();
  cardOf(id)?.querySelector("[data-quote]").focus({ preventScroll: true });
}

function onKeydown(event) {
  const { key, target } = event;
  if (event.isComposing || target.closest("dialog, [data-popup]")) return;
  const button = target.closest(".boundary-handles__handle");
  const direction = STEPS[key];
  const action = ACTION_KEYS[key];
  if (button && direction) {
    const isLine = key === "ArrowUp" || key === "ArrowDown";
    const granularity = event.ctrlKey || event.altKey ? "grapheme" : event.shiftKey || isLine ? "sentence" : "word";
    stepHandle(button, granularity, isRtl && !isLine ? -direction : direction);
  } else if (button && SIDES[key]) {
    overlay.querySelector(`[data-side="${SIDES[key]}"][data-piece="${button.dataset.piece}"]`)?.focus();
  } else if (action && !event.ctrlKey && !event.metaKey && (button || key === "Escape" || (key === "Enter" && edit.added && !target.closest("button, select")))) {
    actions[action]();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Use a selection as the words to add; returns whether it was used. */
export function takeSelection(selected) {
  if (!edit?.isAdding) return false;
  if (selected) {
    edit.added = selected.span;
    // Drawn as a highlight: the browser's selection would open the popup afterwards.
    getSelection().removeAllRanges();
    update();
  }
  return true;
}

/** Start editing a passage, from its current boundaries on the server. */
export async function startEditing(id) {
  if (edit) finish();
  const problem = alteration();
  if (problem) return showProblem(problem);
  const url = addressOf(id);
  let response;
  try {
    response = await request(`${url.slice(0, -1)}.json`);
  } catch (error) {
    return showRequestError(error);
  }
  if (!response.ok) return;
  const { version, placements } = await response.json();
  const revision = Number(text.dataset.revision);
  const pieces = placements.filter((each) => each.revision === revision && each.start !== null);
  if (!pieces.length || edit) return;
  const spans = pieces.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
  edit = { id, url, version, revision, spans, cut: null, isAdding: false, added: null };
  if (isSheet()) closeCard();
  overlay = elementFrom(OVERLAY);
  document.querySelector("main").append(overlay);
  overlay.addEventListener("pointerdown", drag);
  overlay.addEventListener("focusin", ({ target }) => {
    for (const each of overlay.querySelectorAll("[data-current]")) delete each.dataset.current;
    if (target.matches(".boundary-handles__handle")) target.dataset.current = "";
  });
  overlay.addEventListener("click", ({ target }) => actions[target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("keydown", onKeydown, true);
  const [, last] = drawHandles();
  last.focus({ preventScroll: true });
  scrollIntoSight(last);
}

whenRedrawn(update);
// The text moves without changing its size where what stands above it grows or the window widens.
const observer = new ResizeObserver(update);
for (const each of [text, document.body]) observer.observe(each);
