// Polls for changes to the passages of the open article that this page did not make, by colleagues
// or by its member in another tab, and applies them when the reader asks for them.
import { request, fragmentOf, SignedOut } from "../ui/fragments.js";
import { inTurn } from "../ui/in_turn.js";
import { unsent } from "../ui/outbox.js";
import { isSubmitting } from "./undo.js";
import { onKey } from "../ui/keys.js";
import { applyFragment, ownActions } from "./apply_fragment.js";

// Seconds between two polls while the page is visible; doubled up to the maximum while they fail.
const POLL_SECONDS = 4;
const MAX_POLL_SECONDS = 60;

const slot = document.querySelector("[data-news-slot]");
const status = document.querySelector("[data-status]");

let token = slot?.dataset.token;
let delay = POLL_SECONDS;
let timer = 0;

const isPaused = () => document.hidden || !navigator.onLine;

/** The changes up to a token are on the page, those of these Actions included. */
function advance(newToken, actions) {
  token = newToken;
  for (const action of actions) ownActions.delete(action);
}

function showUpdateButton(updates, actions) {
  const button = updates.querySelector("[data-show]");
  // The changes of this page are already on it.
  if (!button) {
    advance(updates.dataset.token, actions);
    slot.replaceChildren();
  } else if (slot.textContent !== updates.textContent) {
    const hadFocus = slot.contains(document.activeElement);
    slot.replaceChildren(button);
    if (hadFocus) button.focus({ preventScroll: true });
  }
}

/** An address with what this page has already: a token, and the Actions that it made since. */
const withSeen = (url, actions) => `${url}?${new URLSearchParams({ since: token, seen: actions.join(" ") })}`;

async function checkForUpdates() {
  const requestedToken = token;
  const actions = [...ownActions];
  // What this page is changing would come back as a change of somebody else.
  const isChanging = () => unsent().length || isSubmitting();
  if (isChanging()) return;
  const response = await request(withSeen(slot.dataset.newsUrl, actions));
  if (response.status === 204) return;
  if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
  const answer = await fragmentOf(response);
  // Updates applied and changes made meanwhile make this response outdated.
  const isOutdated = requestedToken !== token || isChanging() || ownActions.size !== actions.length;
  if (!isOutdated) showUpdateButton(answer.querySelector("[data-news]"), actions);
}

async function poll() {
  clearTimeout(timer);
  if (isPaused()) return;
  try {
    await checkForUpdates();
    delay = POLL_SECONDS;
  } catch (error) {
    // The next save will report that the session ended.
    if (error instanceof SignedOut) return;
    delay = Math.min(2 * delay, MAX_POLL_SECONDS);
  }
  clearTimeout(timer);
  timer = setTimeout(poll, delay * 1000);
}

async function applyUpdates() {
  if (!slot.querySelector("[data-show]")) return;
  const hadFocus = slot.contains(document.activeElement);
  const actions = [...ownActions];
  try {
    const response = await request(withSeen(slot.dataset.changesUrl, actions));
    if (response.status !== 200) throw new TypeError(`The desk answered ${response.status}.`);
    const changes = (await fragmentOf(response)).querySelector("[data-changes]");
    // The text was corrected meanwhile, so its paragraphs have other offsets.
    if (changes.querySelector("[data-revision]").dataset.revision !== slot.dataset.revision) return location.reload();
    for (const card of document.querySelectorAll("[data-fresh]")) delete card.dataset.fresh;
    const cards = await applyFragment(changes);
    advance(changes.dataset.token, actions);
    slot.replaceChildren();
    for (const card of cards) card.dataset.fresh = "";
    if (hadFocus) cards[0]?.querySelector("[data-quote]").focus({ preventScroll: true });
    status.textContent = changes.dataset.message;
  } catch {
    status.textContent = "The desk cannot be reached. Try again or reload the page.";
  }
}

/** Start polling if the page has a slot for updates. */
export function watchLiveUpdates() {
  if (!slot) return;
  slot.addEventListener("click", (event) => event.target.closest("[data-show]") && inTurn(applyUpdates));
  onKey("u", () => inTurn(applyUpdates));
  document.addEventListener("visibilitychange", poll);
  addEventListener("online", poll);
  timer = setTimeout(poll, POLL_SECONDS * 1000);
}
