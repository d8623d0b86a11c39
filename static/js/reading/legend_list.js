// The list of the article's tags, where it is long: the most frequent ones, all on request, and a
// field that finds tags by a part of their name.

// Rows of a list that is shown whole, and of a longer one at first.
const MAX_WHOLE = 30;
const MAX_AT_FIRST = 20;

// What is typed, and whether all rows were asked for: a save draws the list anew.
let typed = "";
let isWhole = false;

/** Show the rows of the list that are wanted; call it again after the list was drawn anew. */
export function arrangeLegend() {
  const legend = document.querySelector("[data-legend]");
  const rows = [...(legend?.querySelectorAll("li") ?? [])];
  if (rows.length <= MAX_WHOLE) return;
  const input = legend.querySelector("[data-legend-filter] input");
  const wanted = typed.trim().toLowerCase();
  for (const [n, row] of rows.entries()) {
    const tag = row.querySelector(".tag");
    const isWanted = wanted ? tag.textContent.toLowerCase().includes(wanted) : isWhole || n < MAX_AT_FIRST;
    row.hidden = !isWanted && !tag.ariaCurrent;
  }
  input.value = typed;
  input.parentElement.hidden = false;
  legend.querySelector("[data-legend-all]").hidden = Boolean(wanted) || isWhole;
}

/** Bind the field and the button of the list. */
export function findTags() {
  arrangeLegend();
  document.addEventListener("input", ({ target }) => {
    if (!target.closest("[data-legend-filter]")) return;
    typed = target.value;
    arrangeLegend();
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-legend-all]")) return;
    isWhole = true;
    arrangeLegend();
    document.querySelectorAll("[data-legend] li a")[MAX_AT_FIRST].focus({ preventScroll: true });
  });
}
