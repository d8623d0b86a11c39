// The page of an earlier revision: passages can be read, but none can be marked.
import "../ui/copy.js";
import { openFoldsOnClick } from "./card_folds.js";
import { highlightOnHover } from "./hover.js";
import { openOnClick } from "./open_card.js";
import { navigateOnKeys } from "./passage_keys.js";

highlightOnHover();
openOnClick();
openFoldsOnClick();
navigateOnKeys();
