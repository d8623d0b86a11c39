// Shows folded cards as far as the column has room for them beside their words. The server, which
// knows no heights, folds all but MAX_CARDS; what is near the window is looked at here.
import { targetTops } from "./cards.js";
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
 * The tops of the cards of a fold that fit before the next card, which stays where it is, as all
 * others do: `targets` are the tops of their words, `heights` theirs; `top` is where the fold begins,
 * `end` where the next card or nothing more does; `rest` is the height of the fold that stays if some do
 * not fit.
 *
 * Pure. Of three cards of 50 at 0, 10 and 20, two fit before a card at 130:
 * topsWithin([0, 10, 20], [50, 50, 50], 0, 130, 30) is [0, 50].
 */
function topsWithin(targets, heights, top, end, rest) {
  const tops = [];
  let bottom = top;
  let count = 0;
  for (const [n, target] of targets.entries()) {
    tops.push(Math.max(bottom, target));
    bottom = tops[n] + heights[n];
    if (tops[n] - target > REACH || bottom > end) break;
    if (n + 1 === targets.length || bottom + rest <= end) count = n + 1;
  }
  return tops.slice(0, count);
}

/** The heights of cards that are not in the column yet, with the gap below each, by id. */
function measure(cards) {
  const items = [...cards.values()].filter((card) => card && !card.isConnected);
  list.append(...items);
  const heights = new Map(items.map((item) => [passageOf(item), item.offsetHeight + GAP]));
  for (const item of items) item.remove();
  return heights;
}

/** The tops of the cards of each fold that fit, by id and by `heightOf(id)`; reads only. */
function fitting(folds, heightOf) {
  const { top: column, bottom } = list.getBoundingClientRect();
  return folds.map((fold) => {
    const ids = idsIn(fold);
    const { top, height } = fold.getBoundingClientRect();
    const end = fold.nextElementSibling?.getBoundingClientRect().top ?? bottom;
    const targets = targetTops(ids.map((id) => ({ id: `--p-${id}` }))).map((target) => target ?? 0);
    const tops = topsWithin(targets, ids.map(heightOf), top - column, end - column, height + GAP);
    return new Map(tops.map((cardTop, n) => [ids[n], cardTop]));
  });
}

/** Fill these folds as far as there is room. */
async function fill(folds) {
  const wanted = fitting(folds, () => LEAST_HEIGHT).flatMap((tops) => [...tops.keys()]);
  for (const fold of folds) settled.add(fold.dataset.ids);
  if (!wanted.length) return;
  const heights = measure(await fetchCards(wanted));
  const shown = folds.filter((fold) => fold.isConnected && !("out" in fold.dataset));
  for (const [n, tops] of fitting(shown, (id) => heights.get(id) ?? Infinity).entries()) {
    if (tops.size) await show(shown[n], tops, heights);
  }
}

/** Show cards of a fold at these tops, and what is left of it, which is full, below them. */
async function show(fold, tops, heights) {
  const rest = idsIn(fold).slice(tops.size);
  showInFolds(await fetchCards([...tops.keys()]));
  for (const [id, top] of tops) document.getElementById(`--p-${id}`)?.style.setProperty("--card-top", `${top}px`);
  if (!rest.length) return;
  const [last, top] = [...tops].at(-1);
  const left = document.getElementById(`--p-${last}`)?.nextElementSibling;
  if (!left || !("fold" in left.dataset)) return;
  left.style.setProperty("--card-top", `${top + heights.get(last)}px`);
  settled.add(left.dataset.ids);
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
