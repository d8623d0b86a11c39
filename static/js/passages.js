// Finds what belongs to a passage on the page: its card and its segments.

export const cardOf = (id) => document.getElementById(`card-${id}`);

export const segmentsOf = (id) => [...document.querySelectorAll(`mark[data-passages~="${id}"]`)];

const lengthOf = (id) => segmentsOf(id).reduce((sum, mark) => sum + mark.textContent.length, 0);

/** The ids of the passages over a segment, the shortest first. */
export function passagesOver(mark) {
  const ids = mark.dataset.passages.split(" ");
  const lengths = new Map(ids.map((id) => [id, lengthOf(id)]));
  return ids.sort((a, b) => lengths.get(a) - lengths.get(b));
}

/** Give this attribute to what belongs to the passages, and take it from everything else. */
export function flag(attribute, elements) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    if (!elements.includes(element)) element.removeAttribute(attribute);
  }
  for (const element of elements) element?.setAttribute(attribute, "");
}
