// The reading page: what each behaviour is lies in its own module.
import "./copy.js";
import { readingCursor } from "./cursor.js";
import { openFoldsOnClick } from "./folds.js";
import { placeInHand } from "./hand.js";
import { lightOnPointing } from "./lighting.js";
import { mendOnKeys, takes } from "./mending.js";
import { openOnClick } from "./opening.js";
import { popupAt } from "./popup.js";
import { showSaid } from "./said.js";
import { watchSelection } from "./selection.js";
import { suggestInMargin } from "./suggestions.js";
import { watchColleagues } from "./together.js";
import { undoOnKeys } from "./undoing.js";
import { walkOnKeys } from "./walking.js";

const text = document.querySelector("[data-article-text]");
const hand = document.querySelector("[data-hand]");
const template = document.querySelector("[data-popup-template]");

showSaid();
lightOnPointing();
openOnClick();
openFoldsOnClick();
walkOnKeys();
undoOnKeys();
suggestInMargin();
watchColleagues();
if (hand) watchSelection(text, placeInHand(hand, text));
else {
  template?.replaceWith(template.content);
  const popup = template && popupAt(document.querySelector("[data-popup]"), text);
  if (popup) {
    const { open } = popup;
    popup.open = (selected) => takes(selected) || open(selected);
    watchSelection(text, popup.open);
    mendOnKeys();
  }
  readingCursor(text, popup);
}
