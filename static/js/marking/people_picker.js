// The popup's people: existing names and aliases are offered, new people can be created; each
// speaks or is mentioned.
import { chosenList, REMOVE } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";

const CHOSEN = `<li class="popup__person">
  <span data-name></span>
  <input type="hidden">
  <span class="popup__roles" role="group"><button class="button button--word" type="button"
    data-role="speaks">Speaks</button> <button class="button button--word" type="button"
    data-role="spoken_of">Mentioned</button></span>
  ${REMOVE}
</li>`;
// The form's fields by role: for the id of an existing person, and for a new name.
const FIELDS = {
  speaks: { existing: "speakers", created: "new_speakers" },
  spoken_of: { existing: "people", created: "new_people" },
};

function setRole(item, role) {
  const { existing, created } = FIELDS[role];
  item.querySelector("input").name = "new" in item.dataset ? created : existing;
  for (const button of item.querySelectorAll("[data-role]")) {
    button.setAttribute("aria-pressed", String(button.dataset.role === role));
  }
}

/** Set up the people of a popup; `save` is called for Enter in the empty field. */
export function peoplePicker(root, { save, changed }) {
  const input = root.querySelector("[data-person-filter]");
  const list = root.querySelector("[data-chosen]");
  const chosen = chosenList(list, {
    markup: CHOSEN,
    fill(item, { name, value, isNew, role }) {
      if (isNew) item.dataset.new = "";
      item.querySelector("input").value = isNew ? name : value;
      item.querySelector("[role=group]").setAttribute("aria-label", `${name}, role`);
      setRole(item, role);
    },
    changed,
  });
  const offers = combobox(input, root.querySelector("[data-person-options]"), {
    choose: (offer) => chosen.add({ ...offer, role: "speaks" }),
    onEmptyEnter: save,
    allowsNew: true,
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-role]");
    if (button) setRole(button.closest("li"), button.dataset.role);
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
    /** The offer of the first person who speaks, or null. */
    get speaker() {
      const item = [...list.children].find((each) => each.querySelector("[data-role=speaks][aria-pressed=true]"));
      const { value } = item?.querySelector("input") ?? {};
      return item ? { name: item.querySelector("[data-name]").textContent, value, isNew: "new" in item.dataset } : null;
    },
    /** The people chosen, with their roles, as plain values. */
    get draft() {
      const pressed = [...list.querySelectorAll("[data-role][aria-pressed=true]")];
      return chosen.offers.map((offer, n) => ({ ...offer, role: pressed[n].dataset.role }));
    },
    restore: (draft) => draft.forEach(chosen.add),
    commit: offers.commit,
    clear() {
      chosen.clear();
      offers.clear();
    },
  };
}
