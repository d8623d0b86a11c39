// Several passages chosen on their cards: their tags are changed at once, or they are joined.
import { ask } from "../ui/fragments.js";
import { closeCard } from "../reading/open_card.js";
import { cardOf, whenRedrawn } from "../reading/passages.js";
import { isSheet } from "../reading/card_sheet.js";
import { change, tellWhy } from "../reading/undo.js";

const text = document.querySelector("[data-article-text]");
const template = document.querySelector("[data-chosen-template]");
const chosen = new Set();
let bar = null;

const namesIn = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

function offer(list, names) {
  const options = [...new Set(names)].map((name) => Object.assign(document.createElement("option"), { value: name }));
  bar.querySelector(list).replaceChildren(...options);
}

function show() {
  for (const id of chosen) if (!cardOf(id)) chosen.delete(id);
  for (const card of document.querySelectorAll("[data-passage]")) {
    const isChosen = chosen.has(card.dataset.passage);
    card.toggleAttribute("data-chosen", isChosen);
    card.querySelector("[data-choose]")?.setAttribute("aria-pressed", isChosen);
  }
  if (!chosen.size) {
    bar?.remove();
    bar = null;
    return;
  }
  if (!bar) open();
  bar.querySelector("[data-count]").textContent = `${chosen.size} passage${chosen.size === 1 ? "" : "s"} chosen`;
  bar.querySelector("[data-join]").hidden = chosen.size < 2;
  offer("#ends-tags", [...namesIn("[data-tag-options] [data-name] .tag"), ...namesIn("[data-legend] .tag")]);
  offer("#ends-tags-off", namesIn("[data-passage][data-chosen] [data-tags] .tag"));
}

function none() {
  const [first] = chosen;
  chosen.clear();
  show();
  cardOf(first)?.querySelector("[data-quote]").focus({ preventScroll: true });
}

async function join() {
  const [kept, ...others] = chosen;
  const url = cardOf(kept).querySelector("[data-mend]").dataset.mend;
  let version;
  try {
    const response = await ask(`${url.slice(0, -1)}.json`);
    ({ version } = await response.json());
  } catch (error) {
    return tellWhy(error);
  }
  const fields = new URLSearchParams({ do: "join", version, revision: text.dataset.revision });
  for (const id of others) fields.append("others", id);
  if (await change(`${url}mend/`, fields)) none();
}

function open() {
  bar = template.content.firstElementChild.cloneNode(true);
  document.querySelector("main").append(bar);
  let asked = "";
  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(bar));
    for (const id of chosen) fields.append("passages", id);
    fields.append("ask_near", "1");
    const tags = fields.get("tags");
    // Sent again, new names that are nearly known ones are meant.
    if (tags === asked) for (const name of tags.split(",")) fields.append("near_seen", name.trim());
    asked = tags;
    if (await change(bar.action, fields)) none();
  });
  bar.querySelector("[data-join]").addEventListener("click", join);
  bar.querySelector("[data-none]").addEventListener("click", none);
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !bar || event.target.closest("dialog, [data-popup], [data-ends]")) return;
    event.preventDefault();
    none();
  },
  true,
);

/** Choose a passage among several, or no longer. */
export function toggle(id) {
  if (!chosen.delete(id)) chosen.add(id);
  // The bar stands where the sheet would.
  if (isSheet()) closeCard();
  show();
}

whenRedrawn(() => queueMicrotask(show));
