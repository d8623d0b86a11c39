// The popup at the selection: opens, keeps the words highlighted, and restores the selection when
// it closes.
import { extendSelection } from "./selection_keys.js";
import { claimPicker } from "./claim_picker.js";
import { draw } from "./temporary_highlights.js";
import { focusFieldsOnKeys, keepKeys } from "./popup_keys.js";
import { describe, rangeOf, spanOf } from "../text/offsets.js";
import { cardOf, segmentsOf, whenRedrawn } from "../reading/passages.js";
import { peoplePicker } from "./people_picker.js";
import { isMarked, markedWords } from "./marked_words.js";
import { placePopup } from "./popup_position.js";
import { createSaver } from "./save.js";
import { tagPicker } from "./tag_picker.js";
import { closeCard } from "../reading/open_card.js";
import { isSheet } from "../reading/card_sheet.js";
import { closeOverlapMenu } from "../reading/overlap_menu.js";
import { showRequestError, submitChange } from "../reading/undo.js";
import { request } from "../ui/fragments.js";
import { drop } from "../ui/outbox.js";
import { editUnsent } from "../ui/unsent_notice.js";

const SLIM = "data-slim";
const isBeside = matchMedia("(width >= 56rem)");

const isSame = (a, b) => a?.start === b?.start && a?.end === b?.end;

/**
 * Set up the popup of an article's text.
 *
 * Returns `open(selected)`, to be called with each selection; `edit(id, url)`, which opens it with a
 * passage and the address of its form; `tagAndSave(digit, selected)`, which tags with the tag that has
 * a digit as its key and saves without opening; and `withKey(digit)`, the offer of that tag, or null. A
 * selection is what `readSelection` returns, with `returnFocus()` if the focus should return to the
 * text afterwards.
 */
export function createPopup(popup, text) {
  const form = popup.querySelector("form");
  const { elements } = form;
  let span = null;
  let anchorAndFocus = null;
  let returnFocus = null;
  // Closed by the reader: the restored selection must not open it again.
  let isDismissed = false;
  let savedSpan = null;
  // While what was typed is looked up before it is saved: the last selection made meanwhile.
  let isCommitting = false;
  let queuedSelection = null;
  // The key of the entry of the outbox that is being edited.
  let replacedKey = null;
  // The passage that is being edited: its address, version, and what the fields had at first.
  let edited = null;

  const save = () => form.requestSubmit();
  const reposition = () => span && !popup.hidden && placePopup(popup, rangeOf(text, span));
  const options = { save, changed: reposition, isQuick: () => popup.hasAttribute(SLIM) };
  const tags = tagPicker(popup.querySelector("[data-tags]"), options);
  const people = peoplePicker(popup.querySelector("[data-people]"), options);
  const claim = claimPicker(popup.querySelector("[data-claim]"), {
    ...options,
    quote: () => elements.quote.value,
    speaker: () => people.speaker,
  });
  const pickers = [tags, people, claim];
  const marked = markedWords(popup.querySelector("[data-marked]"), text);
  const errorBox = popup.querySelector("[data-wrong]");
  /** The tags on the card of a passage that was just saved are the recent ones. */
  function noteSaved(card) {
    const words = [...card.querySelectorAll("[data-tags] .tag")];
    tags.noteUsed(words.map(({ textContent, dataset: { hue } }) => ({ name: textContent.trim(), hue })));
  }
  const saver = createSaver(form.action, text, { isIdle: () => popup.hidden, noteSaved });

  const isEmpty = () => !elements.note.value.trim() && pickers.every((picker) => picker.isEmpty);

  const draftOf = () => ({ tags: tags.draft, people: people.draft, claim: claim.draft, note: elements.note.value });
  const typedIn = () => [...popup.querySelectorAll("[role=combobox]")].map(({ value }) => value);
  const fieldsNow = () => JSON.stringify([draftOf(), typedIn()]);
  /** Whether nothing was put into the popup that closing it would drop. */
  const isUntouched = () => (edited ? edited.fields === fieldsNow() : isEmpty());

  function setEdited(passage) {
    edited = passage;
    marked.show(null);
    popup.ariaLabel = passage ? "Edit passage" : "New passage";
  }

  function clear() {
    form.reset();
    setEdited(null);
    for (const picker of pickers) picker.clear();
    errorBox.replaceChildren();
    replacedKey = null;
  }

  /** Fill in the form for a span, with a new key. */
  function setSpan(selected) {
    ({ span, anchorAndFocus } = selected);
    const described = describe(text, span);
    for (const [name, value] of Object.entries(described)) elements[name].value = value;
    elements.key.value = crypto.randomUUID();
    elements.same_seen.value = "";
    if (!edited) marked.show(span);
  }

  /** Switch to a selection; a draft for the same words stays. */
  function setSelection(selected) {
    returnFocus = selected.returnFocus ?? null;
    if (isSame(selected.span, span)) return;
    if (popup.hidden) clear();
    setSpan(selected);
  }

  function show() {
    // The first of two clicks opened it.
    closeOverlapMenu();
    draw("pending", rangeOf(text, span));
    popup.hidden = false;
    reposition();
  }

  function close({ keepSelection = true } = {}) {
    if (popup.hidden || isCommitting) return;
    popup.hidden = true;
    draw("pending");
    isDismissed = keepSelection;
    if (keepSelection) restoreSelection();
  }

  function restoreSelection() {
    document.activeElement?.blur();
    if (returnFocus) return returnFocus();
    const selection = getSelection();
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, span);
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  function open(selected) {
    if (edited && selected && !popup.hidden) {
      if (!isUntouched()) return;
      popup.hidden = true;
      span = null;
    }
    // Selections changed by key may be reported late, during or after the save.
    const isByHand = !selected || selected.isPointed || selected.returnFocus;
    if (!isByHand && isSame(selected.span, isCommitting ? span : savedSpan)) return;
    savedSpan = null;
    queuedSelection = isCommitting ? selected : null;
    if (isCommitting) return;
    if (!selected) {
      isDismissed = false;
      // On touch the system's menu or a tap elsewhere clears the selection.
      if (popup.hasAttribute(SLIM) && isEmpty()) close({ keepSelection: false });
      return;
    }
    const isUnchanged = isSame(selected.span, span);
    if (isUnchanged && (!popup.hidden || (isDismissed && !selected.isPointed && !selected.returnFocus))) return;
    setSelection(selected);
    if (popup.hidden) popup.toggleAttribute(SLIM, Boolean(selected.isTouch) && isEmpty());
    show();
    if (!selected.isTouch) tags.input.focus({ preventScroll: true });
    if (selected.first) tags.add(selected.first);
  }

  function tagAndSave(digit, selected) {
    const tag = tags.withKey(digit);
    // Where the words are marked already, the popup says so.
    if (isMarked(text, selected.span)) return open({ ...selected, first: tag });
    const draft = { tags: [tag], people: [], claim: null, note: "" };
    const fields = {
      ...describe(text, selected.span),
      revision: elements.revision.value,
      key: crypto.randomUUID(),
      ask_same: 1,
      tags: tag.name,
    };
    saver.save({ fields, span: selected.span, hue: tag.hue, draft });
  }

  /** Fill in the fields of a draft. */
  function restore(draft) {
    tags.restore(draft.tags);
    people.restore(draft.people);
    if (draft.claim) claim.restore(draft.claim);
    elements.note.value = draft.note;
  }

  /** Close and continue where the words were, without waiting for the desk. */
  function handOver() {
    saver.save({ fields: new FormData(form), span, hue: tags.hue, draft: draftOf() });
    if (replacedKey) drop(replacedKey);
    const { endContainer, endOffset } = rangeOf(text, span);
    popup.hidden = true;
    draw("pending");
    isDismissed = false;
    clear();
    savedSpan = span;
    span = null;
    if (returnFocus) return returnFocus();
    document.activeElement?.blur();
    // Shift+arrows continue from the end of the passage.
    getSelection().collapse(endContainer, endOffset);
  }

  /** What a passage has, as the popup is filled in; null, and it is said why, without an answer. */
  async function fetchPassage(url) {
    try {
      const response = await request(url);
      if (!response.ok) throw new TypeError(`The desk answered ${response.status}.`);
      return await response.json();
    } catch (error) {
      showRequestError(error);
      return null;
    }
  }

  /** Add what is in the popup to the member's passage on the same words. */
  async function addToMarked({ card, url }) {
    const passage = await fetchPassage(url);
    if (!passage) return;
    const draft = draftOf();
    const notes = [passage.note, draft.note].filter(Boolean);
    tags.clear();
    restore({ tags: [...passage.tags, ...draft.tags], people: passage.people, claim: null, note: [...new Set(notes)].join("\n") });
    setEdited({ card, url, version: passage.version, fields: "" });
    await saveEdit();
  }

  /** Send the changed passage; the popup stays until the desk has it, or has refused it. */
  async function saveEdit() {
    const { url, card } = edited;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("version", edited.version);
    form.ariaBusy = "true";
    // After an edit conflict, which was said, what is typed replaces the version of now.
    const refused = ({ dataset: { version } }) => version && Object.assign(edited, { version });
    if (await submitChange(url, fields, null, refused)) {
      popup.hidden = true;
      const saved = cardOf(card);
      if (saved) noteSaved(saved);
      draw("pending");
      clear();
      span = null;
      focusCard(card);
    }
    form.ariaBusy = null;
  }

  const focusCard = (id) => cardOf(id)?.querySelector("[data-quote]").focus({ preventScroll: true });

  /** Open with what a passage has, to be changed; `url` is the address of its form. */
  async function edit(card, url) {
    if (!isUntouched() && (edited?.card === card || !popup.hidden)) {
      show();
      return tags.input.focus({ preventScroll: true });
    }
    const passage = await fetchPassage(url);
    if (!passage) return;
    const segments = segmentsOf(card);
    // Its words have no place in the text: they are to be reviewed.
    if (!segments.length) return location.assign(url);
    if (!popup.hidden && !isUntouched()) return;
    if (isSheet()) closeCard();
    const range = document.createRange();
    range.setStartBefore(segments[0]);
    range.setEndAfter(segments.at(-1));
    clear();
    const { startContainer, startOffset, endContainer, endOffset } = range;
    setSpan({ span: spanOf(text, range), anchorAndFocus: [startContainer, startOffset, endContainer, endOffset] });
    returnFocus = () => focusCard(card);
    restore({ ...passage, claim: null });
    claim.link(passage.evidence);
    setEdited({ card, url, version: passage.version, fields: fieldsNow() });
    popup.toggleAttribute(SLIM, false);
    show();
    tags.input.focus({ preventScroll: true });
  }

  function showProblem(problem) {
    queuedSelection = null;
    errorBox.replaceChildren(problem);
    popup.toggleAttribute(SLIM, false);
    show();
    errorBox.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isCommitting) return;
    isCommitting = true;
    errorBox.replaceChildren();
    try {
      const problems = await Promise.all(pickers.map((picker) => picker.commit()));
      const problem = problems.find(Boolean);
      if (problem) showProblem(problem);
      else if (edited) await saveEdit();
      else if (marked.target) await addToMarked(marked.target);
      else handOver();
    } finally {
      isCommitting = false;
    }
    if (queuedSelection) open(queuedSelection);
  });

  editUnsent({
    accepts: saver.isOnPage,
    edit(entry) {
      // What is being typed stays.
      if (!popup.hidden && !isUntouched()) return tags.input.focus({ preventScroll: true });
      const { startContainer, startOffset, endContainer, endOffset } = rangeOf(text, entry.span);
      const anchorAndFocus = [startContainer, startOffset, endContainer, endOffset];
      clear();
      setSpan({ span: entry.span, anchorAndFocus });
      returnFocus = null;
      restore(entry.draft);
      replacedKey = entry.key;
      popup.toggleAttribute(SLIM, false);
      startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
      show();
      tags.input.focus({ preventScroll: true });
    },
  });

  popup.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.target === tags.input && !tags.input.value && !edited) {
      const selected = extendSelection(text, anchorAndFocus, event);
      if (!selected) return;
      event.preventDefault();
      setSpan(selected);
      show();
    }
  });
  focusFieldsOnKeys(popup);
  keepKeys(popup, text, tags.input);
  addEventListener("beforeunload", (event) => !popup.hidden && !isUntouched() && event.preventDefault());
  popup.querySelector("[data-close]").addEventListener("click", () => close());
  popup.querySelector("[data-more]").addEventListener("click", () => {
    popup.removeAttribute(SLIM);
    reposition();
  });
  document.addEventListener("pointerdown", (event) => {
    if (popup.hidden || popup.contains(event.target)) return;
    // Shift+click extends the browser's selection, so restore it first.
    if (event.shiftKey && text.contains(event.target)) getSelection().setBaseAndExtent(...anchorAndFocus);
    // A press elsewhere closes an empty popup. The slim one closes with the selection, which stays
    // while a finger scrolls.
    else if (isUntouched() && !popup.hasAttribute(SLIM)) close({ keepSelection: false });
  });
  whenRedrawn(() => span && !popup.hidden && draw("pending", rangeOf(text, span)));
  new ResizeObserver(reposition).observe(popup);
  addEventListener("resize", reposition);
  // It stays on the screen while the words beside it are read on.
  addEventListener("scroll", () => isBeside.matches && !popup.hasAttribute(SLIM) && reposition(), { passive: true });

  return { open, edit, tagAndSave, withKey: tags.withKey };
}
