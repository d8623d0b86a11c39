// Lays out the cards in the margin: next to their highlights, without overlap.
// Runs before the first paint. Each step reads all positions before it writes any: a read after a
// write forces a layout of the page.
import { cardTops } from "./card_layout.js";

const GAP = 8;
// The open card is at its line, and its neighbours move. A card without an anchor in the text takes
// the remaining space.
const WEIGHT_OPEN = 1000;
const WEIGHT_UNANCHORED = 0.001;

// Pixels between a card and its highlight beyond which the card is shown shorter.
const MAX_DISTANCE = 24;
// Data attributes that change the height of a card.
const STATES = ["open", "fresh", "chosen"];

const list = document.querySelector("[data-cards]");
const text = document.querySelector("[data-article-text]");
const isBeside = matchMedia("(width >= 56rem)");

// The heights of each card by its state, measured once per column width and font; the current tops;
// and the cards whose size is observed.
let heights = new WeakMap();
let width = 0;
// Whether the cards shown shorter were chosen while one was open, which takes the room of its neighbours.
let chosenWhileOpen = false;
const currentTops = new WeakMap();
const observedCards = new WeakSet();

// A filter by tag takes the other cards out.
const shownCards = () => [...list.children].filter((card) => !("out" in card.dataset));

const hasOpen = () => Boolean(list.querySelector(":scope > [data-open]"));
const isDense = (card) => "dense" in card.dataset;
const stateOf = (card, asDense) => `${asDense} ${STATES.filter((name) => name in card.dataset)}`;
const isMeasured = (card, asDense) => stateOf(card, asDense) in (heights.get(card) ?? {});

/** The height of a card, including the gap below it; measured as shown if unknown. */
function heightOf(card, asDense) {
  const measured = heights.get(card) ?? {};
  heights.set(card, measured);
  return (measured[stateOf(card, asDense)] ??= card.offsetHeight + GAP);
}

/**
 * The top of each card's highlight, in pixels within the column, or null without one; reads only.
 */
export function targetTops(cards) {
  const anchors = new Map();
  for (const element of text.querySelectorAll("[data-anchor]")) {
    anchors.set(element.dataset.anchor, element);
  }
  const column = list.getBoundingClientRect().top;
  return cards.map((card) => {
    const anchor = anchors.get(card.id);
    // The first line, if a highlight has several.
    return anchor ? anchor.getClientRects()[0].top - column : null;
  });
}

/** Tops of cards with these targets, with those flagged in `dense` shortened; reads only. */
function computeLayout(cards, targets, dense) {
  let target = 0;
  const boxes = cards.map((card, n) => {
    target = targets[n] ?? target;
    const weight = "open" in card.dataset ? WEIGHT_OPEN : 1;
    return { target, height: heightOf(card, dense[n]), weight: targets[n] === null ? WEIGHT_UNANCHORED : weight };
  });
  const tops = cardTops(boxes);
  const crowded = tops.map((top, n) => Math.abs(top - boxes[n].target) > MAX_DISTANCE);
  return { tops, crowded, totalHeight: cards.length ? tops.at(-1) + boxes.at(-1).height : 0 };
}

function applyLayout(cards, { tops, totalHeight }) {
  for (const [n, card] of cards.entries()) {
    if (currentTops.get(card) === tops[n]) continue;
    card.style.setProperty("--card-top", `${tops[n]}px`);
    currentTops.set(card, tops[n]);
  }
  list.style.setProperty("--cards-height", `${totalHeight}px`);
}

/** Lay out all cards; call after one is opened or closed. */
export function placeCards() {
  if (!isBeside.matches) return;
  // All closed again, the cards look as they would had none been open.
  if (chosenWhileOpen && !hasOpen()) {
    fitCards();
    return;
  }
  const cards = shownCards();
  applyLayout(cards, computeLayout(cards, targetTops(cards), cards.map(isDense)));
}

/** Lays out the cards again when a height differs from the measured one. */
const heightObserver = new ResizeObserver((entries) => {
  const isOutdated = entries.some(({ target }) => {
    const height = heights.get(target)?.[stateOf(target, isDense(target))];
    return target.isConnected && height !== target.offsetHeight + GAP;
  });
  if (!isOutdated && isBeside.matches) return;
  heights = new WeakMap();
  // In the next frame: browsers report an error if a resize callback changes sizes.
  requestAnimationFrame(fitCards);
});

/** Another font or spacing changes cards without a change of the column's width. */
function observeHeights(cards) {
  for (const card of cards) {
    if (observedCards.has(card)) continue;
    observedCards.add(card);
    heightObserver.observe(card);
  }
}

/**
 * Choose the cards that are shown shorter, then lay out all; call after anything that moves text.
 */
export function fitCards() {
  if (!isBeside.matches) return;
  if (list.offsetWidth !== width) {
    width = list.offsetWidth;
    heights = new WeakMap();
  }
  chosenWhileOpen = hasOpen();
  const cards = shownCards();
  observeHeights(cards);
  // A card never measured at full height is shown in full so that it can be.
  for (const card of cards) if (isDense(card) && !isMeasured(card, false)) delete card.dataset.dense;
  const targets = targetTops(cards);
  const { crowded } = computeLayout(cards, targets, cards.map(() => false));
  for (const [n, card] of cards.entries()) card.toggleAttribute("data-dense", crowded[n]);
  applyLayout(cards, computeLayout(cards, targets, crowded));
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
