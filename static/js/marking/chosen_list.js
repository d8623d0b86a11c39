// The list of chosen items of a picker. It is the form's state: each item holds its own field.
import { elementFrom } from "../ui/markup.js";

/** The markup of the button that removes an item. */
export const REMOVE = '<button class="popup__remove" type="button" data-remove>×</button>';

const keyOf = (name) => {
  const straight = name.replace(/[`´‘’‛ʼ＇]/g, "'").replace(/[“”„«»＂]/g, '"');
  return straight.normalize("NFKC").toLowerCase().split(/\s+/).join(" ").trim();
};

/**
 * Set up a list of chosen items. `markup` is that of an item, into which `fill(item, offer)` writes
 * an offer; `changed` is called after each change. Names are compared without case.
 */
export function chosenList(list, { markup, fill, changed }) {
  // The offer of each item.
  const offers = new WeakMap();
  // A person may have both roles.
  const keyOfOffer = ({ name, role = "" }) => `${keyOf(name)} ${role}`;
  const find = (offer) => [...list.children].find((item) => item.dataset.key === keyOfOffer(offer));

  function drop(item) {
    item?.remove();
    changed();
  }

  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-remove]")) drop(event.target.closest("li"));
  });

  return {
    has: (offer) => Boolean(find(offer)),
    get isEmpty() {
      return !list.childElementCount;
    },
    /** The offers that were chosen, as plain values. */
    get offers() {
      return [...list.children].map((item) => offers.get(item));
    },
    add(offer) {
      if (find(offer)) return;
      const item = elementFrom(markup);
      offers.set(item, offer);
      item.dataset.key = keyOfOffer(offer);
      item.querySelector("[data-name]").textContent = offer.name;
      item.querySelector("[data-remove]").setAttribute("aria-label", `Remove ${offer.name}`);
      fill(item, offer);
      list.append(item);
      changed();
    },
    toggle(offer) {
      const item = find(offer);
      if (item) drop(item);
      else this.add(offer);
    },
    dropLast() {
      drop(list.lastElementChild);
    },
    clear() {
      list.replaceChildren();
      changed();
    },
  };
}
