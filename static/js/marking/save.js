// Hands marked passages to the outbox, draws them as being saved until the desk answers, and applies
// the answer to the page without scrolling.
import { addUnsent, drop, stayOnDesk, unsent, whenChanged, whenDelivered } from "../ui/outbox.js";
import { showProblem } from "../reading/notices.js";
import { drawSaving } from "./temporary_highlights.js";
import { remember } from "../reading/page_state.js";
import { passageOf } from "../reading/passages.js";
import { showAfterReload } from "../reading/reload_message.js";
import { showChanges } from "../reading/apply_fragment.js";

/**
 * Set up saving to the address `url` of a text. `isIdle()` is whether the page may be loaded again;
 * `noteSaved(card)` is called with the card of a passage once the desk has it.
 *
 * Returns `save(marked)`, with the `fields` of the request, the span, its hue, and a `draft` from which
 * the popup can be filled again; and `isOnPage(entry)`, whether an entry of the outbox has its words
 * in this text.
 */
export function createSaver(url, text, { isIdle, noteSaved }) {
  const status = document.querySelector("[data-status]");
  const { revision } = text.dataset;
  const isOnPage = (entry) => entry.url === url && entry.revision === revision;
  // The functions that remove the highlight of an entry, by its key.
  const highlights = new Map();

  function drawUnsent() {
    const waiting = unsent().filter((entry) => isOnPage(entry) && !entry.refusal);
    const keys = new Set(waiting.map(({ key }) => key));
    for (const [key, removeHighlight] of highlights) {
      if (keys.has(key)) continue;
      removeHighlight();
      highlights.delete(key);
    }
    for (const { key, span, hue } of waiting) if (!highlights.has(key)) highlights.set(key, drawSaving(span, hue));
  }

  /** The text was corrected meanwhile: the positions on this page are outdated. */
  function showCorrection({ key }, root) {
    drop(key);
    if (!isIdle() || unsent().length) return showProblem(`${root.dataset.message} Reload the page to see it.`);
    showAfterReload(root.querySelector("[data-notice]"));
    const card = root.querySelector("[data-passage]");
    if (card) remember("open", passageOf(card));
    stayOnDesk();
    location.reload();
  }

  async function showSaved(entry, answer) {
    const root = answer.querySelector("[data-saved]");
    if (entry.url !== url) return;
    const { message } = root.dataset;
    if (root.dataset.revision !== revision) return showCorrection(entry, root);
    const cards = await showChanges(root, message);
    if (!cards) return;
    const [card] = cards;
    status.textContent = message;
    if (card) noteSaved(card);
    // Where the reader went on, the focus stays.
    const isLast = unsent().length <= 1 && isIdle() && getSelection().isCollapsed;
    if (isLast && document.activeElement === document.body) card?.querySelector("[data-quote]").focus({ preventScroll: true });
  }

  drawUnsent();
  whenChanged(drawUnsent);
  whenDelivered(showSaved);

  return {
    isOnPage,
    save({ fields, span, hue, draft }) {
      // Unlike a submitted form, URLSearchParams leaves line feeds unchanged.
      const body = new URLSearchParams(fields);
      body.delete("csrfmiddlewaretoken");
      const names = [...draft.tags, ...draft.people].map(({ name }) => name);
      addUnsent({
        key: body.get("key"),
        url,
        body: body.toString(),
        revision,
        span,
        hue,
        draft,
        page: location.pathname,
        quote: body.get("quote"),
        words: [...names, draft.claim?.statement, draft.note].filter(Boolean).join(" · "),
      });
    },
  };
}
