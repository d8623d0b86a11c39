// A sentence that outlives the reload of its page: shown once, at its head.
const KEY = "twosource-said";

export function sayAfterReload(sentence) {
  sessionStorage.setItem(KEY, sentence);
}

/** Show what was said before the reload, if anything was. */
export function showSaid() {
  const sentence = sessionStorage.getItem(KEY);
  if (!sentence) return;
  sessionStorage.removeItem(KEY);
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "status";
  notice.textContent = sentence;
  document.querySelector("main h1").after(notice);
}
