// The page of an earlier revision: passages can be read, but none can be marked.
import "../ui/copy.js";
import { openFoldsOnClick, printAllCards } from "./card_folds.js";
import { fillFolds } from "./card_room.js";
import { highlightOnHover } from "./hover.js";
import { openOnClick } from "./open_card.js";
import { navigateOnKeys } from "./passage_keys.js";

highlightOnHover();
openOnClick();
openFoldsOnClick();
fillFolds();
printAllCards();
navigateOnKeys();
