// A notice that survives a reload of the page: shown once.
import { elementFrom } from "../ui/markup.js";
import { keep, kept } from "../ui/tab_storage.js";
import { showNotice } from "./notices.js";

const KEY = "twosource-said";

/** Keep a notice, with its Undo, until the page is loaded again in this tab. */
export function showAfterReload(notice) {
  keep(KEY, notice.outerHTML);
}

/** Show the notice kept before the reload, if any. */
export function showReloadMessage() {
  const html = kept(KEY);
  if (!html) return;
  keep(KEY, null);
  const notice = elementFrom(html);
  showNotice(notice);
  document.querySelector("[data-status]").textContent = notice.querySelector("p").textContent;
}
