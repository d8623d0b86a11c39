// The popup's claim: none, an existing one with a stance, or a new one made from the quote.
import { chosenList } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";

/** Set up the claim of a popup; `save` is called for Enter in the empty field. */
export function claimPicker(root, { save, changed }) {
  const input = root.querySelector("[data-claim-filter]");
  const field = root.querySelector("[data-pick]");
  const stance = root.querySelector("[data-stance]");
  const list = root.querySelector("[data-chosen]");

  const chosen = chosenList(list, {
    fill(item, { value, isNew }) {
      const hidden = item.querySelector("input");
      hidden.name = isNew ? "then" : "claim";
      hidden.value = isNew ? "claim" : value;
    },
    changed() {
      field.hidden = !chosen.isEmpty;
      // Without a claim no stance is sent.
      stance.disabled = stance.hidden = chosen.isEmpty;
      changed();
    },
  });
  const offers = combobox(input, root.querySelector("[data-claim-options]"), {
    choose(offer) {
      chosen.clear();
      chosen.add(offer);
      stance.querySelector(":checked").focus({ preventScroll: true });
    },
    onEmptyEnter: save,
  });

  list.addEventListener("click", () => chosen.isEmpty && input.focus({ preventScroll: true }));

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
