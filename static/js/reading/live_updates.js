// Polls for colleagues' changes to the passages of the open article, and applies them when the
// reader asks for them.
import { request, fragmentOf, SignedOut } from "../ui/fragments.js";
import { onKey } from "../ui/keys.js";
import { applyFragment } from "./apply_fragment.js";

// Seconds between two polls while the page is visible; doubled up to the maximum while they fail.
const POLL_SECONDS = 4;
const MAX_POLL_SECONDS = 60;

const slot = document.querySelector("[data-news-slot]");
const status = document.querySelector("[data-status]");

let token = slot?.dataset.token;
let delay = POLL_SECONDS;
let timer = 0;
let isBusy = false;

const isPaused = () => document.hidden || !navigator.onLine;

function showUpdateButton(updates) {
  const button = updates.querySelector("[data-show]");
  // The member's own changes are already on the page.
  if (!button) {
    token = updates.dataset.token;
    slot.replaceChildren();
  } else if (slot.textContent !== updates.textContent) {
    const hadFocus = slot.contains(document.activeElement);
    slot.replaceChildren(button);
    if (hadFocus) button.focus({ preventScroll: true });
  }
}

async function checkForUpdates() {
  const requestedToken = token;
  const response = await request(`${slot.dataset.newsUrl}?since=${requestedToken}`);
  if (response.status === 204) return;
  if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
  const answer = await fragmentOf(response);
  // Updates applied meanwhile make this response outdated.
  if (requestedToken === token) showUpdateButton(answer.querySelector("[data-news]"));
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
  if (isBusy || !slot.querySelector("[data-show]")) return;
  isBusy = true;
  const hadFocus = slot.contains(document.activeElement);
  try {
    const response = await request(`${slot.dataset.changesUrl}?since=${token}`);
    if (response.status !== 200) throw new TypeError(`The desk answered ${response.status}.`);
    const changes = (await fragmentOf(response)).querySelector("[data-changes]");
    // The text was corrected meanwhile, so its paragraphs have other offsets.
    if (changes.querySelector("[data-revision]").dataset.revision !== slot.dataset.revision) return location.reload();
    token = changes.dataset.token;
    slot.replaceChildren();
    for (const card of document.querySelectorAll("[data-fresh]")) delete card.dataset.fresh;
    const cards = await applyFragment(changes);
    for (const card of cards) card.dataset.fresh = "";
    if (hadFocus) cards[0]?.querySelector("[data-quote]").focus({ preventScroll: true });
    status.textContent = changes.dataset.message;
  } catch {
    status.textContent = "The desk cannot be reached. Try again or reload the page.";
  } finally {
    isBusy = false;
  }
}

/** Start polling if the page has a slot for updates. */
export function watchLiveUpdates() {
  if (!slot) return;
  slot.addEventListener("click", (event) => event.target.closest("[data-show]") && applyUpdates());
  onKey("u", applyUpdates);
  document.addEventListener("visibilitychange", poll);
  addEventListener("online", poll);
  timer = setTimeout(poll, POLL_SECONDS * 1000);
}
