// A message that survives a reload of the page: shown once, at the top.
const KEY = "twosource-said";

/** Keep a message until the page is loaded again in this tab. */
export function showAfterReload(sentence) {
  sessionStorage.setItem(KEY, sentence);
}

/** Show the message kept before the reload, if any. */
export function showReloadMessage() {
  const sentence = sessionStorage.getItem(KEY);
  if (!sentence) return;
  sessionStorage.removeItem(KEY);
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "status";
  notice.textContent = sentence;
  document.querySelector("main h1").after(notice);
}
