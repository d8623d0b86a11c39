// Other places of a passage, gone through by keys: each is tagged as the passage is, or skipped.
import { ask, fragmentOf, whyNot } from "../ui/fragments.js";
import { onKey } from "../ui/keys.js";
import { say } from "../reading/notices.js";

const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing was tagged: try again.";

const form = document.querySelector("[data-places]");
const number = form.querySelector("[data-places-number]");
const status = document.querySelector("[data-status]");
let isBusy = false;

const places = () => [...form.querySelectorAll("[data-place]")];
const here = () => document.activeElement?.closest("[data-place]") ?? null;

function stand(place) {
  place.querySelector("[data-act]").focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function step(by) {
  const all = places();
  const at = all.indexOf(here());
  if (all.length) stand(all[at === -1 ? 0 : (at + by + all.length) % all.length]);
}

function tell(words) {
  const notice = document.createElement("div");
  notice.className = "passing-notice";
  notice.textContent = words;
  say(notice);
  status.textContent = words;
}

/** Take places off the list; the one after them is next, or the next page. */
function drop(gone) {
  const all = places();
  const left = all.filter((place) => !gone.includes(place));
  const next = all.slice(all.indexOf(gone.at(-1))).find((place) => left.includes(place)) ?? left.at(-1);
  for (const place of gone) place.remove();
  number.textContent = String(left.length);
  form.querySelector("[data-all]").hidden = !left.length;
  if (next) stand(next);
  else (document.querySelector("[data-places-next]") ?? document.querySelector("main h1 + blockquote a")).focus();
}

async function tag(button, gone) {
  if (isBusy) return;
  isBusy = true;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const response = await ask(form.action, { method: "POST", body });
    const fragment = await fragmentOf(response);
    const errors = fragment.querySelector("[data-errors]");
    if (errors) return tell(errors.textContent.trim());
    const answer = fragment.querySelector("[data-tagged]");
    if (!answer) return tell(`The desk refused (${response.status}). Nothing was tagged.`);
    const notice = answer.querySelector("[data-notice]");
    const words = notice.querySelector("p").textContent;
    drop(gone);
    say(notice);
    status.textContent = words;
  } catch (error) {
    tell(whyNot(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
  } finally {
    isBusy = false;
  }
}

function act(name) {
  const place = here();
  if (place) place.querySelector(`[data-act="${name}"]`).click();
  else step(1);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button) tag(button, "all" in button.dataset ? places() : [button.closest("[data-place]")]);
});
form.addEventListener("click", (event) => {
  const skip = event.target.closest('[data-act="skip"]');
  if (skip) drop([skip.closest("[data-place]")]);
});
onKey("a", () => act("tag"));
onKey("x", () => act("skip"));
for (const [key, by] of Object.entries({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 })) onKey(key, () => step(by));
