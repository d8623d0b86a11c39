// On going back a browser shows a cached page, or restores typed text into a new one. Neither may
// hide later saves, and text that was typed but not sent must be kept.
import { showNotice } from "../reading/notices.js";

const COOKIE = /(?:^|; )(?:__Host-)?lastsave=([^;]*)/;
// The hidden fields with the state that a form was drawn from.
const VERSION_FIELDS = ["version", "revision"];
const MESSAGE = "This page is out of date. Your input is kept. Reload the page to see the latest changes.";

// The response to a posted form has no lastSave: reloading would post the form again.
const { lastSave } = document.documentElement.dataset;
const isPost = (form) => form?.method === "post";
const postForms = () => [...document.forms].filter(isPost);

function isTyped(control) {
  if (control.type === "hidden" || control.disabled) return false;
  if (control.options) {
    const chosen = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== (control.multiple ? chosen : Math.max(chosen, 0));
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

const holdsTypedText = (form) => [...form.elements].some(isTyped);
const versionFieldsOf = (form) => VERSION_FIELDS.map((name) => form.elements[name]).filter((field) => field?.type === "hidden");

/** Save in the history entry when the page was drawn and the version fields of its forms. */
function saveState(sent = "") {
  const fields = postForms().map((form) => [form.action, versionFieldsOf(form).map(({ name, value }) => [name, value])]);
  history.replaceState({ ...history.state, lastSave, sent, drawn: Object.fromEntries(fields) }, "");
}

/** For a new page into which the browser restored text typed into the previous one. */
function restoreTypedText() {
  const state = history.state ?? {};
  const isLater = state.lastSave !== undefined && state.lastSave !== lastSave;
  for (const form of postForms().filter(holdsTypedText)) {
    // It was saved already: submitting it again could overwrite a colleague's change.
    if (isLater && form.action === state.sent) form.reset();
    // Keep the version it was typed for, so that saving detects a conflict.
    else for (const [name, value] of state.drawn?.[form.action] ?? []) form.elements[name].value = value;
  }
  if (history.state) saveState();
}

/** For a page shown from the browser's cache. */
function refresh() {
  if ((COOKIE.exec(document.cookie)?.[1] ?? "-") === lastSave) return;
  const { sent } = history.state ?? {};
  if (postForms().some((form) => form.action !== sent && holdsTypedText(form))) showMessage();
  else location.reload();
}

function showMessage() {
  const notice = document.createElement("div");
  notice.className = "passing-notice";
  notice.dataset.notice = notice.dataset.asks = "";
  const paragraph = document.createElement("p");
  paragraph.textContent = MESSAGE;
  notice.append(paragraph);
  showNotice(notice);
}

let isEdited = false;

if (lastSave) {
  addEventListener("pageshow", ({ persisted }) => (persisted ? refresh() : restoreTypedText()));
  addEventListener("input", ({ target }) => {
    if (isEdited || !isPost(target.form)) return;
    isEdited = true;
    saveState();
  });
  // A change of the hash creates a new history entry.
  addEventListener("hashchange", () => isEdited && saveState(history.state?.sent));
  addEventListener("submit", (event) => {
    if (isPost(event.target) && !event.defaultPrevented) saveState(event.target.action);
  });
}
