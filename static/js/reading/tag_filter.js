// A tag of the legend shows its passages alone, in the text and beside it; a second act on it leads
// to its page, and “Show all” or Escape ends it.
import { fitCards } from "./cards.js";
import { fetchCards, showInFolds } from "./card_folds.js";
import { idsInTextOrder } from "./passages.js";

const text = document.querySelector("[data-article-text]");
const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-cards]");
// The address of the tag that is filtered by, or null; the legend is drawn anew by each change.
let address = null;

const tags = () => [...document.querySelectorAll("[data-legend] [data-of]")];
const currentTag = () => tags().find((tag) => tag.getAttribute("href") === address);
const idsOf = (tag) => tag.dataset.of.split(" ");

/** Whether a passage is hidden by the filter. */
export const isFilteredOut = (id) => Boolean(currentTag() && !idsOf(currentTag()).includes(id));

/** Apply the filter to what is on the page; call it again after the page changed. */
export function applyFilter() {
  const current = currentTag();
  const shownIds = new Set(current ? idsOf(current) : []);
  const isOut = (ids) => Boolean(current) && !ids.some((id) => shownIds.has(id));
  for (const mark of text.querySelectorAll("mark[data-passages]")) {
    mark.toggleAttribute("data-out", isOut(mark.dataset.passages.split(" ")));
  }
  for (const item of list.children) item.toggleAttribute("data-out", isOut([item.dataset.passage]));
  for (const tag of tags()) {
    if (tag === current) tag.setAttribute("aria-current", "true");
    else tag.removeAttribute("aria-current");
  }
  const line = document.querySelector("[data-legend] [data-shown]");
  line.hidden = !current;
  line.querySelector("[data-shown-number]").textContent = shownIds.size;
  document.querySelector("[data-legend] h2").hidden = Boolean(current);
}

function say() {
  const { size } = new Set(idsOf(currentTag()));
  status.textContent = `${size} of ${idsInTextOrder().length} passages. Follow the tag again for its page.`;
}

async function filterBy(tag) {
  address = tag.getAttribute("href");
  applyFilter();
  fitCards();
  say();
  const ids = idsOf(tag);
  const cards = await fetchCards(ids);
  if (address !== tag.getAttribute("href")) return;
  showInFolds(cards);
  applyFilter();
  fitCards();
}

/** Show all passages again; does nothing without a filter. */
export function clearFilter() {
  if (!address) return;
  address = null;
  applyFilter();
  fitCards();
}

/** Bind the tags of the legend, its button and Escape. */
export function filterOnClick() {
  document.addEventListener("click", (event) => {
    const tag = event.target.closest("[data-legend] [data-of]");
    if (event.target.closest("[data-show-all]")) {
      const current = currentTag();
      clearFilter();
      current?.focus({ preventScroll: true });
    }
    if (!tag || event.metaKey || event.ctrlKey || event.shiftKey || tag === currentTag()) return;
    event.preventDefault();
    // Without the folded cards the other highlights and cards are filtered all the same.
    filterBy(tag).catch(() => {});
  });
  document.addEventListener("keydown", (event) => {
    const isOver = event.target.closest?.("dialog, [data-popup], [data-place-list], [data-passage][data-open]");
    if (event.key === "Escape" && !event.defaultPrevented && !isOver) clearFilter();
  });
}
