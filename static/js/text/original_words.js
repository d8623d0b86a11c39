// Notices that the words on the page are no longer those of the article, in which offsets count:
// translators and other extensions replace them.
import { whenRedrawn } from "../reading/passages.js";

const TRANSLATED = "This page is translated by your browser. Show the original to mark passages.";
const ALTERED =
  "The words on this page were changed by your browser or an extension. Switch that off and reload the page to mark passages.";

const text = document.querySelector("[data-article-text]");
const lang = document.documentElement.lang;
// The words of each paragraph as the server sent them.
const words = new WeakMap();

function noteWords() {
  for (const paragraph of text.querySelectorAll("[data-start]")) {
    if (!words.has(paragraph)) words.set(paragraph, paragraph.textContent);
  }
}

// Chromium wraps what it translates in <font> and names it at the root; Firefox changes the root's
// language. They translate as one scrolls, so that parts still have their own words.
function isTranslated() {
  const { classList, lang: langNow } = document.documentElement;
  const isNamed = classList.contains("translated-ltr") || classList.contains("translated-rtl");
  return isNamed || langNow !== lang || text.querySelector("font") !== null;
}

/** Why the words of the text cannot be marked now; "" if they can. */
export function alteration() {
  if (isTranslated()) return TRANSLATED;
  const paragraphs = [...text.querySelectorAll("[data-start]")];
  return paragraphs.some((each) => words.get(each) !== each.textContent) ? ALTERED : "";
}

noteWords();
whenRedrawn(noteWords);
