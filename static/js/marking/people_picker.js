// The popup's people: known names and aliases are offered, new ones can be made; each speaks or
// is spoken of.
import { chosenList } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";

// The form's field by role: for somebody known, and for a new name.
const FIELDS = {
  speaks: { known: "speakers", unknown: "new_speakers" },
  spoken_of: { known: "people", unknown: "new_people" },
};

function giveRole(item, role) {
  const { known, unknown } = FIELDS[role];
  item.querySelector("input").name = "new" in item.dataset ? unknown : known;
  for (const button of item.querySelectorAll("[data-role]")) {
    button.setAttribute("aria-pressed", String(button.dataset.role === role));
  }
}

/** Set up the people of a popup; `save` is called for Enter in the empty field. */
export function peoplePicker(root, { save, changed }) {
  const input = root.querySelector("[data-person-filter]");
  const list = root.querySelector("[data-chosen]");
  const chosen = chosenList(list, {
    fill(item, { name, value, isNew }) {
      if (isNew) item.dataset.new = "";
      item.querySelector("input").value = isNew ? name : value;
      item.querySelector("[role=group]").setAttribute("aria-label", `${name}, role`);
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
    if (button) giveRole(button.closest("li"), button.dataset.role);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Backspace" || input.value || chosen.isEmpty) return;
    event.preventDefault();
    chosen.dropLast();
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
