// Saves the popup's form and takes the answer into the page, without moving the reader.
import { ask, fragmentOf, Unavailable, whyNot } from "../ui/fragments.js";
import { say as sayInPassing } from "../reading/notices.js";
import { offerIn } from "../reading/same_words_offer.js";
import { rangeOf } from "../text/offsets.js";
import { sayAfterReload } from "../reading/reload_message.js";
import { takeIn } from "../reading/apply_fragment.js";

const SIGNED_OUT = "You are signed out. Sign in in another tab, then save again: nothing is lost.";
const OUT_OF_REACH = "The desk cannot be reached. Nothing is lost: save again.";
const TRYING = "The database is busy: trying again. Nothing is lost.";
const unsaved = (why) => `${why} Nothing is lost: save again.`;
// Milliseconds before each further try. The key of a save makes it the same save each time.
const PAUSES = [500, 1000, 2000, 4000, 8000];
const refusal = (status) => `The desk refused to save (${status}). Nothing is lost: save again.`;

/** Signing in again in another tab changes the token; the cookie has the one that counts. */
function refreshToken(form) {
  const [, token] = /(?:^|; )[^=;]*csrf[^=;]*=([^;]*)/i.exec(document.cookie) ?? [];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

/**
 * Save a popup's form by script.
 *
 * `commit()` settles what is typed but not chosen and answers what is wrong; `saved()` closes the
 * popup and answers the span, with `back()` where the focus goes back to the text; `sending()` is
 * called when a request starts and answers what to call when it has ended; `waiting()` when the desk
 * is asked again after a while. While a request is under way the form takes no second one.
 */
export function saving(form, text, { commit, saved, sending, waiting }) {
  const wrong = form.querySelector("[data-wrong]");
  const status = document.querySelector("[data-status]");
  const button = form.querySelector("[data-save]");
  const words = button.firstChild;
  const rest = words.data;
  let isBusy = false;

  function say(...children) {
    wrong.replaceChildren(...children);
    if (children.length) wrong.scrollIntoView({ block: "nearest" });
  }

  function busy(isNow) {
    isBusy = isNow;
    form.setAttribute("aria-busy", String(isNow));
    words.data = isNow ? "Saving …" : rest;
  }

  async function finish(answer) {
    const root = answer.querySelector("[data-saved]");
    const { message, revision } = root.dataset;
    isBusy = false;
    const { span, back } = saved();
    // The text was corrected meanwhile: these words no longer stand where they stood.
    if (revision !== form.elements.revision.value) {
      sayAfterReload(message);
      return location.reload();
    }
    const notice = root.querySelector("[data-notice]");
    const [card] = await takeIn(root);
    sayInPassing(notice);
    status.textContent = message;
    const later = globalThis.requestIdleCallback ?? setTimeout;
    later(() => offerIn(notice));
    if (back) return back();
    // Shift and the arrows go on from the end of the passage; the focus is on its card.
    const { endContainer, endOffset } = rangeOf(text, span);
    getSelection().collapse(endContainer, endOffset);
    card.querySelector("[data-quote]").focus({ preventScroll: true });
  }

  /** Ask until the database has time for it, and say so meanwhile. */
  async function askPatiently(body) {
    for (const pause of PAUSES) {
      try {
        return await ask(form.action, { method: "POST", body });
      } catch (error) {
        if (!(error instanceof Unavailable && error.isPassing)) throw error;
      }
      say(TRYING);
      status.textContent = TRYING;
      waiting?.();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return ask(form.action, { method: "POST", body });
  }

  async function send() {
    refreshToken(form);
    // Unlike a form's own encodings this one leaves line feeds as they are.
    const response = await askPatiently(new URLSearchParams(new FormData(form)));
    say();
    const next = response.headers.get("HX-Redirect");
    if (next) return location.assign(next);
    const answer = await fragmentOf(response);
    if (response.ok) return finish(answer);
    const errors = answer.querySelector("[data-errors]");
    return say(errors ?? refusal(response.status));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    busy(true);
    say();
    let ended = () => {};
    try {
      const unsettled = await commit();
      if (unsettled) say(unsettled);
      else {
        ended = sending();
        await send();
      }
    } catch (error) {
      const why = whyNot(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH });
      say(error instanceof Unavailable ? unsaved(why) : why);
    } finally {
      busy(false);
      ended();
    }
  });

  return {
    get isBusy() {
      return isBusy;
    },
  };
}
