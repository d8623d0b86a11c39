// The popup's people: known names and aliases are offered, new ones can be made; each speaks or
// is spoken of.
import { chosenList } from "./chosen.js";
import { combobox } from "./combobox.js";

const ROLES = {
  speaks: { words: "speaks", known: "speakers", unknown: "new_speakers", other: "spoken_of" },
  spoken_of: { words: "spoken of", known: "people", unknown: "new_people", other: "speaks" },
};

function giveRole(item, role) {
  const { words, known, unknown, other } = ROLES[role];
  const field = item.querySelector("input");
  const button = item.querySelector("[data-role]");
  field.name = "new" in item.dataset ? unknown : known;
  button.dataset.role = role;
  button.textContent = words;
  button.setAttribute("aria-label", `${item.querySelector("[data-name]").textContent}: ${words}. Change to ${ROLES[other].words}`);
}

/** Set up the people of a popup; `save` is called for Enter in the empty field. */
export function peoplePicker(root, { save, changed }) {
  const input = root.querySelector("[data-person-filter]");
  const list = root.querySelector("[data-chosen]");
  const chosen = chosenList(list, {
    fill(item, { name, value, isNew }) {
      if (isNew) item.dataset.new = "";
      item.querySelector("input").value = isNew ? name : value;
      giveRole(item, "speaks");
    },
    changed,
  });
  const offers = combobox(input, root.querySelector("[data-person-options]"), {
    choose: (offer) => chosen.add(offer),
    enterEmpty: save,
    takesNew: true,
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-role]");
    if (button) giveRole(button.closest("li"), ROLES[button.dataset.role].other);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && !chosen.isEmpty) chosen.dropLast();
  });

  return {
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
