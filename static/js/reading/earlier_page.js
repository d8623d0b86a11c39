// An earlier text: its passages can be looked at, and nothing can be marked.
import "../ui/copy.js";
import { openFoldsOnClick } from "./card_folds.js";
import { lightOnPointing } from "./hover.js";
import { openOnClick } from "./open_card.js";
import { walkOnKeys } from "./passage_keys.js";

lightOnPointing();
openOnClick();
openFoldsOnClick();
walkOnKeys();
