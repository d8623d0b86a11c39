// Notices of the last changes, with Undo, shown for ten seconds; at most three stand at once.
import { describeError } from "../ui/fragments.js";

// Long enough to read and to reach the button.
const DISPLAY_MILLISECONDS = 10_000;
const MAX_NOTICES = 3;

const container = document.querySelector("[data-notices]");

/** Remove a notice after a while, unless it is hovered, has the focus or asks a question. */
function removeLater(notice) {
  let timer = null;
  const startTimer = () => {
    clearTimeout(timer);
    timer = setTimeout(() => notice.remove(), DISPLAY_MILLISECONDS);
  };
  const stopTimer = () => clearTimeout(timer);
  notice.querySelector("[data-dismiss]")?.addEventListener("click", () => notice.remove());
  if ("asks" in notice.dataset) return;
  notice.addEventListener("pointerenter", stopTimer);
  notice.addEventListener("pointerleave", startTimer);
  notice.addEventListener("focusin", stopTimer);
  notice.addEventListener("focusout", startTimer);
  startTimer();
}

const needsNoAnswer = (notice) => !("asks" in notice.dataset) && !notice.matches(":hover, :focus-within");

/** The oldest notices that need no answer give way; a question for which there is no room waits. */
function makeRoom() {
  const notices = [...container.children];
  const excess = Math.max(0, notices.length - MAX_NOTICES);
  for (const notice of notices.filter(needsNoAnswer).slice(0, excess)) notice.remove();
  for (const [n, notice] of [...container.children].entries()) notice.hidden = n >= MAX_NOTICES;
}

const passagesIn = ({ dataset: { passages = "" } }) => passages.split(" ").filter(Boolean);

/**
 * Show a notice below the others: in place of one of the same words that has no button, and of those
 * of earlier changes to its passages, whose Undo would contradict its own.
 */
export function showNotice(notice) {
  const isSame = (shown) => !shown.querySelector("button") && shown.textContent.trim() === notice.textContent.trim();
  [...container.children].find(isSame)?.remove();
  const passages = new Set(passagesIn(notice));
  for (const shown of [...container.children]) if (passagesIn(shown).some((id) => passages.has(id))) shown.remove();
  container.append(notice);
  removeLater(notice);
}

/** Show a message, a string or a node, as a notice, and have it read aloud. */
export function showProblem(message) {
  const notice = document.createElement("div");
  notice.className = "passing-notice";
  notice.append(message);
  showNotice(notice);
  document.querySelector("[data-status]").textContent = notice.textContent;
}

/** Show why cards could not be loaded; `error` is what `request` threw. */
export function showLoadError(error) {
  showProblem(describeError(error, { signedOut: "", outOfReach: "The desk cannot be reached. Try again." }));
}

// The notice and the end of the page stay above a bar at the bottom of the window.
const bars = [];
const keepClear = new ResizeObserver(() => {
  const height = Math.max(...bars.map((bar) => bar.offsetHeight));
  for (const element of [container, document.body]) element.style.setProperty("--foot", `${height}px`);
});

/** Keep notices and the end of the page above a bar at the bottom of the window, while it is shown. */
export function keepClearOf(bar) {
  bars.push(bar);
  keepClear.observe(bar);
}

for (const bar of document.querySelectorAll("[data-placing]")) keepClearOf(bar);

for (const notice of container.children) removeLater(notice);
new MutationObserver(makeRoom).observe(container, { childList: true });
makeRoom();
