// The popup's tags: typed, chosen by arrows or by digit, taken back with Backspace.
import { chosenList } from "./chosen.js";
import { combobox } from "./combobox.js";

/** Set up the tags of a popup; `save` is called for Enter in the empty filter. */
export function tagPicker(root, { save, changed }) {
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

  function choose(offer) {
    // A tag's name holds no comma: it separates names, as in the form by hand.
    const names = offer.name.split(",").map((name) => name.trim()).filter(Boolean);
    if (names.length === 1) chosen.toggle(offer);
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
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (input.value) {
      if (key !== "," || !input.value.trim()) return;
      choose({ name: input.value, value: "", hue: "0", isNew: true });
      offers.clear();
    } else if (/^[1-9]$/.test(key) && offers.resting(Number(key))) {
      chosen.toggle(offers.resting(Number(key)));
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
    clear() {
      chosen.clear();
      offers.clear();
    },
  };
}
