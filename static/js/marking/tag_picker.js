// The popup's tags: typed, chosen by arrows or by digit, taken back with Backspace. A digit tags
// and saves; with Shift it only adds, for a passage of several tags.
import { chosenList } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";

/** The digit of a key, 1 to 9, or 0. By its place, since with Shift a digit's key types a sign. */
export function digitOf({ code, key }) {
  const [digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.slice(1) ?? /^[1-9]$/.exec(key) ?? [0];
  // Without its lock a number pad moves about.
  return code.startsWith("Numpad") && key !== digit ? 0 : Number(digit);
}

/**
 * Set up the tags of a popup; `save` is called for Enter in the empty filter, for a digit, and
 * while `isQuick()` for a pressed offer.
 */
export function tagPicker(root, { save, changed, isQuick }) {
  const input = root.querySelector("[data-tag-filter]");
  const list = root.querySelector("[data-tag-options]");
  const definition = root.querySelector("[data-definition]");

  const chosen = chosenList(root.querySelector("[data-chosen]"), {
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

  function give(offer) {
    chosen.add(offer);
    save();
  }

  function choose(offer) {
    // A tag's name holds no comma: it separates names, as in the form by hand.
    const names = offer.name.split(",").map((name) => name.trim()).filter(Boolean);
    if (isQuick()) give(offer);
    else if (names.length === 1) chosen.toggle(offer);
    else for (const name of names) chosen.add({ ...offer, name });
  }

  offers = combobox(input, list, {
    choose,
    enterEmpty: save,
    takesNew: true,
    show(option) {
      // Offers to typed words show their definitions themselves.
      const about = "resting" in list.dataset ? option?.querySelector("[data-about]")?.textContent : "";
      definition.querySelector("[data-defined]").textContent = about ? option.dataset.name : "";
      definition.querySelector("[data-about]").textContent = about || definition.dataset.rest;
    },
    mark: (option, offer) => option.setAttribute("aria-selected", String(chosen.has(offer))),
  });

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const recent = offers.resting(digitOf(event));
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (input.value) {
      if (key !== "," || !input.value.trim()) return;
      choose({ name: input.value, value: "", hue: "0", isNew: true });
      offers.clear();
    } else if (recent) {
      if (event.shiftKey) chosen.toggle(recent);
      else give(recent);
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
    commit: offers.commit,
    resting: offers.resting,
    add: chosen.add.bind(chosen),
    /** The hue that what is chosen will be drawn in: that of the tag first given. */
    get hue() {
      return root.querySelector("[data-chosen] [data-hue]")?.dataset.hue ?? "0";
    },
    clear() {
      chosen.clear();
      offers.clear();
    },
  };
}
