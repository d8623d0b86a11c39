// A field that offers: what is typed is asked of the desk, and the keys choose among the answers.
//
// The list holds [role=option] elements: data-name, data-value (an id, where it is known),
// data-hue, data-new. While nothing is typed it holds the options it came with.
import { ask, fragmentOf } from "./fragments.js";

/** What an option offers. */
function offerOf(option) {
  const { name, value = "", hue = "0" } = option.dataset;
  return { name, value, hue, isNew: "new" in option.dataset };
}

/**
 * Make a field and its list a combobox; the list's data-url answers the offers.
 *
 * `choose(offer)` takes what was chosen; `takesNew` allows what nobody offered; `enterEmpty` is
 * called for Enter in the empty field; `show(option)` when an option is pointed at or null.
 * `mark(option, offer)` is called on every
 * option, again by the answered `refresh`.
 */
export function combobox(input, list, { choose, enterEmpty, takesNew = false, show = () => {}, mark = () => {} }) {
  const resting = [...list.children];
  const isDropdown = "dropdown" in list.dataset;
  let active = null;
  let asking = null;
  let answered = Promise.resolve();

  const options = () => [...list.querySelectorAll("[role=option]")];
  const typed = () => input.value.trim();

  function activate(option) {
    active?.removeAttribute("data-active");
    active = option ?? null;
    active?.setAttribute("data-active", "");
    active?.scrollIntoView({ block: "nearest" });
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
    show(active);
  }

  function expand(isOpen) {
    if (isDropdown) list.hidden = !isOpen || !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function refresh() {
    options().forEach((option, n) => {
      option.id = `${list.id}-${n}`;
      mark(option, offerOf(option));
    });
  }

  function fill(children) {
    list.replaceChildren(...children);
    list.toggleAttribute("data-resting", children === resting);
    refresh();
    expand(document.activeElement === input);
    // Enter takes the first offer; one that is not about the words typed must be chosen.
    const [first] = options();
    const isMeant = first && children !== resting && (takesNew || !("new" in first.dataset));
    activate(isMeant ? first : null);
  }

  async function offer(words) {
    asking?.abort();
    if (!words) return fill(resting);
    asking = new AbortController();
    const { signal } = asking;
    try {
      const response = await ask(`${list.dataset.url}?${new URLSearchParams({ q: words })}`, { signal });
      const children = response.ok ? [...(await fragmentOf(response)).children] : [];
      if (!signal.aborted) fill(children);
    } catch {
      // Without offers the words stand as they were typed.
      if (!signal.aborted) fill([]);
    }
  }

  function take(offered) {
    input.value = "";
    choose(offered);
    offer("");
    expand(!isDropdown);
  }

  function step(by) {
    const all = options();
    if (!all.length) return;
    expand(true);
    const from = all.indexOf(active);
    activate(all[from < 0 ? (by > 0 ? 0 : all.length - 1) : (from + by + all.length) % all.length]);
  }

  async function enter() {
    await answered;
    if (active) take(offerOf(active));
    else if (typed() && takesNew) take({ name: typed(), value: "", hue: "0", isNew: true });
    else if (!typed()) enterEmpty();
  }

  input.addEventListener("input", () => {
    answered = offer(typed());
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && !event.ctrlKey && !event.metaKey) enter();
    else if (key === "Escape" && isDropdown && (active || typed()) && !list.hidden) {
      activate(null);
      expand(false);
    } else return;
    event.preventDefault();
  });
  // The focus stays in the field while an option is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(offerOf(option));
  });
  list.addEventListener("pointerover", (event) => show(event.target.closest("[role=option]") ?? active));
  list.addEventListener("pointerleave", () => show(active));
  input.addEventListener("focus", () => expand(true));
  input.addEventListener("click", () => expand(true));
  input.addEventListener("blur", () => expand(!isDropdown));
  fill(resting);

  return {
    refresh,
    /** What the n-th option at rest offers, counted from 1. */
    resting: (n) => (resting[n - 1]?.matches("[role=option]") ? offerOf(resting[n - 1]) : null),
    /** Take what is typed as Enter would, so that saving loses nothing; answers what is wrong or null. */
    async commit() {
      if (typed()) await enter();
      return typed() ? `“${typed()}” is not among the offers: choose one, or clear the field.` : null;
    },
    clear() {
      input.value = "";
      offer("");
    },
  };
}
