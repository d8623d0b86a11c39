// The entry point of the reading page: sets up each behaviour. When static files are collected, it
// is joined with all that it imports (config/module_bundle.py), so it imports what every page has too.
import "../ui/keys.js";
import "../ui/going_back.js";
import "../ui/unsent_notice.js";
import "../ui/copy.js";
import { readingCursor } from "../text/reading_cursor.js";
import { openFactsBesideText } from "./article_facts.js";
import { openFoldsOnClick, printAllCards } from "./card_folds.js";
import { fillFolds } from "./card_room.js";
import { placeSelection } from "../editing/replace_passage.js";
import { highlightOnHover } from "./hover.js";
import { editOnKeys, takeSelection } from "../editing/edit_keys.js";
import { openOnClick } from "./open_card.js";
import { createPopup } from "../marking/popup.js";
import { makePopup } from "../marking/popup_markup.js";
import { showReloadMessage } from "./reload_message.js";
import { stepThroughHits } from "./search_hits.js";
import { watchSelection } from "../marking/selection_observer.js";
import { alteration } from "../text/original_words.js";
import { setUpSuggestions } from "./suggestions.js";
import { watchLiveUpdates } from "./live_updates.js";
import { showProblem } from "./notices.js";
import { filterOnClick } from "./tag_filter.js";
import { undoOnKeys } from "./undo.js";
import { findTags } from "./legend_list.js";
import { navigateOnKeys } from "./passage_keys.js";

const text = document.querySelector("[data-article-text]");
const placingForm = document.querySelector("[data-placing]");
const offers = document.querySelector("[data-popup-offers]");

/** Wrap a function of a selection, or of null: it is not called while the page has other words. */
function ofOriginalWords(use) {
  return (...values) => {
    const problem = values.some(Boolean) && alteration();
    if (problem) showProblem(problem);
    else use(...values);
  };
}

/** Put the popup where its offers stand in the page, after the text and the margin. */
function addPopup() {
  const { url } = document.querySelector("[data-cards]").dataset;
  const popup = makePopup(offers, text, url);
  offers.replaceWith(popup);
  return popup;
}

openFactsBesideText();
showReloadMessage();
highlightOnHover();
openOnClick();
openFoldsOnClick();
fillFolds();
printAllCards();
navigateOnKeys();
filterOnClick();
findTags();
undoOnKeys();
setUpSuggestions({ mayTag: Boolean(offers) });
watchLiveUpdates();
if (placingForm) watchSelection(text, ofOriginalWords(placeSelection(placingForm, text)));
else {
  const popup = offers && createPopup(addPopup(), text);
  if (popup) {
    const { open, tagAndSave } = popup;
    popup.open = ofOriginalWords((selected) => takeSelection(selected) || open(selected));
    popup.tagAndSave = ofOriginalWords(tagAndSave);
    watchSelection(text, popup.open);
    editOnKeys(popup);
  }
  readingCursor(text, popup);
}
stepThroughHits();
