// A tag of the legend shows its passages alone, in the text and beside it; a second act on it leads
// to its page, and “Show all” or Escape ends it.
import { fitCards } from "./cards.js";
import { fetchCards, idsIn, MAX_CARDS, showInFolds } from "./card_folds.js";
import { arrangeLegend } from "./legend_list.js";
import { idsInTextOrder, passageOf } from "./passages.js";
import { remember, remembered } from "./page_state.js";
import { request } from "../ui/fragments.js";

const text = document.querySelector("[data-article-text]");
const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-cards]");
// The id of the tag that is filtered by, or null, and its passages.
let tagId = null;
let shownIds = new Set();

const tags = () => [...document.querySelectorAll("[data-legend] [data-of]")];
const currentTag = () => tags().find((tag) => tag.dataset.of === tagId);

/** Whether a passage is hidden by the filter. */
export const isFilteredOut = (id) => Boolean(currentTag()) && !shownIds.has(id);

/** Apply the filter to what is on the page; call it again after the page changed. */
export function applyFilter() {
  const current = currentTag();
  const isOut = (ids) => Boolean(current) && !ids.some((id) => shownIds.has(id));
  for (const mark of text.querySelectorAll("mark[data-passages]")) {
    mark.toggleAttribute("data-out", isOut(mark.dataset.passages.split(" ")));
  }
  for (const item of list.children) {
    item.toggleAttribute("data-out", isOut("fold" in item.dataset ? idsIn(item) : [passageOf(item)]));
  }
  for (const tag of tags()) {
    if (tag === current) tag.setAttribute("aria-current", "true");
    else tag.removeAttribute("aria-current");
  }
  arrangeLegend();
  const line = document.querySelector("[data-legend] [data-shown]");
  line.hidden = !current;
  line.querySelector("[data-shown-number]").textContent = idsInTextOrder().filter((id) => shownIds.has(id)).length;
  document.querySelector("[data-legend] h2").hidden = Boolean(current);
}

/** Apply the filter after these cards were saved: they may have its tag now, or no longer. */
export function filterSaved(cards) {
  const tag = currentTag();
  if (!tag) return;
  for (const card of cards) {
    const isTagged = [...card.querySelectorAll("[data-tags] a")].some(({ href }) => href === tag.href);
    if (isTagged) shownIds.add(passageOf(card));
    else shownIds.delete(passageOf(card));
  }
  // What was just saved is seen, whatever the filter is.
  if (cards.some((card) => isFilteredOut(passageOf(card)))) clearFilter();
  else applyFilter();
}

async function fetchIds(tag) {
  const url = new URL(list.dataset.url, location);
  url.searchParams.set("tag", tag.dataset.of);
  const response = await request(url);
  if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
  return (await response.json()).passages;
}

/** Scroll to the first of these passages in or below the window, or else the first, if none is in sight. */
function showFirst(ids) {
  const anchors = ids.map((id) => text.querySelector(`[data-anchor="--p-${id}"]`));
  const tops = anchors.map((anchor) => anchor.getBoundingClientRect().top);
  if (tops.some((top) => top >= 0 && top < innerHeight)) return;
  const next = anchors[tops.findIndex((top) => top >= 0)] ?? anchors[0];
  next?.scrollIntoView({ block: "center", behavior: "instant" });
}

async function filterBy(tag, { isFormer = false } = {}) {
  const ids = await fetchIds(tag);
  tagId = tag.dataset.of;
  remember("tag", tagId);
  shownIds = new Set(ids);
  applyFilter();
  fitCards();
  const inText = idsInTextOrder();
  const shown = inText.filter((id) => shownIds.has(id));
  // Going back, the page is where it was.
  if (!isFormer) showFirst(shown);
  status.textContent = `${shown.length} of ${inText.length} passages. Follow the tag again for its page.`;
  const cards = await fetchCards(shown.slice(0, MAX_CARDS));
  if (tagId !== tag.dataset.of) return;
  showInFolds(cards);
  applyFilter();
  fitCards();
}

/** Show all passages again; does nothing without a filter. */
export function clearFilter() {
  if (!tagId) return;
  tagId = null;
  remember("tag", null);
  applyFilter();
  fitCards();
}

/** Bind the tags of the legend, its button and Escape. */
export function filterOnClick() {
  const former = tags().find((tag) => tag.dataset.of === remembered("tag"));
  if (former) filterBy(former, { isFormer: true }).catch(() => {});
  document.addEventListener("click", (event) => {
    const tag = event.target.closest("[data-legend] [data-of]");
    if (event.target.closest("[data-show-all]")) {
      const current = currentTag();
      clearFilter();
      current?.focus({ preventScroll: true });
    }
    if (!tag || event.metaKey || event.ctrlKey || event.shiftKey || tag === currentTag()) return;
    event.preventDefault();
    // Signed out or offline: the linked page shows the reason.
    filterBy(tag).catch(() => tagId || location.assign(tag.href));
  });
  document.addEventListener("keydown", (event) => {
    const isOver = event.target.closest?.("dialog, [data-popup], [data-place-list], [data-passage][data-open]");
    if (event.key === "Escape" && !event.defaultPrevented && !isOver) clearFilter();
  });
}
