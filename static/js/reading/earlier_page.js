// The page of an earlier revision: its passages can be read, and nothing can be marked.
import "../ui/copy.js";
import { openFoldsOnClick } from "./card_folds.js";
import { highlightOnHover } from "./hover.js";
import { openOnClick } from "./open_card.js";
import { navigateOnKeys } from "./passage_keys.js";

highlightOnHover();
openOnClick();
openFoldsOnClick();
navigateOnKeys();
