// Undoes and redoes on the reading page: Ctrl+Z, Ctrl+Shift+Z, and the button of a notice. What else
// changes there by an answer with Undo goes the same way.
import { ask, fragmentOf, whyNot } from "../ui/fragments.js";
import { isBusyElsewhere } from "../ui/keys.js";
import { say } from "./notices.js";
import { takeIn } from "./apply_fragment.js";

const text = document.querySelector("[data-article-text]");
const form = document.querySelector("[data-undoing]");
const status = document.querySelector("[data-status]");
const SIGNED_OUT = "You are signed out. Sign in in another tab: nothing was changed.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing was changed.";

// One after the other, in the order of the keys.
let before = Promise.resolve();

function problem(words) {
  const notice = document.createElement("div");
  notice.className = "passing-notice";
  notice.textContent = words;
  say(notice);
  status.textContent = words;
}

/** Say why a request had no answer. */
export function tellWhy(error) {
  problem(whyNot(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
}

async function finish(answer) {
  const root = answer.querySelector("[data-saved]");
  const notice = answer.querySelector("[data-notice]");
  if (root) {
    // The text was corrected meanwhile, or there is more than one answer holds.
    if ("reload" in root.dataset || root.dataset.revision !== text.dataset.revision) return location.reload();
    await takeIn(root);
  }
  say(notice);
  status.textContent = notice.querySelector("p").textContent;
  if ("asks" in notice.dataset) notice.querySelector("button").focus({ preventScroll: true });
}

async function send(url, fields) {
  const body = new URLSearchParams(fields);
  body.set("article", form.dataset.undoing);
  const [, token] = /(?:^|; )[^=;]*csrf[^=;]*=([^;]*)/i.exec(document.cookie) ?? [];
  if (token) body.set("csrfmiddlewaretoken", token);
  try {
    const response = await ask(url, { method: "POST", body });
    const answer = await fragmentOf(response);
    const errors = answer.querySelector("[data-errors]");
    if (answer.querySelector("[data-notice]")) {
      await finish(answer);
      return true;
    }
    if (errors) problem(errors.textContent.trim());
    else problem(`The desk refused (${response.status}). Nothing was changed.`);
  } catch (error) {
    tellWhy(error);
  }
  return false;
}

/** Change something on the desk and take the answer in, after what was sent before; whether it was done. */
export function change(url, fields) {
  before = before.then(() => send(url, fields));
  return before;
}

export function undoOnKeys() {
  // An earlier text has nothing to undo.
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    const isOurs = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
    if (!isOurs || event.defaultPrevented || event.isComposing || isBusyElsewhere(event)) return;
    event.preventDefault();
    change(event.shiftKey ? form.dataset.redo : form.action, new FormData(form));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-undo]")) return;
    event.preventDefault();
    change(event.target.action, new FormData(event.target));
  });
}
