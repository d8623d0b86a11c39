// What was saved on a page and is not acknowledged by the desk: kept in the tab's sessionStorage,
// so that it survives a reload, the next page and signing in, and sent one after the other by the
// page that is open. Only a page of the member who saved it sends it. Sending it again is harmless:
// it has a key.
import { fragmentOf, request, Unavailable } from "./fragments.js";
import { inTurn } from "./in_turn.js";
import { keep, keptValue } from "./tab_storage.js";

const STORAGE_KEY = "twosource-unsent";
// The pause before the next try while the desk cannot be reached, doubled up to the maximum.
const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 60_000;
// The longest that the desk may ask for.
const MAX_ASKED_MILLISECONDS = 600_000;
const NO_ANSWER = "The answer did not come from the desk.";

const { member } = document.documentElement.dataset;
const changeListeners = [];
const deliveryListeners = [];

let entries = load();
// What the last request threw, until one is answered.
let obstacle = null;
let pause = FIRST_PAUSE_MILLISECONDS;
let timer = 0;
let isSending = false;
// Where the browser keeps nothing, this page does until it is left, which asks.
let isKept = true;

function load() {
  const stored = keptValue(STORAGE_KEY);
  return Array.isArray(stored) ? stored : [];
}

function store(changed) {
  entries = changed;
  isKept = keep(STORAGE_KEY, entries.length ? JSON.stringify(entries) : null);
  for (const listener of changeListeners) listener();
}

const replace = (key, changes) => store(entries.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)));

/** The entries of this page's member, the oldest first; one that was refused says why, as HTML. */
export const unsent = () => entries.filter((entry) => entry.member === member);

/** The number of entries of other members, which wait until these sign in again. */
export const unsentByOthers = () => entries.length - unsent().length;

/** What keeps the entries from being sent, as `request` threw it, or null. */
export const currentObstacle = () => obstacle;

/** Call `listener()` after each change of the entries or of the obstacle. */
export function whenChanged(listener) {
  changeListeners.push(listener);
}

/**
 * Call `listener(entry, answer)` with the fragment that answers an entry, and await what it returns;
 * the scripts of the page, which come last, are called first.
 */
export function whenDelivered(listener) {
  deliveryListeners.unshift(listener);
}

/**
 * Add an entry and send it as soon as possible: `key`, `url` and `body` (urlencoded) of its request;
 * for a reader the address of its `page`, its `quote` and its other `words`; and what the page needs
 * of it.
 */
export function addUnsent(entry) {
  store([...entries, { ...entry, member }]);
  sendAll();
}

/** Forget an entry, sent or not. */
export function drop(key) {
  store(entries.filter((entry) => entry.key !== key));
}

/** Try all entries again, refused ones only if their key is given. */
export function tryAgain(key) {
  const entry = entries.find((each) => each.key === key);
  if (entry) {
    const body = new URLSearchParams(entry.body);
    // The reader has seen that the words are marked already.
    if (entry.same) body.set("same_seen", entry.same);
    replace(key, { refusal: null, body: body.toString() });
  }
  pause = FIRST_PAUSE_MILLISECONDS;
  return sendAll();
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  const next = () => unsent().find(({ refusal }) => !refusal);
  try {
    await inTurn(async () => {
      for (let entry = next(); entry; entry = next()) await send(entry);
    });
    obstacle = null;
  } catch (error) {
    obstacle = error;
    timer = setTimeout(sendAll, Math.max(pause, Math.min(error.pause ?? 0, MAX_ASKED_MILLISECONDS)));
    pause = Math.min(2 * pause, MAX_PAUSE_MILLISECONDS);
    store(entries);
  } finally {
    isSending = false;
  }
}

async function send({ key, url, body }) {
  const fields = new URLSearchParams(body);
  // In another tab somebody else may have signed in meanwhile: the desk compares the name.
  fields.set("author", member);
  const response = await request(url, { method: "POST", body: fields });
  const answer = await fragmentOf(response);
  // A proxy's page, or that of a network which wants to be signed in to.
  if (response.ok && !answer.querySelector("[data-saved]")) throw new Unavailable(NO_ANSWER);
  obstacle = null;
  pause = FIRST_PAUSE_MILLISECONDS;
  // Dropped meanwhile, it may have been saved nevertheless.
  const entry = entries.find((each) => each.key === key) ?? { key, url };
  if (response.ok) {
    try {
      for (const listener of deliveryListeners) await listener(entry, answer);
    } finally {
      drop(key);
    }
    return;
  }
  const errors = answer.querySelector("[data-errors]");
  replace(key, {
    refusal: errors?.innerHTML ?? `<p>It was not saved (error ${response.status}).</p>`,
    same: answer.querySelector("[data-same]")?.dataset.same,
  });
}

// The next page of the desk sends what is left: asked is who leaves the desk or closes the tab.
let isStaying = false;

/** The page is about to be left for another one of the desk, or loaded again. */
export function stayOnDesk() {
  isStaying = true;
  // Where it is not left after all.
  setTimeout(() => (isStaying = false), 1000);
}

if (member) {
  addEventListener("click", ({ target, defaultPrevented }) => {
    const link = target.closest?.("a[href]");
    if (!defaultPrevented && link && !link.target && link.origin === location.origin) stayOnDesk();
  });
  addEventListener("submit", (event) => event.defaultPrevented || stayOnDesk());
  addEventListener("beforeunload", (event) => unsent().length && !(isStaying && isKept) && event.preventDefault());
  addEventListener("online", () => tryAgain());
  // After signing in in another tab.
  document.addEventListener("visibilitychange", () => document.hidden || tryAgain());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    if (isKept) store(load());
    sendAll();
  });
  // The scripts of the page listen by then: this event waits for them, while DOMContentLoaded is past.
  addEventListener("load", sendAll);
}
