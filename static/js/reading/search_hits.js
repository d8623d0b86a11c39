// Steps through the hits of a search in the text, by the bar's links or by keys, wrapping around.
import { onKey } from "../ui/keys.js";
import { flag, whenReplaced } from "./passages.js";

const text = document.querySelector("[data-article-text]");
const bar = document.querySelector("[data-hits]");
const counter = bar?.querySelector("[data-hit-at]");
const status = document.querySelector("[data-status]");
const hitCount = Number(bar?.dataset.hits);
let current = 0;

const piecesOf = (hit) => [...text.querySelectorAll(`[data-hit="${hit}"]`)];

function setCurrent(hit) {
  current = hit;
  flag("data-current", piecesOf(hit));
  counter.textContent = `${hit} of `;
}

function goTo(hit) {
  setCurrent(hit);
  history.replaceState(history.state, "", `#hit-${hit}`);
  const pieces = piecesOf(hit);
  pieces[0].scrollIntoView({ block: "center", behavior: "instant" });
  status.textContent = `Hit ${hit} of ${hitCount}: ${pieces.map((piece) => piece.textContent).join("")}`;
}

/**
 * The hit to start from: forward, the first in or below the window; back, the one above it.
 */
function nearestHit(step) {
  const all = [...text.querySelectorAll("[data-hit][id]")];
  const first = all.findIndex((hit) => hit.getBoundingClientRect().bottom > bar.offsetHeight);
  if (step > 0) return first === -1 ? 1 : first + 1;
  return first > 0 ? first : hitCount;
}

function goBy(step) {
  if (hitCount) goTo(current ? ((current - 1 + step + hitCount) % hitCount) + 1 : nearestHit(step));
}

/**
 * Draw part of a hit over UTF-16 offsets of a paragraph; split where a passage begins or ends
 * inside it.
 */
function drawPiece(paragraph, piece, start, end) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const textParts = [];
  let position = 0;
  for (let node = walker.nextNode(); node && position < end; node = walker.nextNode()) {
    if (position + node.length > start) textParts.push([node, Math.max(start - position, 0), Math.min(end - position, node.length)]);
    position += node.length;
  }
  textParts.forEach(([node, from, to], index) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = piece.cloneNode(false);
    if (index) mark.removeAttribute("id");
    range.surroundContents(mark);
  });
}

/** Copy hits to redrawn paragraphs, which come without them, if the words are unchanged. */
function copyHits(from, to) {
  if (from.textContent !== to.textContent) return;
  for (const piece of from.querySelectorAll("[data-hit]")) {
    const pieces = [...from.querySelectorAll(`[data-hit="${piece.dataset.hit}"]`)];
    // As a whole: the passage that split it may be gone.
    if (pieces[0] !== piece) continue;
    const before = document.createRange();
    before.setStart(from, 0);
    before.setEndBefore(piece);
    const start = before.toString().length;
    drawPiece(to, piece, start, start + pieces.map(({ textContent }) => textContent).join("").length);
  }
}

function setCurrentFromAddress() {
  const hit = Number(/^#hit-(\d+)$/.exec(location.hash)?.[1]);
  if (hit >= 1 && hit <= hitCount) setCurrent(hit);
}

/** Point the link to the results at the page and filters that the reader came from. */
function restoreResultsLink() {
  const results = bar.querySelector("[data-hit-results]");
  const from = document.referrer && new URL(document.referrer);
  if (results && from?.origin === location.origin && from.pathname === results.pathname) results.href = from;
}

/** Set up the bar of a page that was opened from a search. */
export function stepThroughHits() {
  if (!bar) return;
  whenReplaced(copyHits);
  onKey("h", () => goBy(1));
  onKey("H", () => goBy(-1));
  bar.addEventListener("click", (event) => {
    const link = event.target.closest("[data-hit-step]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goBy(Number(link.dataset.hitStep));
  });
  addEventListener("hashchange", setCurrentFromAddress);
  restoreResultsLink();
  setCurrentFromAddress();
}
