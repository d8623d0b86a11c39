// The popup's claim: none, an existing one with a stance, or a new one, drafted here with its
// statement and speaker; and those that the passage is evidence for, each with its stance.
import { chosenList, REMOVE } from "./chosen_list.js";
import { combobox } from "../ui/combobox.js";
import { elementFrom } from "../ui/markup.js";

const NAMED = '<span data-name></span> <input type="hidden">';
const SPEAKER = `<li class="popup__person">${NAMED} ${REMOVE}</li>`;
const CLAIM = `<li class="popup__claim">${NAMED} ${REMOVE}</li>`;
const LINKED = `<li class="popup__claim">
  <span data-name></span>
  <select name="evidence">
    <option value="reports">reports</option>
    <option value="supports">supports</option>
    <option value="contradicts">contradicts</option>
    <option value="none">not linked</option>
  </select>
</li>`;

/**
 * Set up the speaker of a new claim: one person, existing or new, or none; `leave()` takes the focus
 * from the field, which a chosen speaker hides.
 */
function speakerPicker(root, { save, changed, leave }) {
  const field = root.querySelector("[data-pick-speaker]");
  const input = root.querySelector("[data-speaker-filter]");
  const list = root.querySelector("[data-chosen-speaker]");
  const chosen = chosenList(list, {
    markup: SPEAKER,
    fill(item, { name, value, isNew }) {
      const hidden = item.querySelector("input");
      hidden.name = isNew ? "new_claim_speaker" : "claim_speaker";
      hidden.value = isNew ? name : value;
    },
    changed() {
      field.hidden = !chosen.isEmpty;
      changed();
    },
  });
  const offers = combobox(input, root.querySelector("[data-speaker-options]"), {
    choose(offer) {
      chosen.add(offer);
      leave();
    },
    onEmptyEnter: save,
    allowsNew: true,
  });
  list.addEventListener("click", () => chosen.isEmpty && input.focus({ preventScroll: true }));
  return {
    add: chosen.add,
    get draft() {
      return chosen.offers;
    },
    commit: offers.commit,
    clear() {
      chosen.clear();
      offers.clear();
    },
  };
}

/**
 * Set up the claim of a popup; `save` is called for Enter in an empty field. `quote()` is the
 * statement of a new claim for which none was typed, `speaker()` its speaker, or null.
 */
export function claimPicker(root, { save, changed, quote, speaker }) {
  const input = root.querySelector("[data-claim-filter]");
  const field = root.querySelector("[data-pick]");
  const stance = root.querySelector("[data-stance]");
  const draft = root.querySelector("[data-draft]");
  const statement = draft.querySelector("[name=statement]");
  const list = root.querySelector("[data-chosen]");
  const linked = root.querySelector("[data-linked]");
  const focusStance = () => stance.querySelector(":checked").focus({ preventScroll: true });
  const speakers = speakerPicker(draft, { save, changed, leave: focusStance });

  const chosen = chosenList(list, {
    markup: CLAIM,
    fill(item, { value, isNew }) {
      const hidden = item.querySelector("input");
      hidden.name = "claim";
      hidden.value = value;
      hidden.disabled = isNew;
    },
    changed() {
      field.hidden = !chosen.isEmpty;
      // Without a claim no stance is sent.
      stance.disabled = stance.hidden = chosen.isEmpty;
      draft.disabled = draft.hidden = !list.querySelector("input:disabled");
      changed();
    },
  });

  function choose(offer) {
    chosen.clear();
    if (!offer.isNew) {
      chosen.add(offer);
      focusStance();
      return;
    }
    chosen.add({ ...offer, name: "New claim" });
    statement.value = (offer.name || quote()).replace(/\s+/g, " ").trim().slice(0, statement.maxLength);
    speakers.clear();
    if (speaker()) speakers.add(speaker());
    statement.focus({ preventScroll: true });
    root.scrollIntoView({ block: "nearest" });
  }

  const offers = combobox(input, root.querySelector("[data-claim-options]"), { choose, onEmptyEnter: save });

  list.addEventListener("click", () => chosen.isEmpty && input.focus({ preventScroll: true }));
  // A statement is one line, however many the field shows.
  statement.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    save();
  });

  /** The stance towards each claim that the passage is evidence for. */
  const stances = () => [...linked.querySelectorAll("select")].map(({ value }) => value);

  return {
    /** Show the claims that the passage is evidence for: their name, value (an id) and stance. */
    link(evidence) {
      const items = evidence.map(({ name, value, stance: current }) => {
        const item = elementFrom(LINKED);
        const select = item.querySelector("select");
        item.querySelector("[data-name]").textContent = name;
        select.ariaLabel = `How this passage relates to “${name}”`;
        for (const option of select.options) option.value = `${value} ${option.value}`;
        select.value = `${value} ${current}`;
        return item;
      });
      linked.replaceChildren(...items);
    },
    get isEmpty() {
      return chosen.isEmpty && !input.value.trim();
    },
    get draft() {
      const { value } = stance.querySelector(":checked");
      return { linked: stances(), chosen: chosen.offers, statement: statement.value, speakers: speakers.draft, stance: value };
    },
    restore(restored) {
      restored.chosen.forEach(chosen.add);
      restored.speakers.forEach(speakers.add);
      statement.value = restored.statement;
      stance.querySelector(`[value="${restored.stance}"]`).checked = true;
    },
    async commit() {
      if (!draft.disabled && !statement.value.trim()) return "The new claim has no statement.";
      return (await offers.commit()) ?? speakers.commit();
    },
    clear() {
      chosen.clear();
      offers.clear();
      speakers.clear();
      linked.replaceChildren();
    },
  };
}
