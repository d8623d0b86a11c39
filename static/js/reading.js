// The reading page: what each behaviour is lies in its own module.
import "./copy.js";
import { lightOnPointing } from "./lighting.js";
import { openOnClick } from "./opening.js";
import { popupAt } from "./popup.js";
import { watchSelection } from "./selection.js";

const text = document.querySelector("[data-article-text]");
const popup = document.querySelector("[data-popup]");

lightOnPointing();
openOnClick();
if (popup) watchSelection(text, popupAt(popup, text).open);
