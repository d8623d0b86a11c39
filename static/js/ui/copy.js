// Copies the address of a clicked link, or the value of the field that a button names in data-copy.
const SHOWN_MILLISECONDS = 2000;

async function copy(element) {
  const field = document.getElementById(element.dataset.copy);
  const label = element.textContent;
  try {
    await navigator.clipboard.writeText(field ? field.value : element.href);
  } catch {
    // Without permission, select the field for the reader to copy, or follow the link.
    if (field) field.select();
    else location.assign(element.href);
    return;
  }
  element.textContent = "Copied";
  setTimeout(() => {
    element.textContent = label;
  }, SHOWN_MILLISECONDS);
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-copy]");
  if (!element || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (element.textContent !== "Copied") copy(element);
});
