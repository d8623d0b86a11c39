// The entry point of the reading page: sets up each behaviour.
import "../ui/copy.js";
import { readingCursor } from "../text/reading_cursor.js";
import { openFoldsOnClick } from "./card_folds.js";
import { placeSelection } from "../editing/replace_passage.js";
import { highlightOnHover } from "./hover.js";
import { editOnKeys, takeSelection } from "../editing/edit_keys.js";
import { openOnClick } from "./open_card.js";
import { createPopup } from "../marking/popup.js";
import { showReloadMessage } from "./reload_message.js";
import { watchSelection } from "../marking/selection_observer.js";
import { setUpSuggestions } from "./suggestions.js";
import { watchLiveUpdates } from "./live_updates.js";
import { undoOnKeys } from "./undo.js";
import { navigateOnKeys } from "./passage_keys.js";

const text = document.querySelector("[data-article-text]");
const placingForm = document.querySelector("[data-placing]");
const template = document.querySelector("[data-popup-template]");

showReloadMessage();
highlightOnHover();
openOnClick();
openFoldsOnClick();
navigateOnKeys();
undoOnKeys();
setUpSuggestions();
watchLiveUpdates();
if (placingForm) watchSelection(text, placeSelection(placingForm, text));
else {
  template?.replaceWith(template.content);
  const popup = template && createPopup(document.querySelector("[data-popup]"), text);
  if (popup) {
    const { open } = popup;
    popup.open = (selected) => takeSelection(selected) || open(selected);
    watchSelection(text, popup.open);
    editOnKeys();
  }
  readingCursor(text, popup);
}
