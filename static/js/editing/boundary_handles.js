// The ends of a passage: handles over the text that a pointer drags and keys move, by word,
// sentence or letter; the same for the place of a cut. And words to add, which are selected.
import { draw } from "../marking/temporary_highlights.js";
import { ask } from "../ui/fragments.js";
import { moveEnd, moveStart } from "../text/caret_moves.js";
import { describe, offsetOf, rangeOf } from "../text/offsets.js";
import { closeCard } from "../reading/open_card.js";
import { cardOf, whenRedrawn } from "../reading/passages.js";
import { isSheet } from "../reading/card_sheet.js";
import { change, tellWhy } from "../reading/undo.js";
import { unitsOf } from "../text/segments.js";

// Pixels that a knob stands out above or below its line; those at the window's edges that scroll.
const KNOB = 16;
const EDGE = 48;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
const SIDES = { "[": "start", "]": "end" };
const LETTERS = { c: "cut", a: "add", Delete: "take", Backspace: "take", Enter: "save", Escape: "leave" };

const text = document.querySelector("[data-article-text]");
const template = document.querySelector("[data-ends-template]");
const units = unitsOf(text);
const isRtl = getComputedStyle(text).direction === "rtl";

// The passage in hand: its address, version, spans in text order, the place of a cut, and the
// words that were selected to be added.
let hand = null;
let root = null;

const piece = () => Number(root.querySelector("[data-current]")?.dataset.piece ?? 0);
const wordsOf = (spans) => spans.map((span) => describe(text, span).quote).join(" … ");
const shown = () => (hand.added ? [...hand.spans, hand.added] : hand.spans);

function handle(side, n, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "boundary-handles__handle";
  button.setAttribute("role", "slider");
  button.ariaLabel = label;
  Object.assign(button.dataset, { side, piece: n });
  return button;
}

/** The line of a handle, in the window: where it stands, its top and its bottom. */
function lineOf({ dataset: { side, piece: n } }) {
  const isCut = side === "cut";
  const span = isCut ? { start: hand.cut, end: hand.spans.at(-1).end } : hand.spans[n];
  const rects = [...rangeOf(text, span).getClientRects()].filter(({ width }) => width);
  const rect = side === "end" ? rects.at(-1) : rects[0];
  const { left, right, top, bottom } = rect;
  return { x: (side === "end") === isRtl ? left : right, top, bottom };
}

function stand() {
  if (!hand) return;
  for (const each of root.querySelectorAll(".boundary-handles__handle")) {
    const { side, piece: n } = each.dataset;
    const { x, top, bottom } = lineOf(each);
    const above = side === "start" ? KNOB : 0;
    each.style.translate = `${x + scrollX}px ${top - above + scrollY}px`;
    each.style.blockSize = `${bottom - top + KNOB}px`;
    each.ariaValueNow = side === "cut" ? hand.cut : hand.spans[n][side];
    each.ariaValueMin = 0;
    each.ariaValueMax = units("word").at(-1).end;
    each.ariaValueText = wordAt(each.ariaValueNow, side);
  }
  draw("pending", ...shown().map((span) => rangeOf(text, span)));
  const [first, last] = [hand.spans[0], hand.spans.at(-1)];
  root.querySelector("[data-words]").textContent =
    hand.cut === null
      ? hand.isAdding && !hand.added
        ? "Select the words to add."
        : wordsOf(shown())
      : `${describe(text, { start: first.start, end: hand.cut }).quote.trimEnd()} | ${describe(text, { start: hand.cut, end: last.end }).quote}`;
  root.querySelector("[data-do=take]").hidden = hand.spans.length < 2;
  root.toggleAttribute("data-adding", hand.isAdding);
}

/** The word that begins or ends at a handle. */
function wordAt(offset, side) {
  const at = Number(offset);
  const unit = units("word").find(({ start, end }) => (side === "end" ? end >= at : end > at));
  return unit ? describe(text, unit).quote : "";
}

function build() {
  for (const each of root.querySelectorAll(".boundary-handles__handle")) each.remove();
  const many = hand.spans.length > 1;
  const handles =
    hand.cut === null
      ? hand.spans.flatMap((_, n) => {
          const of = many ? `, piece ${n + 1}` : "";
          return [handle("start", n, `Beginning${of}`), handle("end", n, `End${of}`)];
        })
      : [handle("cut", 0, "Where it is split")];
  root.prepend(...handles);
  stand();
  return handles;
}

function take(button, offset) {
  const { side, piece: n } = button.dataset;
  if (side === "cut") {
    if (offset > hand.spans[0].start && offset < hand.spans.at(-1).end) hand.cut = offset;
  } else {
    const span = { ...hand.spans[n], [side]: offset };
    if (span.start < span.end) hand.spans[n] = span;
  }
  stand();
}

/** Move a handle by a unit. */
function step(button, granularity, by) {
  const { side, piece: n } = button.dataset;
  const all = units(granularity);
  if (side === "cut") {
    const [from, to] = [hand.spans[0].start, hand.spans.at(-1).end];
    const moved = moveStart(all, { start: hand.cut, end: to }, by).start;
    return take(button, Math.max(from, moved));
  }
  const move = side === "end" ? moveEnd : moveStart;
  take(button, move(all, hand.spans[n], by)[side]);
  keepInSight(button);
}

function keepInSight(button) {
  const { top, bottom } = lineOf(button);
  const foot = root.querySelector("[data-bar]").offsetHeight + EDGE;
  if (top < EDGE || bottom > innerHeight - foot) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
}

/** The edge of a unit that is nearest to an offset. */
function snapped(offset, side) {
  const edge = side === "end" ? "end" : "start";
  const granularity = root.querySelector("[data-snap]").value;
  const edges = units(granularity).map((unit) => unit[edge]);
  return edges.reduce((best, each) => (Math.abs(each - offset) < Math.abs(best - offset) ? each : best), edges[0]);
}

/** The offset at a point of the window, or null where no text is. */
function offsetAt(x, y) {
  root.style.pointerEvents = "none";
  const at = document.caretPositionFromPoint?.(x, y);
  const range = at ? null : document.caretRangeFromPoint?.(x, y);
  root.style.pointerEvents = "";
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
    if (offset !== null) take(button, snapped(offset, button.dataset.side));
  };
  button.addEventListener("pointermove", follow);
  const stop = () => button.removeEventListener("pointermove", follow);
  button.addEventListener("lostpointercapture", stop, { once: true });
}

const acts = {
  async save() {
    if (hand.isAdding && !hand.added) return;
    const said = hand.added
      ? { do: "add_piece", ...hand.added }
      : hand.cut === null
        ? { do: "move", spans: hand.spans.map(({ start, end }) => `${start}-${end}`).join(" ") }
        : { do: "split", at: hand.cut };
    await send(said);
  },
  leave() {
    if (hand.cut === null && !hand.isAdding) return end();
    Object.assign(hand, { cut: null, isAdding: false, added: null });
    build()[0].focus({ preventScroll: true });
  },
  cut() {
    const [from, to] = [hand.spans[0].start, hand.spans.at(-1).end];
    const inside = (granularity) => units(granularity).filter(({ start }) => start > from && start < to);
    const places = inside("sentence").length ? inside("sentence") : inside("word");
    if (!places.length) return;
    const middle = (from + to) / 2;
    hand.cut = places.reduce((best, each) => (Math.abs(each.start - middle) < Math.abs(best.start - middle) ? each : best)).start;
    Object.assign(hand, { isAdding: false, added: null });
    build()[0].focus({ preventScroll: true });
  },
  add() {
    Object.assign(hand, { isAdding: true, cut: null });
    build();
    document.activeElement.blur();
  },
  take: () => (hand.spans.length > 1 ? send({ do: "take_piece", piece: piece() }) : null),
};

async function send(said) {
  const { id, url, version, revision } = hand;
  const isDone = await change(`${url}mend/`, { revision, version, ...said });
  if (isDone && hand?.id === id) end();
}

function end() {
  const { id } = hand;
  hand = null;
  draw("pending");
  document.removeEventListener("keydown", onKeydown, true);
  root.remove();
  cardOf(id)?.querySelector("[data-quote]").focus({ preventScroll: true });
}

function onKeydown(event) {
  const { key, target } = event;
  if (event.isComposing || target.closest("dialog, [data-popup]")) return;
  const button = target.closest(".boundary-handles__handle");
  const by = STEPS[key];
  const act = LETTERS[key];
  if (button && by) {
    const isLine = key === "ArrowUp" || key === "ArrowDown";
    const granularity = event.ctrlKey || event.altKey ? "grapheme" : event.shiftKey || isLine ? "sentence" : "word";
    step(button, granularity, isRtl && !isLine ? -by : by);
  } else if (button && SIDES[key]) {
    root.querySelector(`[data-side="${SIDES[key]}"][data-piece="${button.dataset.piece}"]`)?.focus();
  } else if (act && !event.ctrlKey && !event.metaKey && (button || key === "Escape" || (key === "Enter" && hand.added && !target.closest("button, select")))) {
    acts[act]();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Take a selection as the words to add; whether it was taken. */
export function takes(selected) {
  if (!hand?.isAdding) return false;
  if (selected) {
    hand.added = selected.span;
    // Drawn from here on: the browser's own selection would open the popup when this has ended.
    getSelection().removeAllRanges();
    stand();
  }
  return true;
}

/** Begin with a passage: its ends as the desk has them now. */
export async function begin(id) {
  if (hand) end();
  const url = cardOf(id).querySelector("[data-mend]").dataset.mend;
  let response;
  try {
    response = await ask(`${url.slice(0, -1)}.json`);
  } catch (error) {
    return tellWhy(error);
  }
  if (!response.ok) return;
  const { version, placements } = await response.json();
  const revision = Number(text.dataset.revision);
  const standing = placements.filter((each) => each.revision === revision && each.start !== null);
  if (!standing.length || hand) return;
  const spans = standing.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
  hand = { id, url, version, revision, spans, cut: null, isAdding: false, added: null };
  if (isSheet()) closeCard();
  root = template.content.firstElementChild.cloneNode(true);
  document.querySelector("main").append(root);
  root.addEventListener("pointerdown", drag);
  root.addEventListener("focusin", ({ target }) => {
    for (const each of root.querySelectorAll("[data-current]")) delete each.dataset.current;
    if (target.matches(".boundary-handles__handle")) target.dataset.current = "";
  });
  root.addEventListener("click", ({ target }) => acts[target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("keydown", onKeydown, true);
  const [, last] = build();
  last.focus({ preventScroll: true });
  keepInSight(last);
}

whenRedrawn(stand);
new ResizeObserver(stand).observe(text);
