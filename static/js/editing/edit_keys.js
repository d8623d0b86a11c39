// Mending passages on the page: what the keys and the cards' buttons begin. The rest is fetched
// when it is wanted.
import { cardOf } from "../reading/passages.js";
import { onKey } from "../ui/keys.js";
import { here } from "../reading/passage_keys.js";

let ends = null;

/** Whether a selection is taken as words for the passage that is being mended. */
export const takes = (selected) => Boolean(ends?.takes(selected));

const isMine = (id) => Boolean(cardOf(id)?.querySelector("[data-mend]"));

async function moveEnds(id) {
  if (!isMine(id)) return;
  ends ??= await import("./boundary_handles.js");
  await ends.begin(id);
}

async function choose(id) {
  if (!isMine(id)) return;
  const { toggle } = await import("./bulk_select.js");
  toggle(id);
}

export function mendOnKeys() {
  onKey("e", () => moveEnds(here()));
  onKey("x", () => choose(here()));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mend], [data-choose]");
    const id = button?.closest("[data-passage]").dataset.passage;
    if (button) ("mend" in button.dataset ? moveEnds : choose)(id);
  });
}
