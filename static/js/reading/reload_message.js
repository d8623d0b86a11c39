// A notice that survives a reload of the page: shown once.
import { elementFrom } from "../ui/markup.js";
import { showNotice } from "./notices.js";

const KEY = "twosource-said";

/** Keep a notice, with its Undo, until the page is loaded again in this tab. */
export function showAfterReload(notice) {
  sessionStorage.setItem(KEY, notice.outerHTML);
}

/** Show the notice kept before the reload, if any. */
export function showReloadMessage() {
  const html = sessionStorage.getItem(KEY);
  if (!html) return;
  sessionStorage.removeItem(KEY);
  const notice = elementFrom(html);
  showNotice(notice);
  document.querySelector("[data-status]").textContent = notice.querySelector("p").textContent;
}
