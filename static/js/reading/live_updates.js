// Asks now and then what colleagues did to the passages of the open article, says so, and shows it
// when the reader wants it.
import { ask, fragmentOf, SignedOut } from "../ui/fragments.js";
import { onKey } from "../ui/keys.js";
import { takeIn } from "./apply_fragment.js";

// Seconds between two questions, while the page is in sight; longer where the desk is out of reach.
const OFTEN = 4;
const SELDOM = 60;

const slot = document.querySelector("[data-news-slot]");
const status = document.querySelector("[data-status]");

let token = slot?.dataset.token;
let wait = OFTEN;
let timer = 0;
let isBusy = false;

const isQuiet = () => document.hidden || !navigator.onLine;

function say(news) {
  const button = news.querySelector("[data-show]");
  // One's own changes are here already.
  if (!button) {
    token = news.dataset.token;
    slot.replaceChildren();
  } else if (slot.textContent !== news.textContent) {
    const hadFocus = slot.contains(document.activeElement);
    slot.replaceChildren(button);
    if (hadFocus) button.focus({ preventScroll: true });
  }
}

async function look() {
  const asked = token;
  const response = await ask(`${slot.dataset.newsUrl}?since=${asked}`);
  if (response.status === 204) return;
  if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
  const answer = await fragmentOf(response);
  // Shown meanwhile: the answer is of before.
  if (asked === token) say(answer.querySelector("[data-news]"));
}

async function lookAndWait() {
  clearTimeout(timer);
  if (isQuiet()) return;
  try {
    await look();
    wait = OFTEN;
  } catch (error) {
    // Whoever is signed out learns it when they save.
    if (error instanceof SignedOut) return;
    wait = Math.min(2 * wait, SELDOM);
  }
  clearTimeout(timer);
  timer = setTimeout(lookAndWait, wait * 1000);
}

async function show() {
  if (isBusy || !slot.querySelector("[data-show]")) return;
  isBusy = true;
  const hadFocus = slot.contains(document.activeElement);
  try {
    const response = await ask(`${slot.dataset.changesUrl}?since=${token}`);
    if (response.status !== 200) throw new TypeError(`The desk answered ${response.status}.`);
    const changes = (await fragmentOf(response)).querySelector("[data-changes]");
    // The text was corrected meanwhile: its paragraphs stand elsewhere.
    if (changes.querySelector("[data-revision]").dataset.revision !== slot.dataset.revision) return location.reload();
    token = changes.dataset.token;
    slot.replaceChildren();
    for (const card of document.querySelectorAll("[data-fresh]")) delete card.dataset.fresh;
    const cards = await takeIn(changes);
    for (const card of cards) card.dataset.fresh = "";
    if (hadFocus) cards[0]?.querySelector("[data-quote]").focus({ preventScroll: true });
    status.textContent = changes.dataset.message;
  } catch {
    status.textContent = "The desk cannot be reached. Try again, or load the page again.";
  } finally {
    isBusy = false;
  }
}

export function watchColleagues() {
  if (!slot) return;
  slot.addEventListener("click", (event) => event.target.closest("[data-show]") && show());
  onKey("u", show);
  document.addEventListener("visibilitychange", lookAndWait);
  addEventListener("online", lookAndWait);
  timer = setTimeout(lookAndWait, OFTEN * 1000);
}
