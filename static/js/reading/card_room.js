// Shows folded cards as far as the column has room for them beside their words. The server, which
// knows no heights, folds all but MAX_CARDS; what is near the window is looked at here.
import { targetTops, fitCards } from "./cards.js";
import { fetchCards, idsIn, showInFolds } from "./card_folds.js";
import { passageOf } from "./passages.js";

// Pixels that a card may stand below its words, and the height of the lowest card.
const REACH = 160;
const LEAST_HEIGHT = 44;
const GAP = 8;

const list = document.querySelector("[data-cards]");
const isBeside = matchMedia("(width >= 56rem)");
// The ids in the folds that are as full as they get.
const settled = new Set();

/**
 * How many cards of a fold fit: `targets` are the tops of their words, `heights` theirs; `top` is
 * where the fold begins, `end` the top of the words of the card after it, or Infinity.
 *
 * Pure. Of three cards of 50 at 0, 10 and 20, two fit before a card at 30:
 * roomFor([0, 10, 20], [50, 50, 50], 0, 30) is 2.
 */
function roomFor(targets, heights, top, end) {
  let bottom = top;
  let count = 0;
  for (const [n, target] of targets.entries()) {
    const start = Math.max(bottom, target);
    if (start - target > REACH || start + heights[n] > end + REACH / 2) break;
    bottom = start + heights[n];
    count = n + 1;
  }
  return count;
}

/** The heights of cards that are not in the column yet, with the gap below each, by id. */
function measure(cards) {
  const items = [...cards.values()].filter((card) => card && !card.isConnected);
  list.append(...items);
  const heights = new Map(items.map((item) => [passageOf(item), item.offsetHeight + GAP]));
  for (const item of items) item.remove();
  return heights;
}

/** The ids of each fold that fit, by `heightOf(id)`; reads only. A fold of one is as high as its card. */
function fitting(folds, heightOf) {
  const column = list.getBoundingClientRect().top;
  const items = folds.flatMap((fold) => [...idsIn(fold).map((id) => `--p-${id}`), fold.nextElementSibling?.id]);
  const tops = targetTops(items.map((id) => ({ id })));
  const targets = new Map(items.map((id, n) => [id, tops[n] ?? 0]));
  return folds.map((fold) => {
    const ids = idsIn(fold);
    const top = fold.getBoundingClientRect().top - column;
    const next = fold.nextElementSibling;
    const end = next ? Math.max(targets.get(next.id), top) : Infinity;
    const count = roomFor(ids.map((id) => targets.get(`--p-${id}`)), ids.map(heightOf), top, end);
    return ids.slice(0, ids.length === 1 ? 1 : count);
  });
}

/** Fill these folds as far as there is room. */
async function fill(folds) {
  const wanted = fitting(folds, () => LEAST_HEIGHT).flat();
  for (const fold of folds) settled.add(fold.dataset.ids);
  if (!wanted.length) return;
  const heights = measure(await fetchCards(wanted));
  const shown = folds.filter((fold) => fold.isConnected && !("out" in fold.dataset));
  const ids = fitting(shown, (id) => heights.get(id) ?? Infinity).flat();
  if (!ids.length) return;
  const cards = await fetchCards(ids);
  const rest = new Set(shown.flatMap(idsIn));
  showInFolds(cards);
  // What is left of these folds is full.
  for (const fold of list.querySelectorAll("[data-fold]")) if (idsIn(fold).some((id) => rest.has(id))) settled.add(fold.dataset.ids);
  fitCards();
}

/** Fill the folds of the column as they come near the window. */
export function fillFolds() {
  if (!list.querySelector("[data-fold]")) return;
  const observer = new IntersectionObserver(
    (entries) => {
      const near = entries.filter(({ isIntersecting, target }) => isIntersecting && target.isConnected && !("out" in target.dataset));
      for (const { target } of near) observer.unobserve(target);
      // Out of reach: the link of the fold says so.
      if (isBeside.matches && near.length) fill(near.map(({ target }) => target)).catch(() => {});
    },
    { rootMargin: "100% 0px" },
  );
  const watch = () => {
    for (const fold of list.querySelectorAll("[data-fold]")) if (!settled.has(fold.dataset.ids)) observer.observe(fold);
  };
  watch();
  new MutationObserver(watch).observe(list, { childList: true });
}
