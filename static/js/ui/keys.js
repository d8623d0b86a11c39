// Single keys: they act only while no field has the focus and nothing lies over the page.

const FIELDS = "input, textarea, select, [contenteditable], [role=combobox]";
const OVER = "dialog[open], [popover]:popover-open, [data-popup]:not([hidden]), [data-ends]:not([data-adding])";

/** Whether a field has the focus, or something lies over the page: then keys are not the page's. */
export const isBusyElsewhere = (event) => Boolean(event.target.closest?.(FIELDS) || document.querySelector(OVER));

const actions = new Map();

/** Let a key, as the keyboard's layout names it, do something on this page. */
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

const sheet = document.querySelector("[data-keys]");
onKey("?", () => sheet.showModal());
onKey("/", () => (document.querySelector("main [data-search-field]") ?? document.querySelector("[data-search-field]"))?.focus());

// A link that says which key follows it: `n` to the next article.
for (const link of document.querySelectorAll("a[data-key]")) onKey(link.dataset.key, () => link.click());
