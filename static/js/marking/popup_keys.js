// Letters that lead from the popup's empty tag field to its other fields, and Alt with them from
// any field. A tag that begins with such a letter: a space or a capital before it, or Backspace
// after it, which takes the letter back as the first of a tag.

const FIELDS = { p: "[data-person-filter]", c: "[data-claim-filter]", n: "[name=note]" };
const WITH_ALT = { ...FIELDS, t: "[data-tag-filter]" };
const LETTER = /^Key([A-Z])$/;

/** Let letters lead to the fields of a popup; `filter` is its tag field. */
export function jumpOnLetters(popup, filter) {
  // The field that a bare letter led to, and the letter.
  let led = null;

  function jump(selector) {
    const field = popup.querySelector(selector);
    // The claim's field makes way for the claim that was chosen.
    const shown = field.checkVisibility() ? field : popup.querySelector("[data-stance] :checked");
    shown.focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
    return shown;
  }

  function takeBack(letter) {
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
      led = { field, letter: key };
    } else if (key === "Backspace" && led?.field === target && !target.value) {
      takeBack(led.letter);
    } else return;
    event.preventDefault();
  });
  popup.addEventListener("focusout", ({ target }) => {
    if (target === led?.field) led = null;
  });
}
