// Moves an import on, again and again, and shows how far it is. The page may be closed at any
// time: the desk knows where to go on.
import { ask, fragmentOf, SignedOut, whyNot } from "../ui/fragments.js";

const OUT_OF_REACH = "The desk cannot be reached.";
const GOES_ON = "The import stands where it was and goes on by itself.";
// Milliseconds until it is tried again where the desk is out of reach.
const SELDOM = 10_000;

const slot = document.querySelector("[data-import-job]");

async function move() {
  const form = slot.querySelector("[data-move]");
  if (!form) return;
  let wait = 0;
  try {
    const response = await ask(form.action, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
    show(await fragmentOf(response));
  } catch (error) {
    if (error instanceof SignedOut) {
      location.reload();
      return;
    }
    wait = SELDOM;
    tell(`${whyNot(error, { outOfReach: OUT_OF_REACH })} ${GOES_ON}`);
  }
  setTimeout(move, wait);
}

/** Say why nothing moves; the next answer takes its place. */
function tell(words) {
  const notice = slot.querySelector("[data-waiting]") ?? document.createElement("p");
  notice.className = "notice";
  notice.role = "status";
  notice.dataset.waiting = "";
  notice.textContent = words;
  slot.prepend(notice);
}

function show(answer) {
  // Whoever is about to press a button keeps it: only what is around it is drawn anew.
  const held = document.activeElement?.closest("form");
  const action = slot.contains(held) ? held.action : "";
  slot.replaceChildren(answer);
  hide();
  if (!action) return;
  const same = [...slot.querySelectorAll("form")].find((form) => form.action === action);
  const target = same?.querySelector("button") ?? slot.querySelector("h2");
  if (!same) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// The page goes on by itself: the button is for those without a script.
function hide() {
  const form = slot.querySelector("[data-move]");
  if (form) form.hidden = true;
}

hide();
move();
