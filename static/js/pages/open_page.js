// Takes the page that is open in another window, or what is pasted or dropped here, shows what the
// server understands of it, and saves it. Nothing of the page is run or drawn: only the server's
// fragments are.
import { describeError, fragmentOf, request } from "../ui/fragments.js";
import { keep as keepInTab, keptValue } from "../ui/tab_storage.js";

const ASK = "twosource-page";
const KEPT = "twosource-open-page";
// Code units of a page; the server reads pages of as many characters.
const MAX_PAGE = 5_000_000;
const LIMITS = { html: MAX_PAGE, url: 2_000, quote: 100_000, prefix: 200, suffix: 200 };
// How long the other window may take to answer.
const ANSWER_MILLISECONDS = 3_000;
const TOO_LARGE = "The page is too large to be handed over. Save it as a file and upload it.";
const TOO_LARGE_TO_KEEP = "The page is too large to be kept while you sign in. Sign in, then press the bookmark again.";
const SIGNED_OUT = "Nothing is lost.";
const OUT_OF_REACH = "The desk cannot be reached. Try again.";
const HTML_SOURCE = /^\s*<(?:!doctype html|html|head|body|article|div|p)\b/i;

const root = document.querySelector("[data-open-page]");
const form = root.querySelector("[data-page-form]");
const answer = root.querySelector("[data-page-answer]");
const problem = root.querySelector("[data-page-problem]");
const cut = root.querySelector("[data-page-cut]");

// The page: its name and words as a Blob, and what the browser knows of it.
let page = null;

function showProblem(message) {
  problem.replaceChildren(message);
  problem.hidden = !message;
}

/** The page of a message; null if it is none, with the reason shown if it is too large. */
function pageOf(message, origin) {
  const names = Object.keys(LIMITS);
  if (!message || names.some((name) => typeof message[name] !== "string")) return null;
  if (names.some((name) => message[name].length > LIMITS[name])) {
    showProblem(TOO_LARGE);
    return null;
  }
  const fields = Object.fromEntries(names.map((name) => [name, message[name]]));
  // A page may say that it is another site's; its origin is what the browser vouches for.
  const isItsOwn = URL.canParse(fields.url) && new URL(fields.url).origin === origin;
  return { ...fields, url: isItsOwn ? fields.url : "", origin, retrieved: new Date().toISOString() };
}

function takeMessage({ source, origin, data }) {
  if (source !== window.opener) return;
  const received = pageOf(data, origin);
  if (received) takeHandedOver(received);
}

function takeHandedOver(received) {
  clearTimeout(waiting);
  cut.hidden = true;
  const { html, origin, ...facts } = received;
  const from = document.querySelector("[data-page-origin]");
  from.textContent = origin === "null" ? "From a page that does not say which site it is." : `From ${origin}`;
  keep(received);
  take({ blob: new Blob([html], { type: "text/html" }), name: "page.html", facts });
}

/** Keep the page in this tab, so that signing in or a reload does not lose it. */
function keep(received) {
  if (!keepInTab(KEPT, JSON.stringify(received))) {
    if (!form) showProblem(TOO_LARGE_TO_KEEP);
    return;
  }
  const arrived = root.querySelector("[data-page-arrived]");
  if (arrived) arrived.hidden = false;
}

function take(given) {
  page = given;
  if (form) send(form.dataset.read);
}

/** Send the page with the fields of the form, and show the answer. */
async function send(address) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(page.facts)) if (!data.has(name)) data.set(name, value);
  data.set("page", page.blob, page.name);
  form.inert = true;
  try {
    const response = await request(address, { method: "POST", body: data });
    showProblem("");
    answer.replaceChildren(await fragmentOf(response));
    answer.focus({ preventScroll: true });
    if (answer.querySelector("[data-page-saved]")) keepInTab(KEPT, null);
  } catch (error) {
    showProblem(describeError(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH }));
  }
  form.inert = false;
}

/** Take HTML or a text that was pasted or dropped: of HTML, what was copied and nothing around it. */
function takeWords(html, text) {
  const source = html || (HTML_SOURCE.test(text) ? text : "");
  const [, copied] = /<!--StartFragment-->(.*)<!--EndFragment-->/s.exec(source) ?? [];
  const words = copied ?? (source || text);
  if (!words.trim()) return;
  answer.replaceChildren();
  take({ blob: new Blob([words]), name: source ? "page.html" : "page.txt", facts: {} });
}

function listenForWords() {
  const paste = root.querySelector("[data-page-paste]");
  const box = paste.querySelector("textarea");
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html) return;
    event.preventDefault();
    takeWords(html, "");
  });
  paste.addEventListener("submit", (event) => {
    event.preventDefault();
    takeWords("", box.value);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    answer.replaceChildren();
    if (file) take({ blob: file, name: file.name, facts: {} });
    else takeWords(event.dataTransfer.getData("text/html"), event.dataTransfer.getData("text/plain"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (page) send(form.action);
  });
}

/** Without an answer: show the page that is kept, or say that the link to it is cut. */
function giveUpWaiting(isFromBookmark) {
  const received = keptValue(KEPT);
  if (received) takeHandedOver(received);
  else cut.hidden = !isFromBookmark;
}

if (form) listenForWords();
// The bookmark adds the address of its page, which is all that arrives where the link is cut.
const isFromBookmark = location.hash.length > 1;
history.replaceState(null, "", location.pathname);
let waiting;
if (window.opener) {
  addEventListener("message", takeMessage);
  waiting = setTimeout(giveUpWaiting, ANSWER_MILLISECONDS, true);
  window.opener.postMessage(ASK, "*");
} else {
  giveUpWaiting(isFromBookmark);
}
