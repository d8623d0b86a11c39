// What was just done, said for ten seconds, with the way to undo it.

// Long enough to read and to reach the button; milliseconds.
const STAYS = 10_000;

const place = document.querySelector("[data-notices]");

/** Take a notice away in time, but not while it is pointed at, has the focus or asks something. */
function passing(notice) {
  let timer = null;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => notice.remove(), STAYS);
  };
  const hold = () => clearTimeout(timer);
  notice.querySelector("[data-dismiss]")?.addEventListener("click", () => notice.remove());
  if ("asks" in notice.dataset) return;
  notice.addEventListener("pointerenter", hold);
  notice.addEventListener("pointerleave", wait);
  notice.addEventListener("focusin", hold);
  notice.addEventListener("focusout", wait);
  wait();
}

/** Say something now, in the place of what was said before. */
export function say(notice) {
  place.replaceChildren(notice);
  passing(notice);
}

// A bar at the window's foot keeps its room: the notice and the end of the page stand above it.
const bars = [...document.querySelectorAll("[data-cursor-bar], [data-hand]")];
const keepClear = new ResizeObserver(() => {
  const height = Math.max(...bars.map((bar) => bar.offsetHeight));
  for (const element of [place, document.body]) element.style.setProperty("--foot", `${height}px`);
});
for (const bar of bars) keepClear.observe(bar);

for (const notice of place.querySelectorAll("[data-notice]")) passing(notice);
