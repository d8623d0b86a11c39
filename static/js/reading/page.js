// The reading page: what each behaviour is lies in its own module.
import "../ui/copy.js";
import { readingCursor } from "../text/reading_cursor.js";
import { openFoldsOnClick } from "./card_folds.js";
import { placeInHand } from "../editing/replace_passage.js";
import { lightOnPointing } from "./hover.js";
import { mendOnKeys, takes } from "../editing/edit_keys.js";
import { openOnClick } from "./open_card.js";
import { popupAt } from "../marking/popup.js";
import { showSaid } from "./reload_message.js";
import { watchSelection } from "../marking/selection_observer.js";
import { suggestInMargin } from "./suggestions.js";
import { watchColleagues } from "./live_updates.js";
import { undoOnKeys } from "./undo.js";
import { walkOnKeys } from "./passage_keys.js";

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
