// Single letters move the focus from the popup's empty tag field to another field; with Alt, from
// any field. To type a tag that begins with such a letter: type a space or a capital first, or
// press Backspace afterwards, which returns to the tag field with the letter.

const FIELDS = { p: "[data-person-filter]", c: "[data-claim-filter]", n: "[name=note]" };
const WITH_ALT = { ...FIELDS, t: "[data-tag-filter]" };
const LETTER = /^Key([A-Z])$/;

/** Bind the letters of a popup; `filter` is its tag field. */
export function focusFieldsOnLetters(popup, filter) {
  // The field that a bare letter moved the focus to, and the letter.
  let lastJump = null;

  function jump(selector) {
    const field = popup.querySelector(selector);
    // The claim field is hidden once a claim was chosen.
    const shown = field.checkVisibility() ? field : popup.querySelector("[data-stance] :checked");
    shown.focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
    return shown;
  }

  function returnLetter(letter) {
    filter.value = letter;
    filter.focus({ preventScroll: true });
    filter.dispatchEvent(new Event("input", { bubbles: true }));
  }

  popup.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    const { key, target } = event;
    const withAlt = event.altKey && WITH_ALT[LETTER.exec(event.code)?.[1].toLowerCase()];
    const isFirst = target === filter && !filter.value && !event.altKey;
    if (withAlt) jump(withAlt);
    else if (isFirst && FIELDS[key]) {
      const field = jump(FIELDS[key]);
      lastJump = { field, letter: key };
    } else if (key === "Backspace" && lastJump?.field === target && !target.value) {
      returnLetter(lastJump.letter);
    } else return;
    event.preventDefault();
  });
  popup.addEventListener("focusout", ({ target }) => {
    if (target === lastJump?.field) lastJump = null;
  });
}
