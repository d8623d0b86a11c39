// Completes values of fields in the search box: source:Reu… offers Reuters.
import { request, fragmentOf } from "../ui/fragments.js";

const FIELD = /(?:^|[\s(])-?[a-z]+:(?:"[^"]*|[^\s"]*)$/i;

for (const input of document.querySelectorAll("[data-completes]")) setUpCompletion(input);

function setUpCompletion(input) {
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = `${input.id}-completions`;
  list.role = "listbox";
  list.ariaLabel = "Values";
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  let active = null;
  let controller = null;

  function close() {
    controller?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    setActive(null);
  }

  function setActive(option) {
    active?.removeAttribute("aria-selected");
    active = option;
    active?.setAttribute("aria-selected", "true");
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function accept(option) {
    input.value = option.dataset.typed;
    input.focus();
    close();
  }

  async function updateOffers() {
    controller?.abort();
    const before = input.value.slice(0, input.selectionStart ?? input.value.length);
    if (!FIELD.test(before)) return close();
    controller = new AbortController();
    const { signal } = controller;
    // The server counts code points, the field UTF-16 units.
    const parameters = new URLSearchParams({ q: input.value, at: [...before].length });
    try {
      const response = await request(`${input.dataset.completes}?${parameters}`, { signal });
      if (!response.ok || signal.aborted) return;
      list.replaceChildren(...(await fragmentOf(response)).querySelectorAll("[role=option]"));
      [...list.children].forEach((option, n) => (option.id = `${list.id}-${n}`));
      setActive(null);
      list.hidden = !list.childElementCount;
      input.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      // The value can be typed in full.
    }
  }

  input.addEventListener("input", updateOffers);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.children];
    const index = options.indexOf(active);
    if (event.key === "ArrowDown") setActive(options[(index + 1) % options.length]);
    else if (event.key === "ArrowUp") setActive(options.at(index < 0 ? -1 : index - 1));
    else if ((event.key === "Enter" || event.key === "Tab") && active) accept(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) accept(option);
  });
  input.addEventListener("blur", close);
}
