// Keys and card buttons that edit passages on the page. Modules of editing run on first use.
import { cardOf, passageOf } from "../reading/passages.js";
import { onKey } from "../ui/keys.js";
import { openedPassageId } from "../reading/open_card.js";
import { currentPassageId } from "../reading/passage_keys.js";
import { submitChange } from "../reading/undo.js";

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

/** Delete at once, with Undo in the notice; in a new tab the link asks first. */
function deletePassage(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  submitChange(link.href, {});
}

/** Edit in the popup; in a new tab the link leads to its form. */
function editAnnotation(event, link, popup) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  popup.edit(passageOf(link.closest("[data-passage]")), link.href);
}

/** Bind the keys t, e and x and the buttons of the cards; `popup` is what `createPopup` returns. */
export function editOnKeys(popup) {
  onKey("t", () => cardOf(currentPassageId())?.querySelector("[data-annotate]")?.click());
  onKey("e", () => editBoundaries(currentPassageId()));
  onKey("Delete", () => cardOf(openedPassageId())?.querySelector("[data-delete]")?.click());
  onKey("x", () => toggleSelected(currentPassageId()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-annotate], [data-mend], [data-choose], [data-delete]");
    if (!button) return;
    if ("annotate" in button.dataset) return editAnnotation(event, button, popup);
    if ("delete" in button.dataset) return deletePassage(event, button);
    const edit = "mend" in button.dataset ? editBoundaries : toggleSelected;
    edit(passageOf(button.closest("[data-passage]")));
  });
}
