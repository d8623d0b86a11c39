// Shows what a correction would change while the text is typed.
import { ask, fragmentOf, whyNot } from "../ui/fragments.js";

// How long the typing rests before the desk is asked, milliseconds.
const REST = 600;

const SIGNED_OUT = "You are signed out. Sign in in another tab: nothing you typed is lost.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing you typed is lost.";

// Answers that say what is wrong: the text cannot stand so, or the article is gone.
const TOLD = [410, 422];

const form = document.querySelector("[data-correction]");
const preview = document.querySelector("[data-preview]");
const { text } = form.elements;
const atFirst = text.value;
const look = form.querySelector("[data-look]");
let rest = 0;
let asking = null;
let isSaved = false;

/** Ask what would change now; an answer that is overtaken by more typing is not shown. */
async function show() {
  clearTimeout(rest);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const said = new FormData(form);
  said.set("preview", "1");
  preview.ariaBusy = "true";
  try {
    const response = await ask(form.action, { method: "POST", body: new URLSearchParams(said), signal });
    if (!response.ok && !TOLD.includes(response.status)) throw new TypeError(`The desk answered ${response.status}.`);
    preview.replaceChildren(await fragmentOf(response));
  } catch (error) {
    if (signal.aborted) return;
    preview.textContent = whyNot(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH });
  }
  preview.ariaBusy = null;
}

text.addEventListener("input", () => {
  clearTimeout(rest);
  rest = setTimeout(show, REST);
});
look.addEventListener("click", (event) => {
  event.preventDefault();
  show();
});
form.addEventListener("submit", () => {
  isSaved = true;
});
// A long correction is not lost by a closed tab.
addEventListener("beforeunload", (event) => {
  if (!isSaved && text.value !== atFirst) event.preventDefault();
});
