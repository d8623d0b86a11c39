// The popup's tags: typed, chosen by arrows or digit, removed with Backspace. The digit that is the
// key of a tag adds it and saves, as does a double click on any; with Shift it only adds or removes it.
import { chosenList, REMOVE } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";

const CHOSEN = `<li>
  <span class="tag" data-hue="0" data-name></span>
  <input type="hidden" name="tags">
  ${REMOVE}
</li>`;
// As many as the desk offers.
const MAX_RECENT = 9;

/** An option for a tag that has no key. */
function recentOption({ name, hue }) {
  const option = Object.assign(document.createElement("li"), { role: "option" });
  Object.assign(option.dataset, { name, hue });
  return option;
}

/** The initial options with these tags, which have just been saved, as the first of the recent ones. */
function withRecent(options, tags) {
  const isRecent = (option) => option.matches("[role=option]:not([data-digit])");
  const keyed = options.filter((option) => option.matches("[data-digit]"));
  const label =
    options.find((option) => option.role === "presentation") ??
    Object.assign(document.createElement("li"), { className: "popup__recent", role: "presentation", textContent: "Recent" });
  let recent = options.filter(isRecent);
  for (const tag of [...tags].reverse()) {
    const isTag = ({ dataset }) => dataset.name === tag.name;
    if (keyed.some(isTag)) continue;
    const option = recent.find(isTag) ?? recentOption(tag);
    recent = [option, ...recent.filter((each) => each !== option)].slice(0, MAX_RECENT);
  }
  return [...keyed, ...(recent.length ? [label, ...recent] : [])];
}

/** The digit of a key, 1 to 9, or 0; by its position, since Shift changes what the key types. */
export function digitOf({ code, key }) {
  const [digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.slice(1) ?? /^[1-9]$/.exec(key) ?? [0];
  // Without Num Lock the number pad moves the cursor.
  return code.startsWith("Numpad") && key !== digit ? 0 : Number(digit);
}

/**
 * Set up the tags of a popup; `save` is called for Enter in the empty field, for a digit, for a double
 * click and, while `isQuick()`, for a chosen offer.
 */
export function tagPicker(root, { save, changed, isQuick }) {
  const input = root.querySelector("[data-tag-filter]");
  const list = root.querySelector("[data-tag-options]");
  const definition = root.querySelector("[data-definition]");

  const chosen = chosenList(root.querySelector("[data-chosen]"), {
    markup: CHOSEN,
    fill(item, { name, hue }) {
      item.querySelector("[data-hue]").dataset.hue = hue;
      item.querySelector("input").value = name;
    },
    changed() {
      offers?.refresh();
      changed();
    },
  });
  let offers = null;
  /** The offer of the tag that has this digit as its key, or null. */
  const withKey = (digit) => offers.defaultOption(`[data-digit="${digit}"]`);

  function addAndSave(offer) {
    chosen.add(offer);
    save();
  }

  function choose(offer) {
    // A comma separates names: no tag's name contains one.
    const names = offer.name.split(",").map((name) => name.trim()).filter(Boolean);
    if (isQuick()) addAndSave(offer);
    else if (names.length === 1) chosen.toggle(offer);
    else for (const name of names) chosen.add({ ...offer, name });
  }

  offers = combobox(input, list, {
    choose,
    onEmptyEnter: save,
    onDoubleClick: addAndSave,
    allowsNew: true,
    show(option) {
      // Offers for typed text show their definitions themselves.
      const about = "resting" in list.dataset ? option?.querySelector("[data-about]")?.textContent : "";
      definition.querySelector("[data-defined]").textContent = about ? option.dataset.name : "";
      definition.querySelector("[data-about]").textContent = about || definition.dataset[input.value ? "typed" : "rest"];
    },
    mark: (option, offer) => option.setAttribute("aria-selected", String(chosen.has(offer))),
  });

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const tag = withKey(digitOf(event));
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (input.value) {
      if (key !== "," || !input.value.trim()) return;
      choose({ name: input.value, value: "", hue: "0", isNew: true });
      offers.clear();
    } else if (tag) {
      if (event.shiftKey) chosen.toggle(tag);
      else addAndSave(tag);
    } else if (key === "Backspace" && !chosen.isEmpty) {
      chosen.dropLast();
    } else return;
    event.preventDefault();
  });

  return {
    input,
    get isEmpty() {
      return chosen.isEmpty && !input.value.trim();
    },
    get draft() {
      return chosen.offers;
    },
    restore: (draft) => draft.forEach(chosen.add),
    commit: offers.commit,
    withKey,
    /** Offer tags, each with name and hue, as the ones used last. */
    noteUsed: (tags) => offers.changeDefaultOptions((options) => withRecent(options, tags)),
    add: chosen.add,
    /** The hue that the passage will be drawn in: that of its first tag, or "0". */
    get hue() {
      return root.querySelector("[data-chosen] [data-hue]")?.dataset.hue ?? "0";
    },
    clear() {
      chosen.clear();
      offers.clear();
    },
  };
}
