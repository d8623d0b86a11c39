// Single-key shortcuts, active while no field has the focus and no overlay is open.
import { describeError, fragmentOf, request } from "./fragments.js";
import { elementFrom } from "./markup.js";

const DIALOG = `<dialog class="keys-sheet" aria-labelledby="keys-sheet-title" data-keys>
  <h2 id="keys-sheet-title">Keyboard shortcuts</h2>
  <div role="status" data-keys-table>Loading…</div>
  <form method="dialog">
    <p class="form__actions"><button class="button button--plain" autofocus>Close</button> <a>Help</a></p>
  </form>
</dialog>`;

const FIELDS = "input, textarea, select, [contenteditable], [role=combobox]";
const OVERLAYS = "dialog[open], [popover]:popover-open, [data-popup]:not([hidden]), [data-ends]:not([data-adding])";

/** Whether shortcuts are off because a field has the focus or an overlay is open. */
export const isBusyElsewhere = (event) => Boolean(event.target.closest?.(FIELDS) || document.querySelector(OVERLAYS));

const actions = new Map();

/** Bind a key (as in KeyboardEvent.key) to a function. */
export function onKey(key, act) {
  actions.set(key, act);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = actions.get(event.key);
  if (!act || isBusyElsewhere(event)) return;
  event.preventDefault();
  act(event);
});

// Made when it is first wanted.
let keysDialog = null;

function addKeysDialog() {
  keysDialog = elementFrom(DIALOG);
  keysDialog.querySelector("a").href = document.querySelector("[data-help]").href;
  document.body.append(keysDialog);
}

/** Take the table of keys from the help page; after a failure the next ? tries again. */
async function fillKeysDialog() {
  const slot = keysDialog.querySelector("[data-keys-table]");
  if (!slot) return;
  try {
    const help = await fragmentOf(await request(keysDialog.querySelector("a").href));
    slot.replaceWith(...help.querySelectorAll("[data-shortcuts]"));
  } catch (error) {
    const outOfReach = "The shortcuts could not be loaded. Close this and press ? again.";
    slot.replaceChildren(describeError(error, { signedOut: "The shortcuts are for members.", outOfReach }));
  }
}

onKey("?", () => {
  if (!keysDialog) addKeysDialog();
  keysDialog.showModal();
  fillKeysDialog();
});
onKey("/", () => (document.querySelector("main [data-search-field]") ?? document.querySelector("[data-search-field]"))?.focus());

// A link names the key that follows it, such as n for the next article.
for (const link of document.querySelectorAll("a[data-key]")) onKey(link.dataset.key, () => link.click());
