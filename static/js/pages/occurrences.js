// Other occurrences of a passage's words: each is tagged like the passage or skipped, by keys.
import { request, fragmentOf, describeError } from "../ui/fragments.js";
import { onKey } from "../ui/keys.js";
import { showNotice, showProblem } from "../reading/notices.js";

const SIGNED_OUT = "Nothing was tagged.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing was tagged. Try again.";

const form = document.querySelector("[data-places]");
const counter = form.querySelector("[data-places-number]");
const status = document.querySelector("[data-status]");
let isBusy = false;

const occurrences = () => [...form.querySelectorAll("[data-place]")];
const current = () => document.activeElement?.closest("[data-place]") ?? null;

function focusItem(occurrence) {
  occurrence.querySelector("[data-act]").focus({ preventScroll: true });
  occurrence.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function step(direction) {
  const all = occurrences();
  const index = all.indexOf(current());
  if (all.length) focusItem(all[index === -1 ? 0 : (index + direction + all.length) % all.length]);
}

/** Remove occurrences from the list and focus the next one, or the link to the next page. */
function removeItems(removed) {
  const all = occurrences();
  const remaining = all.filter((occurrence) => !removed.includes(occurrence));
  const next = all.slice(all.indexOf(removed.at(-1))).find((occurrence) => remaining.includes(occurrence)) ?? remaining.at(-1);
  for (const occurrence of removed) occurrence.remove();
  counter.textContent = String(remaining.length);
  form.querySelector("[data-all]").hidden = !remaining.length;
  if (next) focusItem(next);
  else (document.querySelector("[data-places-next]") ?? document.querySelector("main h1 + blockquote a")).focus();
}

async function submitTag(button, removed) {
  if (isBusy) return;
  isBusy = true;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const response = await request(form.action, { method: "POST", body });
    const fragment = await fragmentOf(response);
    const errors = fragment.querySelector("[data-errors]");
    if (errors) return showProblem(errors.textContent.trim());
    const answer = fragment.querySelector("[data-tagged]");
    if (!answer) return showProblem(`Nothing was tagged (error ${response.status}).`);
    const notice = answer.querySelector("[data-notice]");
    const words = notice.querySelector("p").textContent;
    removeItems(removed);
    showNotice(notice);
    status.textContent = words;
  } catch (error) {
    showProblem(describeError(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
  } finally {
    isBusy = false;
  }
}

function press(name) {
  const occurrence = current();
  if (occurrence) occurrence.querySelector(`[data-act="${name}"]`).click();
  else step(1);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button) submitTag(button, "all" in button.dataset ? occurrences() : [button.closest("[data-place]")]);
});
form.addEventListener("click", (event) => {
  const skip = event.target.closest('[data-act="skip"]');
  if (skip) removeItems([skip.closest("[data-place]")]);
});
onKey("a", () => press("tag"));
onKey("x", () => press("skip"));
for (const [key, direction] of Object.entries({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 })) onKey(key, () => step(direction));
