// A browser that goes back shows a page as it kept it, or puts what was typed into a new one.
// Neither may hide what was saved since, and what was typed and not sent stays.
import { say } from "../reading/notices.js";

const COOKIE = /(?:^|; )(?:__Host-)?lastsave=([^;]*)/;
// What says of which state of things a form was drawn.
const DRAWN_OF = ["version", "revision"];
const KEPT = "Something was saved since this page was drawn. What you typed is still here; load the page again to see the rest as it is now.";

// An answer to a form has none: it must not be loaded again, which would send the form again.
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
const drawnOf = (form) => DRAWN_OF.map((name) => form.elements[name]).filter((field) => field?.type === "hidden");

/** Keep with the entry of the history when the page was drawn, and of what. */
function remember(sent = "") {
  const fields = postForms().map((form) => [form.action, drawnOf(form).map(({ name, value }) => [name, value])]);
  history.replaceState({ lastSave, sent, drawn: Object.fromEntries(fields) }, "");
}

/** The browser has put into this new page what was typed into the one before it. */
function settle() {
  const before = history.state ?? {};
  const isLater = before.lastSave !== undefined && before.lastSave !== lastSave;
  for (const form of postForms().filter(holdsTypedText)) {
    // It is saved: put in the place of what stands now, it could undo what a colleague did.
    if (isLater && form.action === before.sent) form.reset();
    // It goes on from what stood then, so that saving it meets what was saved meanwhile.
    else for (const [name, value] of before.drawn?.[form.action] ?? []) form.elements[name].value = value;
  }
  if (history.state) remember();
}

/** The page is the very one that was left. */
function renew() {
  if ((COOKIE.exec(document.cookie)?.[1] ?? "-") === lastSave) return;
  const { sent } = history.state ?? {};
  if (postForms().some((form) => form.action !== sent && holdsTypedText(form))) tell();
  else location.reload();
}

function tell() {
  const notice = document.createElement("div");
  notice.className = "passing-notice";
  notice.dataset.notice = notice.dataset.asks = "";
  const words = document.createElement("p");
  words.textContent = KEPT;
  notice.append(words);
  say(notice);
}

let isTypedIn = false;

if (lastSave) {
  addEventListener("pageshow", ({ persisted }) => (persisted ? renew() : settle()));
  addEventListener("input", ({ target }) => {
    if (isTypedIn || !isPost(target.form)) return;
    isTypedIn = true;
    remember();
  });
  // A place in the page is an entry of its own.
  addEventListener("hashchange", () => isTypedIn && remember(history.state?.sent));
  addEventListener("submit", (event) => {
    if (isPost(event.target) && !event.defaultPrevented) remember(event.target.action);
  });
}
