// Keys of the open popup. Alt with a letter moves the focus to a field of the popup. On Apple systems Option alone types
// characters, so it is Ctrl+Option there. Without such keys every letter is typed.

const FIELDS = { t: "[data-tag-filter]", p: "[data-person-filter]", c: "[data-claim-filter]", n: "[name=note]" };
const LETTER = /^Key([A-Z])$/;
const isApple = /^(?:Mac|iP)/.test(navigator.platform);

/** The letter of a key pressed with Alt, lower case, or undefined. Other alphabets: by position. */
function letterOf({ key, code, altKey, ctrlKey, metaKey }) {
  if (!altKey || metaKey || ctrlKey !== isApple) return undefined;
  return (/^[a-z]$/i.test(key) ? key : LETTER.exec(code)?.[1])?.toLowerCase();
}

/** Bind the keys of the fields of a popup. */
export function focusFieldsOnKeys(popup) {
  if (isApple) for (const key of popup.querySelectorAll("[data-alt]")) key.textContent = `⌃⌥${key.dataset.alt}`;
  popup.addEventListener("keydown", (event) => {
    const selector = FIELDS[letterOf(event)];
    if (!selector || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    const field = popup.querySelector(selector);
    // The claim field is hidden once a claim was chosen, or drafted.
    const others = [...popup.querySelectorAll("[name=statement], [data-stance] :checked")];
    const shown = [field, ...others].find((each) => each.checkVisibility());
    shown.focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
  });
}

const TYPING = /^(?:.|Escape|Enter|Backspace)$/u;

/**
 * Send keys pressed on the text beside an open popup to its field that had the focus last, or to
 * `firstField`. Keys that scroll and copy stay with the text.
 */
export function keepKeys(popup, text, firstField) {
  let lastField = firstField;
  popup.addEventListener("focusin", ({ target }) => {
    if (target.matches("input, textarea")) lastField = target;
  });
  addEventListener(
    "keydown",
    (event) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      const isOnText = target === document.body || text.contains(target);
      const isMeant = key === "Enter" || !(ctrlKey || metaKey) || altKey;
      if (popup.hidden || !isOnText || key === " " || !TYPING.test(key) || !isMeant || event.isComposing) return;
      const field = lastField.checkVisibility() ? lastField : firstField;
      field.focus({ preventScroll: true });
      event.stopPropagation();
      // What the field does with the key, unless it types it.
      if (!field.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
    },
    true,
  );
}
