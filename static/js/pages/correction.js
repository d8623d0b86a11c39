// Previews what a correction would change, while typing.
import { request, fragmentOf, describeError } from "../ui/fragments.js";

// Milliseconds without typing before the preview is fetched.
const TYPING_PAUSE_MILLISECONDS = 600;

const SIGNED_OUT = "Your text is kept.";
const OUT_OF_REACH = "The desk cannot be reached. Your text is kept.";

// Responses that explain a problem: the article is gone, or the text is refused.
const SHOWN_STATUSES = [410, 422];

const form = document.querySelector("[data-correction]");
const preview = document.querySelector("[data-preview]");
const { text } = form.elements;
const initialText = text.value;
const previewButton = form.querySelector("[data-look]");
let timer = 0;
let controller = null;
let isSaved = false;

/** Fetch the preview; an earlier request is aborted. */
async function updatePreview() {
  clearTimeout(timer);
  controller?.abort();
  controller = new AbortController();
  const { signal } = controller;
  const fields = new FormData(form);
  fields.set("preview", "1");
  preview.ariaBusy = "true";
  try {
    const response = await request(form.action, { method: "POST", body: new URLSearchParams(fields), signal });
    if (!response.ok && !SHOWN_STATUSES.includes(response.status)) throw new TypeError(`The desk answered ${response.status}.`);
    preview.replaceChildren(await fragmentOf(response));
  } catch (error) {
    if (signal.aborted) return;
    preview.replaceChildren(describeError(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
  }
  preview.ariaBusy = null;
}

text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(updatePreview, TYPING_PAUSE_MILLISECONDS);
});
previewButton.addEventListener("click", (event) => {
  event.preventDefault();
  updatePreview();
});
form.addEventListener("submit", () => {
  isSaved = true;
});
// Warn before the tab is closed with an unsaved correction.
addEventListener("beforeunload", (event) => {
  if (!isSaved && text.value !== initialText) event.preventDefault();
});
