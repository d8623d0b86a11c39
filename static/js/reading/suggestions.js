// Suggestions in the margin: known people in the text, fetched once the page stands, walked and
// settled by keys or by their buttons. What is pointed at is marked in the text, and only then.
import { ask, fragmentOf, whyNot } from "../ui/fragments.js";
import { onKey } from "../ui/keys.js";
import { rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "./passages.js";
import { takeIn } from "./apply_fragment.js";

const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again: nothing is lost.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing was changed: try again.";
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const ACTS = { a: "spoken_of", s: "speaks", x: "dismiss" };

const text = document.querySelector("[data-article-text]");
const status = document.querySelector("[data-status]");
const link = document.querySelector("[data-suggestions-opener]");
const panel = document.querySelector("[data-suggestions-panel]");
const body = panel?.querySelector("[data-suggestions-body]");

let opener = link;
let isBusy = false;

const items = () => [...body.querySelectorAll("[data-suggestion]")];
const itemOf = (element) => element?.closest?.("[data-suggestion]") ?? null;
const spanOf = ({ dataset }) => ({ start: Number(dataset.start), end: Number(dataset.end) });

/** Mark the places of these items in the text. */
function mark(marked) {
  if (marked.length) CSS.highlights?.set("suggested", new Highlight(...marked.map((item) => rangeOf(text, spanOf(item)))));
  else CSS.highlights?.delete("suggested");
}

/** The items that an element stands for: its own, or all of its group. */
function meantBy(element) {
  const item = itemOf(element);
  if (item) return [item];
  const all = element?.closest?.("[data-all]");
  return all ? [...all.closest("[data-group]").querySelectorAll("[data-suggestion]")] : [];
}

const isBeside = matchMedia("(width >= 56rem)");

/** Scroll the words of an item into what the panel leaves of the window. */
function showWords(item) {
  const { top, bottom } = rangeOf(text, spanOf(item)).getBoundingClientRect();
  const foot = isBeside.matches ? innerHeight : panel.getBoundingClientRect().top;
  if (top >= 0 && bottom <= foot) return;
  scrollBy({ top: top - foot / 3, behavior: "instant" });
}

function focusItem(item) {
  const button = item?.querySelector("button") ?? item?.querySelector("a");
  button?.focus({ preventScroll: true });
  item?.scrollIntoView({ block: "nearest", behavior: "instant" });
  if (item) showWords(item);
}

/** The first suggestion that stands in the window or below it. */
function inSight() {
  const all = items();
  return all.find((item) => rangeOf(text, spanOf(item)).getBoundingClientRect().bottom > 0) ?? all[0];
}

function open() {
  panel.hidden = false;
  opener.setAttribute("aria-expanded", "true");
}

function close() {
  panel.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  mark([]);
  opener.focus({ preventScroll: true });
}

function step(by) {
  const all = items();
  const at = all.indexOf(itemOf(document.activeElement));
  if (at === -1) focusItem(inSight());
  else focusItem(all[(at + by + all.length) % all.length]);
}

function next() {
  if (opener === link) return link.click();
  if (!panel.hidden && body.contains(document.activeElement)) return step(1);
  open();
  if (items().length) focusItem(inSight());
  else panel.querySelector("[data-close]").focus({ preventScroll: true });
}

/** Take over a list; the opener says how many there are. */
function takeList(list) {
  body.replaceChildren(list);
  const number = Number(list.dataset.number);
  opener.firstChild.data = number ? `${number} suggestion${number === 1 ? "" : "s"} ` : "No suggestions ";
  mark([]);
}

async function settle(button) {
  if (isBusy) return;
  isBusy = true;
  const form = button.form;
  const at = items().indexOf(itemOf(button) ?? button.closest("[data-group]")?.querySelector("[data-suggestion]"));
  const data = new URLSearchParams(new FormData(form));
  data.append(button.name, button.value);
  try {
    const response = await ask(form.action, { method: "POST", body: data });
    const answer = await fragmentOf(response);
    const list = answer.querySelector("[data-suggestions]");
    const errors = answer.querySelector("[data-errors]");
    if (errors) return void panel.querySelector("[data-wrong]").replaceChildren(errors);
    if (!list) throw new TypeError(`The desk answered ${response.status}.`);
    const changes = answer.querySelector("[data-changes]");
    takeList(list);
    if (changes) await takeIn(changes);
    status.textContent = changes?.dataset.message ?? body.querySelector("[role=alert]")?.textContent ?? "Done.";
    const left = items();
    if (left.length) focusItem(left[Math.min(Math.max(at, 0), left.length - 1)]);
    else panel.querySelector("[data-close]").focus({ preventScroll: true });
  } catch (error) {
    const wrong = panel.querySelector("[data-wrong]");
    wrong.textContent = whyNot(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH });
  } finally {
    isBusy = false;
  }
}

function onPanelKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = ACTS[event.key.toLowerCase()];
  if (event.key === "Escape") close();
  else if (STEPS[event.key]) step(STEPS[event.key]);
  else if (act) {
    const item = itemOf(document.activeElement);
    const of = event.shiftKey ? item?.closest("[data-group]")?.querySelector(`[data-all="${act}"]`) : null;
    const button = of ?? item?.querySelector(`[data-act="${act}"]`);
    if (button) settle(button);
  } else return;
  event.preventDefault();
}

/** In the place of the link to the page of suggestions, a button that opens them here. */
function makeOpener() {
  opener = document.createElement("button");
  opener.type = "button";
  opener.className = "button button--word";
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", panel.id);
  const key = document.createElement("kbd");
  key.textContent = "g";
  opener.append("Suggestions ", key);
  opener.addEventListener("click", () => (panel.hidden ? next() : close()));
  const hadFocus = document.activeElement === link;
  link.replaceWith(opener);
  if (hadFocus) opener.focus({ preventScroll: true });
}

async function load() {
  const response = await ask(link.href);
  if (!response.ok) return;
  const list = (await fragmentOf(response)).querySelector("[data-suggestions]");
  makeOpener();
  takeList(list);
}

export function suggestInMargin() {
  if (!panel) return;
  onKey("g", next);
  panel.addEventListener("keydown", onPanelKey);
  panel.querySelector("[data-close]").addEventListener("click", close);
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) settle(event.submitter);
  });
  body.addEventListener("pointerover", (event) => mark(meantBy(event.target)));
  body.addEventListener("pointerleave", () => mark(meantBy(document.activeElement)));
  body.addEventListener("focusin", (event) => mark(meantBy(event.target)));
  body.addEventListener("focusout", () => mark([]));
  // A click on the words of a suggestion goes there.
  body.addEventListener("click", (event) => {
    const item = event.target.closest("button, a, summary") ? null : itemOf(event.target);
    if (item) focusItem(item);
  });
  whenRedrawn(() => mark(panel.hidden ? [] : meantBy(document.activeElement)));
  // After everything that the page itself needs. Out of reach, the link stays and leads there.
  const later = globalThis.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => later(() => load().catch(() => {})), { once: true });
  if (document.readyState === "complete") later(() => load().catch(() => {}));
}
