// The reading page: what each behaviour is lies in its own module.
import "./copy.js";
import { openFoldsOnClick } from "./folds.js";
import { lightOnPointing } from "./lighting.js";
import { openOnClick } from "./opening.js";
import { popupAt } from "./popup.js";
import { watchSelection } from "./selection.js";
import { undoOnKeys } from "./undoing.js";
import { walkOnKeys } from "./walking.js";

const text = document.querySelector("[data-article-text]");
const template = document.querySelector("[data-popup-template]");

lightOnPointing();
openOnClick();
openFoldsOnClick();
walkOnKeys();
undoOnKeys();
if (template) {
  template.replaceWith(template.content);
  watchSelection(text, popupAt(document.querySelector("[data-popup]"), text).open);
}
