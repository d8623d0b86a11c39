// Says what the outbox has not sent: why, what it is, and what can be done about it.
import { describeError, Unavailable } from "./fragments.js";
import { currentObstacle, drop, tryAgain, unsent, unsentByOthers, whenChanged, whenDelivered } from "./outbox.js";
import { elementFrom } from "./markup.js";
import { showNotice } from "../reading/notices.js";
import { addOffer } from "../reading/same_words_offer.js";

const KEPT = "Your input is kept.";
const OUT_OF_REACH = "The desk cannot be reached. Your input is kept and sent as soon as possible.";

const NOTICE = `<div class="passing-notice unsent" tabindex="-1" data-notice data-asks>
  <p><strong data-number></strong> <span data-obstacle></span></p>
  <button class="button button--word" type="button" data-all-again>Try now</button>
  <ul></ul>
</div>`;
const ITEM = `<li>
  <q><a class="plain-link"></a></q> <span class="soft" data-words></span>
  <div class="unsent__refusal" data-refusal></div>
  <button class="button button--word" type="button" data-again>Try again</button>
  <button class="button button--word" type="button" data-edit>Edit</button>
  <button class="button button--word" type="button" data-drop>Discard</button>
</li>`;

let notice = null;
// What it says, as a string.
let shownState = "";
// Opens an entry to be changed, where the page can do so; see `editUnsent`.
let editor = { accepts: () => false };

/** The reason for which nothing is sent, as a string or a node. */
function reasonOf(obstacle) {
  const reason = describeError(obstacle, { signedOut: KEPT, outOfReach: OUT_OF_REACH });
  return obstacle instanceof Unavailable ? `${reason} ${KEPT}` : reason;
}

const passages = (number) => `${number} passage${number === 1 ? "" : "s"}`;

/** Let the page change entries: `accepts(entry)`, and `edit(entry)`, which replaces it. */
export function editUnsent(newEditor) {
  editor = newEditor;
  shownState = "";
  update();
}

function itemOf(entry) {
  const item = elementFrom(ITEM);
  const link = item.querySelector("a");
  link.href = entry.page;
  link.textContent = entry.quote;
  item.querySelector("[data-words]").textContent = entry.words;
  item.querySelector("[data-refusal]").innerHTML = entry.refusal ?? "";
  item.querySelector("[data-edit]").hidden = !entry.refusal || !editor.accepts(entry);
  item.querySelector("[data-again]").hidden = !entry.refusal;
  item.addEventListener("click", ({ target }) => {
    const { again, edit, drop: isDropped } = target.closest("button")?.dataset ?? {};
    if (again !== undefined) tryAgain(entry.key);
    else if (edit !== undefined) editor.edit(entry);
    else if (isDropped !== undefined) drop(entry.key);
  });
  return item;
}

function update() {
  const entries = unsent();
  const obstacle = currentObstacle();
  if (!entries.some(({ refusal }) => refusal || obstacle)) {
    notice?.remove();
    notice = null;
    return;
  }
  // After each try all is as before: drawn again it would be read aloud again.
  const state = JSON.stringify([entries, obstacle && [obstacle.constructor.name, obstacle.message]]);
  if (notice && shownState === state) return;
  shownState = state;
  const isNew = !notice;
  const hadFocus = notice?.contains(document.activeElement);
  notice ??= elementFrom(NOTICE);
  notice.querySelector("[data-number]").textContent = `${passages(entries.length)} not saved yet.`;
  notice.querySelector("[data-obstacle]").replaceChildren(obstacle ? reasonOf(obstacle) : "");
  notice.querySelector("[data-all-again]").hidden = !obstacle;
  notice.querySelector("ul").replaceChildren(...entries.map(itemOf));
  if (isNew) {
    notice.querySelector("[data-all-again]").addEventListener("click", () => tryAgain());
    showNotice(notice);
  } else if (hadFocus) notice.focus({ preventScroll: true });
}

whenChanged(update);
whenDelivered((_, answer) => {
  const saved = answer.querySelector("[data-notice]");
  showNotice(saved);
  const later = globalThis.requestIdleCallback ?? setTimeout;
  later(() => addOffer(saved));
});
update();
const others = unsentByOthers();
if (others) {
  const message = document.createElement("p");
  message.className = "passing-notice";
  message.textContent = `Not sent: ${passages(others)} that another member saved in this tab. Kept until that member signs in again.`;
  showNotice(message);
}
