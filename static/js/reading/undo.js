// Undo and redo on the reading page: Ctrl+Z, Ctrl+Shift+Z, and the button of a notice. Other
// changes that result in a notice are submitted the same way.
import { request, fragmentOf, describeError } from "../ui/fragments.js";
import { inTurn } from "../ui/in_turn.js";
import { unsent } from "../ui/outbox.js";
import { isBusyElsewhere } from "../ui/keys.js";
import { showNotice, showProblem } from "./notices.js";
import { showChanges } from "./apply_fragment.js";

const text = document.querySelector("[data-article-text]");
const undoing = document.querySelector("[data-undoing]");
const status = document.querySelector("[data-status]");
const SIGNED_OUT = "Nothing was changed.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing was changed.";
// The desk may have done it all the same.
const NO_ANSWER = "The desk cannot be reached. This may have been changed all the same.";
const NOT_SAVED_YET = "Your last passage is not saved yet. Nothing was undone.";

let pending = 0;

/** Whether a change waits for the answer of the desk. */
export const isSubmitting = () => pending > 0;

/** Show why a request failed; `error` is what `request` threw. */
export function showRequestError(error, outOfReach = OUT_OF_REACH) {
  showProblem(describeError(error, { signedOut: SIGNED_OUT, outOfReach }));
}

async function applyAnswer(answer, answered) {
  const changes = answer.querySelector("[data-saved]");
  const notice = answer.querySelector("[data-notice]");
  if (changes) {
    // The text was corrected meanwhile, or there are too many changes for one response.
    if ("reload" in changes.dataset || changes.dataset.revision !== text.dataset.revision) return location.reload();
    await showChanges(changes, notice.querySelector("p").textContent);
  }
  answered?.remove();
  showNotice(notice);
  status.textContent = notice.querySelector("p").textContent;
  if ("asks" in notice.dataset) notice.querySelector("button").focus({ preventScroll: true });
}

async function send(url, fields, answered, refused) {
  const body = new URLSearchParams(fields);
  body.set("article", undoing.dataset.undoing);
  const isOnline = navigator.onLine;
  let response, answer;
  try {
    response = await request(url, { method: "POST", body });
    answer = await fragmentOf(response);
  } catch (error) {
    showRequestError(error, isOnline ? NO_ANSWER : OUT_OF_REACH);
    return false;
  }
  if (answer.querySelector("[data-notice]")) {
    await applyAnswer(answer, answered);
    return true;
  }
  const errors = answer.querySelector("[data-errors]");
  if (errors) refused?.(errors);
  if (errors) showProblem(errors.textContent.trim());
  else showProblem(`Nothing was changed (error ${response.status}).`);
  return false;
}

/**
 * Post a change after pending ones and apply the response to the page; resolves to whether the
 * change was made. `answered` is the notice that it answers, which goes then; `refused` is called
 * with the element of the errors.
 */
export function submitChange(url, fields, answered, refused) {
  pending += 1;
  return inTurn(() => send(url, fields, answered, refused)).finally(() => (pending -= 1));
}

/** Undo or redo one's last change of the article: what is being sent comes before. */
async function undoLast(url) {
  await inTurn(() => {});
  const isWaiting = unsent().some(({ page, refusal }) => page === location.pathname && !refusal);
  if (isWaiting) return showProblem(NOT_SAVED_YET);
  // What it offers is what the key undoes.
  const notice = [...document.querySelectorAll("[data-notice]:not([data-asks]):has([data-undo])")].at(-1);
  await submitChange(url, {}, notice);
}

/** Bind Ctrl+Z, Ctrl+Shift+Z and the Undo buttons of notices. */
export function undoOnKeys() {
  // On the page of an earlier revision nothing is undone.
  if (!undoing) return;
  const { undoUrl, redoUrl } = undoing.dataset;
  document.addEventListener("keydown", (event) => {
    const isUndoKey = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
    if (!isUndoKey || event.defaultPrevented || event.isComposing || isBusyElsewhere(event)) return;
    event.preventDefault();
    undoLast(event.shiftKey ? redoUrl : undoUrl);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-undo]")) return;
    event.preventDefault();
    submitChange(event.target.action, new FormData(event.target), event.target.closest("[data-notice]"));
  });
}
