// Cards that are folded away: fetched once, then brought out one by one, or a fold's at once.
import { fitCards } from "./cards.js";
import { ask, fragmentOf } from "../ui/fragments.js";
import { cardOf, inTextOrder } from "./passages.js";

// As many as one answer of the desk holds.
const MOST = 60;

const list = document.querySelector("[data-cards]");
const fetched = new Map();

const foldOf = (id) => list.querySelector(`[data-fold][data-ids~="${id}"]`);
const idsIn = (fold) => fold.dataset.ids.split(" ");

/** A fold like this one, of these passages. */
function foldLike(fold, ids) {
  const copy = fold.cloneNode(true);
  const link = copy.querySelector("[data-unfold]");
  const url = new URL(link.href);
  url.searchParams.set("cards", ids[0]);
  url.hash = `quote-${ids[0]}`;
  link.href = url.href;
  link.ariaBusy = null;
  copy.querySelector("[data-number]").textContent = ids.length;
  Object.assign(copy.dataset, { fold: ids.length, ids: ids.join(" "), mine: `--p-${ids[0]}` });
  return copy;
}

/** Put cards in the place of their fold; what is still folded stands before, between and after. */
function replaceFold(fold, cards) {
  const parts = [];
  let folded = [];
  const close = () => {
    if (folded.length) parts.push(foldLike(fold, folded));
    folded = [];
  };
  for (const id of idsIn(fold)) {
    if (!cards.has(id)) {
      folded.push(id);
      continue;
    }
    close();
    // One that was deleted meanwhile has no card.
    if (cards.get(id)) parts.push(cards.get(id));
  }
  close();
  fold.replaceWith(...parts);
}

/** Fetch the cards of these passages as far as they are not here; answers id → card, or null. */
export async function cardsFor(ids) {
  const missing = ids.filter((id) => !fetched.has(id) && !cardOf(id));
  for (let from = 0; from < missing.length; from += MOST) {
    const asked = missing.slice(from, from + MOST);
    const url = new URL(list.dataset.url, location);
    url.searchParams.set("ids", asked.join(" "));
    const response = await ask(url);
    if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
    const answer = await fragmentOf(response);
    const cards = new Map([...answer.querySelectorAll("[data-passage]")].map((card) => [card.dataset.passage, card]));
    for (const id of asked) fetched.set(id, cards.get(id) ?? null);
  }
  return new Map(ids.map((id) => [id, cardOf(id) ?? fetched.get(id)]));
}

/** Those of a fold that lie around a passage, as many as are fetched at once. */
function around(fold, id) {
  const ids = idsIn(fold);
  const first = Math.max(0, Math.min(ids.indexOf(id) - MOST / 2, ids.length - MOST));
  return ids.slice(first, first + MOST);
}

/** Bring out the card of one passage; its neighbours are fetched with it and stay folded. */
export async function bringOut(id) {
  let fold = foldOf(id);
  if (!fold) return;
  if (!fetched.has(id)) await cardsFor(around(fold, id));
  fold = foldOf(id);
  if (!fold) return;
  replaceFold(fold, new Map([[id, fetched.get(id)]]));
  fitCards();
}

/** Bring out the first cards of a fold, as many as one answer holds. */
async function unfold(fold) {
  const cards = await cardsFor(idsIn(fold).slice(0, MOST));
  if (!fold.isConnected) return;
  const hadFocus = fold.contains(document.activeElement);
  replaceFold(fold, cards);
  fitCards();
  const first = [...cards.values()].find(Boolean);
  if (hadFocus) first?.querySelector("[data-quote]").focus({ preventScroll: true });
}

/** Put a new card in its place among cards and folds; a fold that reaches around it is parted. */
export function insertCard(card) {
  const id = card.dataset.passage;
  fetched.delete(id);
  cardOf(id)?.remove();
  const fold = foldOf(id);
  if (fold) return replaceFold(fold, new Map([[id, card]]));
  const place = new Map(inTextOrder().map((each, n) => [each, n]));
  const isBefore = (each) => (place.get(each) ?? -1) < place.get(id);
  const firstOf = ({ dataset }) => dataset.mine.slice("--p-".length);
  // Others may have passages that have no card here yet.
  const before = [...list.children].findLast((each) => place.has(firstOf(each)) && isBefore(firstOf(each)));
  if (!before) return list.prepend(card);
  before.after(card);
  if (!("fold" in before.dataset)) return;
  const after = idsIn(before).filter((id) => !isBefore(id));
  if (after.length) card.after(foldLike(before, after));
  before.replaceWith(foldLike(before, idsIn(before).filter(isBefore)));
}

/** Take away the cards of passages that the text does not have any more. */
export function dropMissing() {
  const there = new Set(inTextOrder());
  for (const part of [...list.children]) {
    if (!("fold" in part.dataset)) {
      if (!there.has(part.dataset.passage)) part.remove();
      continue;
    }
    const ids = idsIn(part).filter((id) => there.has(id));
    if (!ids.length) part.remove();
    else if (ids.length < idsIn(part).length) part.replaceWith(foldLike(part, ids));
  }
}

/** A card that was fetched before something else was said of its passage. */
export function forget(id) {
  fetched.delete(id);
}

/** Fetch and insert the cards of passages that have neither a card nor a fold; answers how many. */
export async function bringInMissing() {
  const missing = inTextOrder().filter((id) => !cardOf(id) && !foldOf(id));
  if (!missing.length) return 0;
  for (const card of (await cardsFor(missing)).values()) if (card) insertCard(card);
  return missing.length;
}

export function openFoldsOnClick() {
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-unfold]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    try {
      await unfold(link.closest("[data-fold]"));
    } catch {
      // Signed out, or out of reach: the page that it leads to says so.
      location.assign(link.href);
    }
  });
}
