// Copies an address: of the link that was clicked, or of the field that a button names.
const SHOWN = 2000;

async function copy(element) {
  const field = document.getElementById(element.dataset.copy);
  const before = element.textContent;
  try {
    await navigator.clipboard.writeText(field ? field.value : element.href);
  } catch {
    // Without leave to write, the field is selected for the reader to copy; a link is followed.
    if (field) field.select();
    else location.assign(element.href);
    return;
  }
  element.textContent = "Copied";
  setTimeout(() => {
    element.textContent = before;
  }, SHOWN);
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-copy]");
  if (!element || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (element.textContent !== "Copied") copy(element);
});
