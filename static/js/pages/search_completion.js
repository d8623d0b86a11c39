// Values for the field that is being typed in the search box: source:Reu… offers Reuters.
import { ask, fragmentOf } from "../ui/fragments.js";

const FIELD = /(?:^|[\s(])-?[a-z]+:(?:"[^"]*|[^\s"]*)$/i;

for (const input of document.querySelectorAll("[data-completes]")) complete(input);

function complete(input) {
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
  let asking = null;

  function close() {
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(null);
  }

  function point(option) {
    active?.removeAttribute("aria-selected");
    active = option;
    active?.setAttribute("aria-selected", "true");
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    input.value = option.dataset.typed;
    input.focus();
    close();
  }

  async function offer() {
    asking?.abort();
    const before = input.value.slice(0, input.selectionStart ?? input.value.length);
    if (!FIELD.test(before)) return close();
    asking = new AbortController();
    const { signal } = asking;
    // The desk counts code points, the field UTF-16.
    const asked = new URLSearchParams({ q: input.value, at: [...before].length });
    try {
      const response = await ask(`${input.dataset.completes}?${asked}`, { signal });
      if (!response.ok || signal.aborted) return;
      list.replaceChildren(...(await fragmentOf(response)).querySelectorAll("[role=option]"));
      [...list.children].forEach((option, n) => (option.id = `${list.id}-${n}`));
      point(null);
      list.hidden = !list.childElementCount;
      input.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      // Whoever types the whole value needs no offers.
    }
  }

  input.addEventListener("input", offer);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.children];
    const at = options.indexOf(active);
    if (event.key === "ArrowDown") point(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") point(options.at(at < 0 ? -1 : at - 1));
    else if ((event.key === "Enter" || event.key === "Tab") && active) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
}
