// Places the cards in the margin: at their highlights' height, never over one another.
// Runs before the first paint; first reads every position, then writes.
import { spread } from "./spread.js";

const GAP = 8;
// The opened card stands at its line and its neighbours make room. One without a place of its
// own in the text takes what is left.
const WEIGHT_OPEN = 1000;
const WEIGHT_ADRIFT = 0.001;

// A card further than this from its highlight, in pixels, is crowded.
const CROWDED = 24;

const list = document.querySelector("[data-cards]");
const text = document.querySelector("[data-article-text]");
const isBeside = matchMedia("(width >= 56rem)");

/** What each card wishes, from the positions of their highlights; reads only. */
function wishesOf(cards) {
  const anchors = new Map();
  for (const element of text.querySelectorAll("[data-anchor]")) {
    anchors.set(element.dataset.anchor, element);
  }
  const column = list.getBoundingClientRect().top;
  let wish = 0;
  return cards.map((card) => {
    const anchor = anchors.get(card.dataset.mine);
    // The first of its lines, where a highlight runs over several.
    if (anchor) wish = anchor.getClientRects()[0].top - column;
    const weight = "open" in card.dataset ? WEIGHT_OPEN : 1;
    return { wish, height: card.offsetHeight + GAP, weight: anchor ? weight : WEIGHT_ADRIFT };
  });
}

/** Place all cards; call when one was opened or closed. */
export function placeCards() {
  if (!isBeside.matches) return;
  const cards = [...list.querySelectorAll("[data-passage]")];
  const wishes = wishesOf(cards);
  const tops = spread(wishes);
  cards.forEach((card, n) => card.style.setProperty("--card-top", `${tops[n]}px`));
  const foot = cards.length ? tops.at(-1) + wishes.at(-1).height : 0;
  list.style.setProperty("--cards-height", `${foot}px`);
}

/** Choose the cards that are shown shorter, then place all; call after anything that moves words. */
export function fitCards() {
  if (!isBeside.matches) return;
  const cards = [...list.querySelectorAll("[data-passage]")];
  for (const card of cards) delete card.dataset.dense;
  const wishes = wishesOf(cards);
  const tops = spread(wishes);
  cards.forEach((card, n) => {
    if (Math.abs(tops[n] - wishes[n].wish) > CROWDED) card.dataset.dense = "";
  });
  placeCards();
}

if (list) {
  list.dataset.scripted = "";
  fitCards();
  document.fonts.addEventListener("loadingdone", fitCards);
  // A new width moves the words, whatever changed it: window, zoom, fonts.
  new ResizeObserver(fitCards).observe(text);
}
