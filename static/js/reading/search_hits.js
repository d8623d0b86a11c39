// Hits of a search in the text: walked by the bar's links or by keys, round and round; one is
// current. Loaded only where an article was opened from a search.
import { onKey } from "../ui/keys.js";
import { flag, whenReplaced } from "./passages.js";

const text = document.querySelector("[data-article-text]");
const bar = document.querySelector("[data-hits]");
const said = bar.querySelector("[data-hit-at]");
const status = document.querySelector("[data-status]");
const number = Number(bar.dataset.hits);
let current = 0;

const piecesOf = (hit) => [...text.querySelectorAll(`[data-hit="${hit}"]`)];

function stand(hit) {
  current = hit;
  flag("data-current", piecesOf(hit));
  said.textContent = `${hit} of `;
}

function go(hit) {
  stand(hit);
  history.replaceState(history.state, "", `#hit-${hit}`);
  const pieces = piecesOf(hit);
  pieces[0].scrollIntoView({ block: "center", behavior: "instant" });
  status.textContent = `Hit ${hit} of ${number}: ${pieces.map((piece) => piece.textContent).join("")}`;
}

/** Where to go from no hit: to the first in the window or below it, or to the last above that. */
function fromWindow(step) {
  const all = [...text.querySelectorAll("[data-hit][id]")];
  const first = all.findIndex((hit) => hit.getBoundingClientRect().bottom > bar.offsetHeight);
  if (step > 0) return first === -1 ? 1 : first + 1;
  return first > 0 ? first : number;
}

function walk(step) {
  if (number) go(current ? ((current - 1 + step + number) % number) + 1 : fromWindow(step));
}

/** Draw a piece of a hit in a paragraph; a mark that begins or ends inside it cuts it. */
function drawPiece(paragraph, piece, start, end) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found = [];
  let at = 0;
  for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    if (at + node.length > start) found.push([node, Math.max(start - at, 0), Math.min(end - at, node.length)]);
    at += node.length;
  }
  found.forEach(([node, from, to], index) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const drawn = piece.cloneNode(false);
    if (index) drawn.removeAttribute("id");
    range.surroundContents(drawn);
  });
}

/** What the desk draws anew comes without hits: they are taken over from the words as they were. */
function takeOver(from, to) {
  if (from.textContent !== to.textContent) return;
  for (const piece of from.querySelectorAll("[data-hit]")) {
    const before = document.createRange();
    before.setStart(from, 0);
    before.setEndBefore(piece);
    const start = before.toString().length;
    drawPiece(to, piece, start, start + piece.textContent.length);
  }
}

function standAtAddress() {
  const hit = Number(/^#hit-(\d+)$/.exec(location.hash)?.[1]);
  if (hit >= 1 && hit <= number) stand(hit);
}

/** Back to the results as they were left: their page, their filters. */
function leadBack() {
  const results = bar.querySelector("[data-hit-results]");
  const from = document.referrer && new URL(document.referrer);
  if (results && from?.origin === location.origin && from.pathname === results.pathname) results.href = from;
}

whenReplaced(takeOver);
onKey("h", () => walk(1));
onKey("H", () => walk(-1));
bar.addEventListener("click", (event) => {
  const way = event.target.closest("[data-hit-step]");
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  walk(Number(way.dataset.hitStep));
});
addEventListener("hashchange", standAtAddress);
leadBack();
standAtAddress();
