// An earlier text: its passages can be looked at, and nothing can be marked.
import "./copy.js";
import { openFoldsOnClick } from "./folds.js";
import { lightOnPointing } from "./lighting.js";
import { openOnClick } from "./opening.js";
import { walkOnKeys } from "./walking.js";

lightOnPointing();
openOnClick();
openFoldsOnClick();
walkOnKeys();
