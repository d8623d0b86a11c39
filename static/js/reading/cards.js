// Places the cards in the margin: at their highlights' height, never over one another.
// Runs before the first paint. Each step first reads every position, then writes: what is read
// after a write costs a layout of the page.
import { spread } from "./card_layout.js";

const GAP = 8;
// The opened card stands at its line and its neighbours make room. One without a place of its
// own in the text takes what is left.
const WEIGHT_OPEN = 1000;
const WEIGHT_ADRIFT = 0.001;

// A card further than this from its highlight, in pixels, is crowded.
const CROWDED = 24;
// What else makes a card higher or lower than it was.
const STATES = ["open", "fresh", "chosen"];

const list = document.querySelector("[data-cards]");
const text = document.querySelector("[data-article-text]");
const isBeside = matchMedia("(width >= 56rem)");

// The heights of each card by the state it was in, measured once for a width of the column and
// the look of its words; where each stands.
let heights = new WeakMap();
let width = 0;
const tops = new WeakMap();
const watched = new WeakSet();

const isDense = (card) => "dense" in card.dataset;
const stateOf = (card, asDense) => `${asDense} ${STATES.filter((name) => name in card.dataset)}`;
const isKnown = (card, asDense) => stateOf(card, asDense) in (heights.get(card) ?? {});

/** The height of a card, the gap below it included. One not known is measured as it is shown. */
function heightOf(card, asDense) {
  const known = heights.get(card) ?? {};
  heights.set(card, known);
  return (known[stateOf(card, asDense)] ??= card.offsetHeight + GAP);
}

/** The top that each card wishes, or null without a place in the text; reads only. */
function wishesOf(cards) {
  const anchors = new Map();
  for (const element of text.querySelectorAll("[data-anchor]")) {
    anchors.set(element.dataset.anchor, element);
  }
  const column = list.getBoundingClientRect().top;
  return cards.map((card) => {
    const anchor = anchors.get(card.dataset.mine);
    // The first of its lines, where a highlight runs over several.
    return anchor ? anchor.getClientRects()[0].top - column : null;
  });
}

/** Where cards with these wishes stand, those of `dense` shown shorter; reads only. */
function spreadOut(cards, wishes, dense) {
  let wish = 0;
  const wanted = cards.map((card, n) => {
    wish = wishes[n] ?? wish;
    const weight = "open" in card.dataset ? WEIGHT_OPEN : 1;
    return { wish, height: heightOf(card, dense[n]), weight: wishes[n] === null ? WEIGHT_ADRIFT : weight };
  });
  const found = spread(wanted);
  const crowded = found.map((top, n) => Math.abs(top - wanted[n].wish) > CROWDED);
  return { found, crowded, foot: cards.length ? found.at(-1) + wanted.at(-1).height : 0 };
}

function put(cards, { found, foot }) {
  for (const [n, card] of cards.entries()) {
    if (tops.get(card) === found[n]) continue;
    card.style.setProperty("--card-top", `${found[n]}px`);
    tops.set(card, found[n]);
  }
  list.style.setProperty("--cards-height", `${foot}px`);
}

/** Place all cards; call when one was opened or closed. */
export function placeCards() {
  if (!isBeside.matches) return;
  const cards = [...list.children];
  put(cards, spreadOut(cards, wishesOf(cards), cards.map(isDense)));
}

/** Place cards anew whose height is another than when it was measured. */
const watcher = new ResizeObserver((entries) => {
  const isOutdated = entries.some(({ target }) => {
    const height = heights.get(target)?.[stateOf(target, isDense(target))];
    return target.isConnected && height !== target.offsetHeight + GAP;
  });
  if (!isOutdated && isBeside.matches) return;
  heights = new WeakMap();
  // In the next frame: what changes its size while sizes are reported is an error to the browser.
  requestAnimationFrame(fitCards);
});

/** Another font and other spaces change cards without a change of the column's width. */
function watch(cards) {
  for (const card of cards) {
    if (watched.has(card)) continue;
    watched.add(card);
    watcher.observe(card);
  }
}

/** Choose the cards that are shown shorter, then place all; call after anything that moves words. */
export function fitCards() {
  if (!isBeside.matches) return;
  if (list.offsetWidth !== width) {
    width = list.offsetWidth;
    heights = new WeakMap();
  }
  const cards = [...list.children];
  watch(cards);
  // One that was never measured at its full height is shown so until it is.
  for (const card of cards) if (isDense(card) && !isKnown(card, false)) delete card.dataset.dense;
  const wishes = wishesOf(cards);
  const { crowded } = spreadOut(cards, wishes, cards.map(() => false));
  for (const [n, card] of cards.entries()) card.toggleAttribute("data-dense", crowded[n]);
  put(cards, spreadOut(cards, wishes, crowded));
}

if (list) {
  list.dataset.scripted = "";
  fitCards();
  document.fonts.addEventListener("loadingdone", () => {
    heights = new WeakMap();
    fitCards();
  });
  // A new width moves the words, whatever changed it: window, zoom, fonts.
  new ResizeObserver(fitCards).observe(text);
}
