// Offers known names while one is typed into a plain field: <input data-offers="address of offers">.
//
// With data-several the field takes names separated by commas, and the one at the caret is offered
// for. Without this script the field, and its datalist, work as they are.
import { combobox } from "./combobox.js";

// A list that would end below the window opens above its field.
const HIGHEST_LIST_PIXELS = 200;

let lists = 0;

for (const input of document.querySelectorAll("input[data-offers]")) offerNames(input);

/** Make a plain field offer known names; nothing changes for what is typed and not chosen. */
export function offerNames(input) {
  const { several } = input.dataset;
  const list = document.createElement("ul");
  list.className = "popup__options popup__dropdown name-offers";
  list.id = `name-offers-${(lists += 1)}`;
  list.role = "listbox";
  list.ariaLabel = "Known names";
  list.hidden = true;
  Object.assign(list.dataset, { dropdown: "", url: input.dataset.offers });
  // Within a label it would be a part of the field's name.
  (input.closest("label") ?? input).after(list);
  input.removeAttribute("list");
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  // What was chosen last is not offered again.
  let settled = null;
  /** Where the name at the caret begins and ends. */
  function nameAt(text, caret) {
    if (several === undefined) return [0, text.length];
    const start = text.lastIndexOf(",", caret - 1) + 1;
    const end = text.indexOf(",", caret);
    return [start, end < 0 ? text.length : end];
  }

  function place() {
    const { offsetLeft, offsetTop, offsetHeight, offsetWidth } = input;
    const { top, bottom } = input.getBoundingClientRect();
    const isAbove = innerHeight - bottom < HIGHEST_LIST_PIXELS && top > HIGHEST_LIST_PIXELS;
    Object.assign(list.style, {
      left: `${offsetLeft}px`,
      top: `${isAbove ? offsetTop : offsetTop + offsetHeight}px`,
      width: `${offsetWidth}px`,
      translate: isAbove ? "0 -100%" : "none",
    });
  }

  combobox(input, list, {
    preselects: false,
    knownOnly: true,
    query() {
      if (input.value === settled) return null;
      const name = input.value.slice(...nameAt(input.value, input.selectionStart ?? input.value.length)).trim();
      place();
      return name ? { q: name } : null;
    },
    choose(offer, text, caret) {
      const [start, end] = nameAt(text, caret);
      const before = text.slice(0, start) + (start ? " " : "") + offer.name;
      const after = text.slice(end);
      input.value = settled = several !== undefined && !after ? `${before}, ` : before + after;
      const at = settled.length - after.length;
      input.focus();
      input.setSelectionRange(at, at);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
}
