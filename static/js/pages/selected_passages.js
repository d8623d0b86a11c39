// The passages selected in a search: Enter in a field does what stands beside it, and what was
// selected and typed is there again if nothing was changed.
import { keep as keepInTab, keptValue } from "../ui/tab_storage.js";

const KEY = "twosource-selected-passages";
const form = document.querySelector("#selected");
const claim = form?.elements.claim;

const address = () => location.pathname + location.search;

function boxes() {
  return [...document.querySelectorAll('input[name="passages"]')];
}

function keep() {
  const { tags, stance } = form.elements;
  const selected = boxes().filter((box) => box.checked).map((box) => box.value);
  const typed = { tags: tags.value, stance: stance.value, claim: claim.value };
  keepInTab(KEY, JSON.stringify({ address: address(), selected, typed }));
}

function bringBack() {
  const kept = keptValue(KEY);
  keepInTab(KEY, null);
  // A notice of a change has an Undo, that of a refusal has none.
  const refused = document.querySelector("[data-notice]:not([data-action])");
  if (kept?.address !== address() || !refused) return;
  for (const box of boxes()) box.checked = kept.selected.includes(box.value);
  for (const [name, value] of Object.entries(kept.typed)) form.elements[name].value = value;
}

if (claim) {
  form.addEventListener("submit", (event) => {
    // A browser takes the first button of a form for Enter, which would add a tag.
    const link = form.querySelector('[value="link"]');
    if (event.submitter !== link && document.activeElement === claim) {
      event.preventDefault();
      // A form sends nothing while it tells that it is to be sent.
      setTimeout(() => form.requestSubmit(link));
      return;
    }
    // An export leaves the page as it is.
    if (!["xlsx", "csv"].includes(event.submitter?.value)) keep();
  });
  bringBack();
}
