// The passages that stand on exactly the words of a selection, and what the popup says of them.
import { fetchCards } from "../reading/card_folds.js";
import { passageOf, segmentsOf } from "../reading/passages.js";
import { rangeOf, spanOf } from "../text/offsets.js";

function idsOn(text, span) {
  const words = rangeOf(text, span);
  const marks = [...text.querySelectorAll("mark[data-passages]")].filter((mark) => words.intersectsNode(mark));
  const ids = new Set(marks.flatMap((mark) => mark.dataset.passages.split(" ")));
  return [...ids].filter((id) => {
    const range = document.createRange();
    const segments = segmentsOf(id);
    range.setStartBefore(segments[0]);
    range.setEndAfter(segments.at(-1));
    const { start, end } = spanOf(text, range) ?? {};
    return start === span.start && end === span.end;
  });
}

/** Whether a passage stands on exactly the words of a span. */
export const isMarked = (text, span) => idsOn(text, span).length > 0;

function sentenceOf(card) {
  const tags = [...card.querySelectorAll("[data-tags] .tag")].map(({ textContent }) => textContent);
  const who = isOwn(card) ? "You" : card.querySelector("[data-author]").textContent;
  return tags.length ? `${who} tagged these words: ${tags.join(", ")}.` : `${who} marked these words without tags.`;
}

const isOwn = (card) => Boolean(card.querySelector("[data-own]"));

/**
 * Set up the line of the popup about the words that are marked already. Returns `show(span)`, to be
 * called when the popup opens at a span, or with null to say nothing; and `target`, the member's own
 * passage there, which saving adds to: its id and the address of its form; null without one, or after
 * the button that asks for a second passage.
 */
export function markedWords(line, text) {
  const words = line.querySelector("[data-marked-words]");
  const own = line.querySelector("[data-marked-own]");
  const button = own.querySelector("button");
  let target = null;
  let shownSpan = null;

  async function show(span) {
    shownSpan = span;
    target = null;
    line.hidden = true;
    if (!span) return;
    const ids = idsOn(text, span);
    if (!ids.length) return;
    const cards = [...(await fetchCards(ids)).values()].filter(Boolean);
    if (shownSpan !== span || !cards.length) return;
    // The ids of a mark come in no order: the member's own are first, the others by their words.
    cards.sort((one, other) => isOwn(other) - isOwn(one) || sentenceOf(one).localeCompare(sentenceOf(other)));
    words.textContent = cards.map(sentenceOf).join(" ");
    const card = cards.find((each) => isOwn(each) && each.querySelector("[data-annotate]"));
    target = card ? { card: passageOf(card), url: card.querySelector("[data-annotate]").href } : null;
    own.hidden = !target;
    line.hidden = false;
  }

  button.addEventListener("click", () => {
    target = null;
    own.hidden = true;
  });
  return {
    show: (span) => show(span).catch(() => {}),
    get target() {
      return target;
    },
  };
}
