// Advances an import step by step and shows its progress. The page may be closed at any time: the
// server resumes where it stopped.
import { request, fragmentOf, SignedOut, describeError } from "../ui/fragments.js";

const OUT_OF_REACH = "The desk cannot be reached.";
const CONTINUES = "The import will resume automatically.";
// The pause before a retry while the server cannot be reached.
const RETRY_MILLISECONDS = 10_000;

const slot = document.querySelector("[data-import-job]");

async function advance() {
  const form = slot.querySelector("[data-move]");
  if (!form) return;
  let delay = 0;
  try {
    const response = await request(form.action, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
    show(await fragmentOf(response));
  } catch (error) {
    if (error instanceof SignedOut) {
      location.reload();
      return;
    }
    delay = RETRY_MILLISECONDS;
    showProblem(`${describeError(error, { outOfReach: OUT_OF_REACH })} ${CONTINUES}`);
  }
  setTimeout(advance, delay);
}

/** Show why the import does not advance, until the next response. */
function showProblem(words) {
  const notice = slot.querySelector("[data-waiting]") ?? document.createElement("p");
  notice.className = "notice";
  notice.role = "status";
  notice.dataset.waiting = "";
  notice.textContent = words;
  slot.prepend(notice);
}

function show(answer) {
  // Keep the focus on the same form's button: the user may be about to press it.
  const focusedForm = document.activeElement?.closest("form");
  const action = slot.contains(focusedForm) ? focusedForm.action : "";
  slot.replaceChildren(answer);
  hideButton();
  if (!action) return;
  const sameForm = [...slot.querySelectorAll("form")].find((form) => form.action === action);
  const target = sameForm?.querySelector("button") ?? slot.querySelector("h2");
  if (!sameForm) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// The button is needed only without a script.
function hideButton() {
  const form = slot.querySelector("[data-move]");
  if (form) form.hidden = true;
}

hideButton();
advance();
