// A combobox: fetches offers for the typed text, to be chosen by keys or clicks.
//
// The list holds [role=option] elements with data-name, data-value (an id, if the row exists),
// data-hue and data-new. Without a query it holds its initial options. A list with
// data-later gets all of them when its field is first focused.
import { request, fragmentOf } from "./fragments.js";
import { drawTag } from "./tag_option.js";

/** The offer of an option: its name, value, hue and whether it is new. */
function offerOf(option) {
  const { name, value = "", hue = "0" } = option.dataset;
  return { name, value, hue, isNew: "new" in option.dataset };
}

/**
 * Make a field and its list a combobox; the list's data-url is the address of the offers, and
 * `query()` their parameters, or null for the initial options.
 *
 * `choose(offer, text, caret)` receives the chosen offer, and what stood in the field until then;
 * `allowsNew` accepts names that are not offered, else it takes Enter twice for the offer of a new
 * row; `knownOnly` leaves out these offers;
 * without `preselects` Enter and Tab accept only an option that was stepped to, else they do what
 * they do in any field. `onEmptyEnter()` is called for Enter in the empty field; `onDoubleClick(offer)`, where it is
 * given, for the second of two clicks on an option, whose first chose it; `show(option)` when an option becomes active
 * or hovered, with null for none; `mark(option, offer)` on every option shown, and again on
 * `refresh()`.
 */
export function combobox(input, list, {
  choose,
  onEmptyEnter,
  onDoubleClick = null,
  allowsNew = false,
  knownOnly = false,
  preselects = true,
  query = () => input.value.trim() && { q: input.value.trim() },
  show = () => {},
  mark = () => {},
}) {
  let defaultOptions = [...list.children];
  const isDropdown = "dropdown" in list.dataset;
  let active = null;
  let controller = null;
  let pendingOffers = Promise.resolve();

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
    // The popup, which scrolls, would cut a list that opens at its end.
    if (isDropdown && isOpen && list.closest("[data-popup]")) list.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function refresh() {
    options().forEach((option, n) => {
      option.id = `${list.id}-${n}`;
      mark(option, offerOf(option));
    });
  }

  function showOptions(children) {
    list.replaceChildren(...children);
    list.toggleAttribute("data-resting", children === defaultOptions);
    options().forEach(drawTag);
    refresh();
    expand(document.activeElement === input);
    // Enter accepts the first offer, but no initial option, and new names only if allowed.
    const [first] = options();
    const isPreselected = preselects && first && children !== defaultOptions && (allowsNew || !("new" in first.dataset));
    activate(isPreselected ? first : null);
  }

  /** Show options that arrive late; the one that keys have stepped to meanwhile stays active. */
  function showKeepingActive(children) {
    const { name, value } = active ? offerOf(active) : {};
    showOptions(children);
    const same = (option) => offerOf(option).name === name && offerOf(option).value === value;
    activate(options().find(same));
  }

  /** Fetch the initial options of a list with data-later; after a failure the next focus tries again. */
  async function fetchDefaultOptions() {
    if (!("later" in list.dataset)) return;
    try {
      const response = await request(list.dataset.url);
      if (!response.ok) return;
      defaultOptions = [...(await fragmentOf(response)).children];
      delete list.dataset.later;
      if (!query()) showKeepingActive(defaultOptions);
    } catch {
      // The options that are there can be chosen without them.
    }
  }

  async function offer() {
    controller?.abort();
    const parameters = query();
    if (!parameters) return showOptions(defaultOptions);
    controller = new AbortController();
    const { signal } = controller;
    try {
      const response = await request(`${list.dataset.url}?${new URLSearchParams(parameters)}`, { signal });
      const children = response.ok ? [...(await fragmentOf(response)).children] : [];
      if (!signal.aborted) showOptions(children.filter(({ dataset }) => !(knownOnly && "new" in dataset)));
    } catch {
      // Without the desk, what is on the page is offered, and the typed text is kept.
      const words = typed().toLowerCase();
      if (!signal.aborted) showOptions(defaultOptions.filter(({ dataset: { name } }) => name?.toLowerCase().includes(words)));
    }
  }

  function accept(chosen) {
    const { value, selectionStart } = input;
    input.value = "";
    choose(chosen, value, selectionStart ?? value.length);
    offer();
    expand(!isDropdown);
  }

  function step(direction) {
    const all = options();
    expand(true);
    const from = all.indexOf(active);
    activate(all[from < 0 ? (direction > 0 ? 0 : all.length - 1) : (from + direction + all.length) % all.length]);
  }

  async function enter() {
    await pendingOffers;
    if (active) accept(offerOf(active));
    else if (typed() && allowsNew) accept({ name: typed(), value: "", hue: "0", isNew: true });
    else if (!typed()) onEmptyEnter();
  }

  /** Enter goes to a new row that alone is offered; pressed once more, it takes it. */
  async function enterOrStep() {
    await enter();
    if (typed() && options().length) step(1);
  }

  input.addEventListener("input", () => {
    pendingOffers = offer();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const { key } = event;
    if ((key === "ArrowDown" || key === "ArrowUp") && options().length) step(key === "ArrowDown" ? 1 : -1);
    else if (!preselects && (key === "Enter" || key === "Tab") && active) accept(offerOf(active));
    else if (preselects && key === "Enter" && !event.ctrlKey && !event.metaKey) enterOrStep();
    else if (key === "Escape" && isDropdown && (active || typed()) && !list.hidden) {
      activate(null);
      expand(false);
    } else return;
    event.preventDefault();
  });
  // The focus stays in the field while an option is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  // The first of two clicks may have put another option in its place, which the second does not choose.
  let clicked = null;
  list.addEventListener("click", ({ target, detail }) => {
    const option = target.closest("[role=option]");
    if (!option || (detail > 1 && option.dataset.name !== clicked)) return;
    clicked = option.dataset.name;
    if (detail > 1 && onDoubleClick) onDoubleClick(offerOf(option));
    else accept(offerOf(option));
  });
  list.addEventListener("pointerover", (event) => show(event.target.closest("[role=option]") ?? active));
  list.addEventListener("pointerleave", () => show(active));
  input.addEventListener("focus", () => {
    expand(true);
    fetchDefaultOptions();
  });
  input.addEventListener("click", () => expand(true));
  input.addEventListener("blur", () => expand(!isDropdown));
  showOptions(defaultOptions);

  return {
    refresh,
    /** Change the initial options, by a function of the present ones; shown now, they stay. */
    changeDefaultOptions(change) {
      defaultOptions = change(defaultOptions);
      if (!query() && !list.checkVisibility()) showOptions(defaultOptions);
    },
    /** The offer of the initial option that matches a selector, or null. */
    defaultOption(selector) {
      const option = defaultOptions.find((each) => each.matches(selector));
      return option ? offerOf(option) : null;
    },
    /** Accept the typed text as Enter would; resolves to a problem, or null. */
    async commit() {
      if (typed()) await enter();
      return typed() ? `“${typed()}” was not found. Select a suggestion or clear the field.` : null;
    },
    clear() {
      input.value = "";
      offer();
    },
  };
}
