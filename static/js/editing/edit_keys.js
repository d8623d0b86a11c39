// Keys and card buttons that start editing passages on the page. The editing modules are loaded on
// first use.
import { cardOf, passageOf } from "../reading/passages.js";
import { onKey } from "../ui/keys.js";
import { currentPassageId } from "../reading/passage_keys.js";

let handles = null;

/** Offer a selection to the passage being edited; returns whether it was used. */
export const takeSelection = (selected) => Boolean(handles?.takeSelection(selected));

const canEdit = (id) => Boolean(cardOf(id)?.querySelector("[data-mend]"));

async function editBoundaries(id) {
  if (!canEdit(id)) return;
  handles ??= await import("./boundary_handles.js");
  await handles.startEditing(id);
}

async function toggleSelected(id) {
  if (!canEdit(id)) return;
  const { toggle } = await import("./bulk_select.js");
  toggle(id);
}

/** Bind the keys e and x and the buttons of the cards. */
export function editOnKeys() {
  onKey("e", () => editBoundaries(currentPassageId()));
  onKey("x", () => toggleSelected(currentPassageId()));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mend], [data-choose]");
    if (!button) return;
    const edit = "mend" in button.dataset ? editBoundaries : toggleSelected;
    edit(passageOf(button.closest("[data-passage]")));
  });
}
