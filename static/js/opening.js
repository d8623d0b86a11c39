// Opens a card: by a click on it or on its highlight, by the address, and closes it again.
import { placeCards } from "./cards.js";
import { light } from "./lighting.js";
import { cardOf, flag, passagesOver, segmentsOf } from "./passages.js";

const OPEN = "data-open";
const opened = () => document.querySelector(`[data-passage][${OPEN}]`)?.dataset.passage ?? null;

/** Open the card of this passage and close any other; null closes. */
export function openCard(id) {
  const card = id && cardOf(id);
  flag(OPEN, card ? [card, ...segmentsOf(id)] : []);
  placeCards();
}

/** Clicked again where several passages lie over each other, the next one opens. */
function openFromMark(mark) {
  const ids = passagesOver(mark).filter(cardOf);
  const next = ids.indexOf(opened()) + 1;
  openCard(ids.length > 1 ? ids[next % ids.length] : (ids[next] ?? null));
  light();
}

function openFromAddress() {
  const id = /^#(?:passage|card)-(.+)$/.exec(location.hash)?.[1];
  if (id && cardOf(id)) openCard(id);
}

function isOutOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
}

function openFromCard(event, card) {
  const link = event.target.closest("a, button");
  const id = card.dataset.passage;
  if (link?.matches("[data-close]")) {
    event.preventDefault();
    openCard(null);
    card.querySelector("[data-quote]").focus({ preventScroll: true });
  } else if (link?.matches("[data-quote]")) {
    event.preventDefault();
    openCard(opened() === id ? null : id);
    history.replaceState(history.state, "", link.hash);
    const [first] = segmentsOf(id);
    if (first && isOutOfSight(first)) first.scrollIntoView({ block: "center" });
  } else if (!link) {
    openCard(id);
  }
}

export function openOnClick() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    // A drag over words is a selection, not a click.
    if (!getSelection().isCollapsed) return;
    const card = event.target.closest("[data-passage]");
    const mark = event.target.closest("mark[data-passages]");
    if (card) openFromCard(event, card);
    else if (mark) openFromMark(mark);
    else if (opened() && !event.target.closest("a, button, [data-popup]")) openCard(null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && opened()) openCard(null);
  });
  addEventListener("hashchange", openFromAddress);
  openFromAddress();
}
