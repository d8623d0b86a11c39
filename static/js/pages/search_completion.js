// Completes values of fields in the search box: source:Reu… offers Reuters.
import { combobox } from "../ui/combobox.js";

const FIELD = /(?:^|[\s(])-?[a-z]+:(?:"(?:[^"\\]|\\.)*\\?|[^\s"]*)$/i;

for (const input of document.querySelectorAll("[data-completes]")) setUpCompletion(input);

function setUpCompletion(input) {
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = `${input.id}-completions`;
  list.role = "listbox";
  list.ariaLabel = "Values";
  list.hidden = true;
  Object.assign(list.dataset, { dropdown: "", url: input.dataset.completes });
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  combobox(input, list, {
    preselects: false,
    query() {
      const before = input.value.slice(0, input.selectionStart ?? input.value.length);
      // The server counts code points, the field UTF-16 units.
      return FIELD.test(before) ? { q: input.value, at: [...before].length } : null;
    },
    choose({ value }) {
      input.value = value;
      input.focus();
    },
  });
}
