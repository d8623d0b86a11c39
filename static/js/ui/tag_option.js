// Draws the tags that the desk offers: it sends of each only what differs, its name, hue, key and
// definition.
import { fragmentFrom } from "./markup.js";

const OPTION = `<kbd aria-hidden="true"></kbd>
<span><span class="tag" dir="auto"></span> <span class="soft" data-similar>similar</span></span>
<span class="popup__check">added</span>
<span class="popup__about" data-about></span>`;

/** Draw an option for a tag, whose text is the definition; other options, and drawn ones, stay. */
export function drawTag(option) {
  const { name, hue, digit, near } = option.dataset;
  if (hue === undefined || option.childElementCount) return;
  const definition = option.textContent;
  const parts = fragmentFrom(OPTION);
  const [key, words, , about] = parts.children;
  words.firstElementChild.textContent = name;
  if (near === undefined) words.lastElementChild.remove();
  if (definition) about.textContent = definition;
  else about.remove();
  if (digit) {
    key.textContent = digit;
    option.setAttribute("aria-keyshortcuts", digit);
  } else key.remove();
  option.classList.add("popup__option");
  option.setAttribute("aria-selected", "false");
  option.replaceChildren(parts);
}
