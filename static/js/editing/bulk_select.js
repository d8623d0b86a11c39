// Passages selected on their cards: changes their tags together, or joins them.
import { request } from "../ui/fragments.js";
import { elementFrom } from "../ui/markup.js";
import { closeCard } from "../reading/open_card.js";
import { addressOf, cardOf, passageOf, whenRedrawn } from "../reading/passages.js";
import { offerNames } from "../ui/name_offers.js";
import { isSheet } from "../reading/card_sheet.js";
import { submitChange, showRequestError } from "../reading/undo.js";

const BAR = `<form class="boundary-handles__bar" method="post" aria-label="Selected passages" autocomplete="off" data-several>
  <p class="boundary-handles__words"><strong role="status" data-count></strong></p>
  <p class="boundary-handles__actions">
    <label>Add tags <input name="tags" data-several placeholder="Tags"></label>
    <label>Remove tags <input name="without" list="bulk-tags-off" placeholder="Tags"></label> <button class="button">Change tags</button>
    <button class="button button--word" type="button" data-join>Join passages</button>
    <button class="button button--word" type="button" data-none>Clear selection <kbd aria-hidden="true">Esc</kbd></button>
  </p>
  <datalist id="bulk-tags-off"></datalist>
</form>`;

const text = document.querySelector("[data-article-text]");
const selected = new Set();
let bar = null;

const namesIn = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

function setOptions(list, names) {
  const options = [...new Set(names)].map((name) => Object.assign(document.createElement("option"), { value: name }));
  bar.querySelector(list).replaceChildren(...options);
}

function update() {
  for (const id of selected) if (!cardOf(id)) selected.delete(id);
  for (const card of document.querySelectorAll("[data-passage]")) {
    const isSelected = selected.has(passageOf(card));
    card.toggleAttribute("data-chosen", isSelected);
    card.querySelector("[data-choose]")?.setAttribute("aria-pressed", isSelected);
  }
  if (!selected.size) {
    bar?.remove();
    bar = null;
    return;
  }
  if (!bar) openBar();
  bar.querySelector("[data-count]").textContent = `${selected.size} passage${selected.size === 1 ? "" : "s"} selected`;
  bar.querySelector("[data-join]").hidden = selected.size < 2;
  setOptions("#bulk-tags-off", namesIn("[data-passage][data-chosen] [data-tags] .tag"));
}

function clearSelection() {
  const [first] = selected;
  selected.clear();
  update();
  cardOf(first)?.querySelector("[data-quote]").focus({ preventScroll: true });
}

async function join() {
  const [target, ...others] = selected;
  const url = addressOf(target);
  let version;
  try {
    const response = await request(`${url.slice(0, -1)}.json`);
    ({ version } = await response.json());
  } catch (error) {
    return showRequestError(error);
  }
  const fields = new URLSearchParams({ do: "join", version, revision: text.dataset.revision });
  for (const id of others) fields.append("others", id);
  if (await submitChange(`${url}mend/`, fields)) clearSelection();
}

function openBar() {
  bar = elementFrom(BAR);
  bar.action = `${document.querySelector("[data-cards]").dataset.url}tags/`;
  const field = bar.querySelector("[name=tags]");
  field.dataset.offers = document.querySelector("[data-tag-options]").dataset.url;
  document.querySelector("main").append(bar);
  offerNames(field);
  let submittedTags = "";
  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(bar));
    for (const id of selected) fields.append("passages", id);
    fields.append("ask_near", "1");
    const tags = fields.get("tags");
    // Submitting again unchanged confirms new names that are similar to existing tags.
    if (tags === submittedTags) for (const name of tags.split(",")) fields.append("near_seen", name.trim());
    submittedTags = tags;
    if (await submitChange(bar.action, fields)) clearSelection();
  });
  bar.querySelector("[data-join]").addEventListener("click", join);
  bar.querySelector("[data-none]").addEventListener("click", clearSelection);
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !bar || event.target.closest("dialog, [data-popup], [data-ends]")) return;
    // Its list of known names closes first.
    if (event.target.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    clearSelection();
  },
  true,
);

/** Select a passage, or deselect it. */
export function toggle(id) {
  if (!selected.delete(id)) selected.add(id);
  // The bar is where the sheet would be.
  if (isSheet()) closeCard();
  update();
}

whenRedrawn(() => queueMicrotask(update));
