// A browser that goes back shows a page as it kept it. Where something was saved since it was
// drawn, or somebody signed in or out, it is loaded anew; what was typed and not sent stays.
import { say } from "./notices.js";

const COOKIE = /(?:^|; )(?:__Host-)?lastsave=([^;]*)/;
const KEPT = "Something was saved since this page was drawn. What you typed is still here; load the page again to see the rest as it is now.";

const page = document.documentElement;

/** An answer to a form holds no value: loading it again would send the form again. */
const isOutdated = () => "lastSave" in page.dataset && page.dataset.lastSave !== (COOKIE.exec(document.cookie)?.[1] ?? "-");

function isChanged(control) {
  if (control.type === "hidden" || control.disabled) return false;
  if (control.options) {
    const chosen = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== (control.multiple ? chosen : Math.max(chosen, 0));
  }
  if ("checked" in control && /checkbox|radio/.test(control.type)) return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

function holdsTypedText() {
  const forms = [...document.forms].filter(({ method, action }) => method === "post" && action !== history.state?.sent);
  return forms.some((form) => [...form.elements].some(isChanged));
}

function loadAnew() {
  history.replaceState(null, "");
  // Else the browser would put what was typed before into the form of now.
  for (const form of document.forms) form.autocomplete = "off";
  location.reload();
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

// What was sent is no longer only typed; the entry of the history keeps it with the page.
addEventListener("submit", (event) => {
  const { method, action } = event.target;
  if (method === "post" && !event.defaultPrevented) history.replaceState({ sent: action }, "");
});
addEventListener("pageshow", (event) => {
  const [{ type }] = performance.getEntriesByType("navigation");
  if (!(event.persisted || type === "back_forward") || !isOutdated()) return;
  if (holdsTypedText()) tell();
  else loadAnew();
});
