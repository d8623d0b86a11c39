// Folded cards: fetched once, then revealed one at a time or by the fold.
import { fitCards } from "./cards.js";
import { showLoadError } from "./notices.js";
import { request, fragmentOf } from "../ui/fragments.js";
import { fragmentFrom } from "../ui/markup.js";
import { cardOf, idsInTextOrder, passageOf } from "./passages.js";

// The maximum of cards in a response.
export const MAX_CARDS = 60;

const list = document.querySelector("[data-cards]");
const cardCache = new Map();

const foldOf = (id) => list.querySelector(`[data-fold][data-ids~="${id}"]`);

/** The ids of the passages of a fold. */
export const idsIn = (fold) => fold.dataset.ids.split(" ");

// The page gives each fold the number of its passages: they are those without a card, in the order of the text.
const folded = list.querySelector("[data-fold]") ? idsInTextOrder().filter((id) => !cardOf(id)) : [];
for (const fold of list.querySelectorAll("[data-fold]")) fold.dataset.ids = folded.splice(0, fold.dataset.fold).join(" ");

/** A copy of a fold for these passages. */
function copyFold(fold, ids) {
  const copy = fold.cloneNode(true);
  const link = copy.querySelector("[data-unfold]");
  const url = new URL(link.href);
  url.searchParams.set("cards", ids[0]);
  copy.id = `--p-${ids[0]}`;
  url.hash = copy.id;
  link.href = url.href;
  link.ariaBusy = null;
  copy.querySelector("[data-number]").textContent = ids.length;
  Object.assign(copy.dataset, { fold: ids.length, ids: ids.join(" ") });
  return copy;
}

/**
 * Replace a fold by cards (id → card, or null); smaller folds hold the ids without a card here.
 */
function replaceFold(fold, cards) {
  const items = [];
  let folded = [];
  const flush = () => {
    if (folded.length) items.push(copyFold(fold, folded));
    folded = [];
  };
  for (const id of idsIn(fold)) {
    if (!cards.has(id)) {
      folded.push(id);
      continue;
    }
    flush();
    // A passage deleted meanwhile has no card.
    if (cards.get(id)) items.push(cards.get(id));
  }
  flush();
  fold.replaceWith(...items);
}

const batchesOf = (ids) =>
  Array.from({ length: Math.ceil(ids.length / MAX_CARDS) }, (_, n) => ids.slice(n * MAX_CARDS, (n + 1) * MAX_CARDS));

/** The address of the cards of these passages. */
function addressOf(ids) {
  const url = new URL(list.dataset.url, location);
  url.searchParams.set("ids", ids.join(" "));
  return url;
}

function keepCards(ids, answer) {
  const cards = new Map([...answer.querySelectorAll("[data-passage]")].map((card) => [passageOf(card), card]));
  for (const id of ids) cardCache.set(id, cards.get(id) ?? null);
}

/**
 * The cards of these passages as a Map of id → card, null where the passage is gone.
 *
 * Fetches those that are neither on the page nor in the cache. Throws TypeError if the server
 * refuses, and whatever `request` throws.
 */
export async function fetchCards(ids) {
  const missing = ids.filter((id) => !cardCache.has(id) && !cardOf(id));
  for (const batch of batchesOf(missing)) {
    const response = await request(addressOf(batch));
    if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
    keepCards(batch, await fragmentOf(response));
  }
  return new Map(ids.map((id) => [id, cardOf(id) ?? cardCache.get(id)]));
}

/** Wait for the cards of these passages without giving way to anything else: a page is printed. */
function fetchCardsNow(ids) {
  for (const batch of batchesOf(ids.filter((id) => !cardCache.has(id)))) {
    const call = new XMLHttpRequest();
    call.open("GET", addressOf(batch), false);
    call.setRequestHeader("HX-Request", "true");
    call.send();
    const answer = fragmentFrom(call.responseText);
    // The answer may be another page, such as the one to sign in.
    if (call.status === 200 && answer.querySelector("[data-passage]")) keepCards(batch, answer);
  }
}

/** Up to MAX_CARDS ids of a fold, centred on one of them. */
function idsAround(fold, id) {
  const ids = idsIn(fold);
  const first = Math.max(0, Math.min(ids.indexOf(id) - MAX_CARDS / 2, ids.length - MAX_CARDS));
  return ids.slice(first, first + MAX_CARDS);
}

/** Put cards (id → card, or null) into the folds that hold their passages. */
export function showInFolds(cards) {
  for (const fold of list.querySelectorAll("[data-fold]")) {
    const inFold = new Map(idsIn(fold).filter((id) => cards.has(id)).map((id) => [id, cards.get(id)]));
    if (inFold.size) replaceFold(fold, inFold);
  }
}

/** Reveal the card of one passage; its neighbours are fetched with it but stay folded. */
export async function revealCard(id) {
  let fold = foldOf(id);
  if (!fold) return;
  if (!cardCache.has(id)) await fetchCards(idsAround(fold, id));
  fold = foldOf(id);
  if (!fold) return;
  replaceFold(fold, new Map([[id, cardCache.get(id)]]));
  fitCards();
}

/** Reveal the first MAX_CARDS cards of a fold. */
async function unfold(fold) {
  const cards = await fetchCards(idsIn(fold).slice(0, MAX_CARDS));
  if (!fold.isConnected) return;
  const hadFocus = fold.contains(document.activeElement);
  replaceFold(fold, cards);
  fitCards();
  const first = [...cards.values()].find(Boolean);
  if (hadFocus) first?.querySelector("[data-quote]").focus({ preventScroll: true });
}

/** Insert a new card in text order; a fold around its position is split in two. */
export function insertCard(card) {
  const id = passageOf(card);
  cardCache.delete(id);
  cardOf(id)?.remove();
  const fold = foldOf(id);
  if (fold) return replaceFold(fold, new Map([[id, card]]));
  const positions = new Map(idsInTextOrder().map((each, n) => [each, n]));
  const isBefore = (each) => (positions.get(each) ?? -1) < positions.get(id);
  // Colleagues' passages may not have a card on this page yet.
  const before = [...list.children].findLast((each) => positions.has(passageOf(each)) && isBefore(passageOf(each)));
  if (!before) return list.prepend(card);
  before.after(card);
  if (!("fold" in before.dataset)) return;
  const after = idsIn(before).filter((id) => !isBefore(id));
  if (after.length) card.after(copyFold(before, after));
  before.replaceWith(copyFold(before, idsIn(before).filter(isBefore)));
}

/** Remove the cards, and the ids in folds, of passages that are no longer in the text. */
export function removeStaleCards() {
  const present = new Set(idsInTextOrder());
  for (const item of [...list.children]) {
    if (!("fold" in item.dataset)) {
      if (!present.has(passageOf(item))) item.remove();
      continue;
    }
    const ids = idsIn(item).filter((id) => present.has(id));
    if (!ids.length) item.remove();
    else if (ids.length < idsIn(item).length) item.replaceWith(copyFold(item, ids));
  }
  // Folds between which the last card went are one.
  for (const fold of list.querySelectorAll("[data-fold] + [data-fold]")) {
    const before = fold.previousElementSibling;
    before.remove();
    fold.replaceWith(copyFold(fold, [...idsIn(before), ...idsIn(fold)]));
  }
}

/** Drop a fetched card that is out of date. */
export function dropCachedCard(id) {
  cardCache.delete(id);
}

/**
 * Fetch and insert the cards of passages that have neither a card nor a fold; resolves to their
 * number.
 */
export async function insertMissingCards() {
  const missing = idsInTextOrder().filter((id) => !cardOf(id) && !foldOf(id));
  if (!missing.length) return 0;
  for (const card of (await fetchCards(missing)).values()) if (card) insertCard(card);
  return missing.length;
}

/** Put the cards of all folds on a page that is printed; afterwards the column is as before. */
export function printAllCards() {
  let column = null;
  addEventListener("beforeprint", () => {
    const folds = [...list.querySelectorAll("[data-fold]")];
    try {
      fetchCardsNow(folds.flatMap(idsIn));
    } catch {
      // Out of reach: what is folded says so on the sheet.
    }
    column = [...list.children];
    showInFolds(cardCache);
  });
  addEventListener("afterprint", () => {
    if (column) list.replaceChildren(...column);
    column = null;
  });
}

/** Reveal the cards of a fold when its link is clicked. */
export function openFoldsOnClick() {
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-unfold]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    try {
      await unfold(link.closest("[data-fold]"));
    } catch (error) {
      link.ariaBusy = null;
      showLoadError(error);
    }
  });
}
