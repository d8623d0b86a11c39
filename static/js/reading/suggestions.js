// The suggestions panel: known people and phrases in the text, fetched after the page, accepted or
// dismissed by keys or buttons. Only the hovered or focused item is highlighted in the text.
import { request, fragmentOf, describeError } from "../ui/fragments.js";
import { inTurn } from "../ui/in_turn.js";
import { onKey } from "../ui/keys.js";
import { rangeOf } from "../text/offsets.js";
import { whenRedrawn } from "./passages.js";
import { showChanges } from "./apply_fragment.js";
import { elementFrom } from "../ui/markup.js";

const PANEL = `<div class="suggestions-float">
  <section class="suggestions-panel" id="suggestions" aria-labelledby="suggestions-title" data-suggestions-panel hidden>
    <div class="suggestions-panel__head">
      <h2 id="suggestions-title">People and phrases in this text</h2>
      <button class="button button--word" type="button" data-close>Close</button>
    </div>
    <p class="suggestions-panel__keys" data-panel-keys>
      <kbd>a</kbd> mentioned, or tag · <kbd>s</kbd> speaks · <kbd>x</kbd> dismiss · with <kbd>Shift</kbd> the whole group · <kbd>↓</kbd>
      <kbd>↑</kbd> next, previous
    </p>
    <p class="suggestions-panel__wrong" role="alert" data-wrong></p>
    <div data-suggestions-body></div>
  </section>
</div>`;

const SIGNED_OUT = "Nothing was changed.";
// Done twice, it is the same.
const OUT_OF_REACH = "The desk cannot be reached. Try again.";
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const ACTIONS = { a: "spoken_of", s: "speaks", x: "dismiss" };

const text = document.querySelector("[data-article-text]");
const status = document.querySelector("[data-status]");
const link = document.querySelector("[data-suggestions-opener]");
const panel = link && addPanel();
const body = panel?.querySelector("[data-suggestions-body]");

let opener = link;
let isBusy = false;

const items = () => [...body.querySelectorAll("[data-suggestion]")];
const itemOf = (element) => element?.closest?.("[data-suggestion]") ?? null;
const spanOf = ({ dataset }) => ({ start: Number(dataset.start), end: Number(dataset.end) });

/** Add the panel where its link is, floating over what follows. */
function addPanel() {
  const float = elementFrom(PANEL);
  link.closest("[data-suggestions-slot]").after(float);
  return float.firstElementChild;
}

/** Highlight the words of these items in the text, and no others. */
function highlightItems(marked) {
  if (marked.length) CSS.highlights?.set("suggested", new Highlight(...marked.map((item) => rangeOf(text, spanOf(item)))));
  else CSS.highlights?.delete("suggested");
}

/** The items that an element acts on: its own, or all of its group. */
function itemsFor(element) {
  const item = itemOf(element);
  if (item) return [item];
  const all = element?.closest?.("[data-all]");
  return all ? [...all.closest("[data-group]").querySelectorAll("[data-suggestion]")] : [];
}

const isBeside = matchMedia("(width >= 56rem)");

/** Scroll the words of an item into the part of the window that the panel leaves free. */
function scrollToWords(item) {
  const { top, bottom } = rangeOf(text, spanOf(item)).getBoundingClientRect();
  const foot = isBeside.matches ? innerHeight : panel.getBoundingClientRect().top;
  if (top >= 0 && bottom <= foot) return;
  scrollBy({ top: top - foot / 3, behavior: "instant" });
}

function focusItem(item) {
  const button = item?.querySelector("button") ?? item?.querySelector("a");
  button?.focus({ preventScroll: true });
  item?.scrollIntoView({ block: "nearest", behavior: "instant" });
  if (item) scrollToWords(item);
}

/** The first suggestion in or below the window. */
function firstVisible() {
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
  highlightItems([]);
  opener.focus({ preventScroll: true });
}

function step(direction) {
  const all = items();
  const index = all.indexOf(itemOf(document.activeElement));
  if (index === -1) focusItem(firstVisible());
  else focusItem(all[(index + direction + all.length) % all.length]);
}

function openOrNext() {
  if (opener === link) return link.click();
  if (!panel.hidden && body.contains(document.activeElement)) return step(1);
  open();
  if (items().length) focusItem(firstVisible());
  else panel.querySelector("[data-close]").focus({ preventScroll: true });
}

/** Show a list of suggestions and put its number on the opener. */
function replaceList(list) {
  body.replaceChildren(list);
  const number = Number(list.dataset.number);
  opener.firstChild.data = number ? `${number} suggestion${number === 1 ? "" : "s"} ` : "No suggestions ";
  highlightItems([]);
}

async function submit(button) {
  if (isBusy) return;
  isBusy = true;
  await inTurn(() => send(button));
  isBusy = false;
}

async function send(button) {
  const form = button.form;
  const index = items().indexOf(itemOf(button) ?? button.closest("[data-group]")?.querySelector("[data-suggestion]"));
  const data = new URLSearchParams(new FormData(form));
  data.append(button.name, button.value);
  try {
    const response = await request(form.action, { method: "POST", body: data });
    const answer = await fragmentOf(response);
    const list = answer.querySelector("[data-suggestions]");
    const errors = answer.querySelector("[data-errors]");
    if (errors) return void panel.querySelector("[data-wrong]").replaceChildren(errors);
    if (!list) throw new TypeError(`The desk answered ${response.status}.`);
    const changes = answer.querySelector("[data-changes]");
    replaceList(list);
    if (changes) await showChanges(changes, changes.dataset.message);
    status.textContent = changes?.dataset.message ?? body.querySelector("[role=alert]")?.textContent ?? "Done.";
    const remaining = items();
    if (remaining.length) focusItem(remaining[Math.min(Math.max(index, 0), remaining.length - 1)]);
    else panel.querySelector("[data-close]").focus({ preventScroll: true });
  } catch (error) {
    const errorBox = panel.querySelector("[data-wrong]");
    errorBox.replaceChildren(describeError(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
  }
}

function onPanelKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = ACTIONS[event.key.toLowerCase()];
  if (event.key === "Escape") close();
  else if (STEPS[event.key]) step(STEPS[event.key]);
  else if (action) {
    const item = itemOf(document.activeElement);
    const groupButton = event.shiftKey ? item?.closest("[data-group]")?.querySelector(`[data-all="${action}"]`) : null;
    const button = groupButton ?? item?.querySelector(`[data-act="${action}"]`);
    if (button) submit(button);
  } else return;
  event.preventDefault();
}

/** Replace the link to the page of suggestions by a button that opens the panel. */
function replaceLinkWithButton() {
  opener = document.createElement("button");
  opener.type = "button";
  opener.className = "button button--word";
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", panel.id);
  const key = document.createElement("kbd");
  key.textContent = "g";
  opener.append("Suggestions ", key);
  opener.addEventListener("click", () => (panel.hidden ? openOrNext() : close()));
  const hadFocus = document.activeElement === link;
  link.replaceWith(opener);
  if (hadFocus) opener.focus({ preventScroll: true });
}

async function load() {
  const response = await request(link.href);
  if (!response.ok) return;
  const list = (await fragmentOf(response)).querySelector("[data-suggestions]");
  replaceLinkWithButton();
  replaceList(list);
}

/**
 * Set up the panel, if the page has its link, and load it when the browser is idle; `mayTag` is
 * whether the member may tag by its keys.
 */
export function setUpSuggestions({ mayTag }) {
  if (!panel) return;
  panel.querySelector("[data-panel-keys]").hidden = !mayTag;
  onKey("g", openOrNext);
  panel.addEventListener("keydown", onPanelKey);
  panel.querySelector("[data-close]").addEventListener("click", close);
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) submit(event.submitter);
  });
  body.addEventListener("pointerover", (event) => highlightItems(itemsFor(event.target)));
  body.addEventListener("pointerleave", () => highlightItems(itemsFor(document.activeElement)));
  body.addEventListener("focusin", (event) => highlightItems(itemsFor(event.target)));
  body.addEventListener("focusout", () => highlightItems([]));
  // A click on a suggestion scrolls to its words.
  body.addEventListener("click", (event) => {
    const item = event.target.closest("button, a, summary") ? null : itemOf(event.target);
    if (item) focusItem(item);
  });
  whenRedrawn(() => highlightItems(panel.hidden ? [] : itemsFor(document.activeElement)));
  // Loaded last. If that fails, the link remains.
  const later = globalThis.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => later(() => load().catch(() => {})), { once: true });
  if (document.readyState === "complete") later(() => load().catch(() => {}));
}
