// Saves the popup's form and applies the response to the page without scrolling.
import { request, fragmentOf, Unavailable, describeError } from "../ui/fragments.js";
import { showNotice } from "../reading/notices.js";
import { addOffer } from "../reading/same_words_offer.js";
import { rangeOf } from "../text/offsets.js";
import { showAfterReload } from "../reading/reload_message.js";
import { applyFragment } from "../reading/apply_fragment.js";

const SIGNED_OUT = "Your input is kept.";
const OUT_OF_REACH = "The desk cannot be reached. Your input is kept. Save again.";
const RETRYING = "The database is busy. Trying again. Your input is kept.";
const unsavedMessage = (reason) => `${reason} Your input is kept. Save again.`;
// The pause before each retry. The key of a save makes retries idempotent.
const RETRY_MILLISECONDS = [500, 1000, 2000, 4000, 8000];
const refusalMessage = (status) => `The passage was not saved (error ${status}). Your input is kept. Save again.`;

/** Copy the token from the cookie: signing in again in another tab changes it. */
function refreshToken(form) {
  const [, token] = /(?:^|; )[^=;]*csrf[^=;]*=([^;]*)/i.exec(document.cookie) ?? [];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

/**
 * Save a popup's form by script; one request runs at a time.
 *
 * `commit()` accepts text that is typed but not chosen and resolves to a problem or nothing;
 * `saved()` closes the popup and returns its span, with `returnFocus()` if the focus should return
 * to the text; `sending()` is called when a request starts and returns a function to call at the end;
 * `waiting()` is called before each retry. Returns whether a request is running, as `isBusy`.
 */
export function createSaver(form, text, { commit, saved, sending, waiting }) {
  const errorBox = form.querySelector("[data-wrong]");
  const status = document.querySelector("[data-status]");
  const button = form.querySelector("[data-save]");
  const label = button.firstChild;
  const labelText = label.data;
  let isBusy = false;

  function showError(...children) {
    errorBox.replaceChildren(...children);
    if (children.length) errorBox.scrollIntoView({ block: "nearest" });
  }

  function setBusy(isNow) {
    isBusy = isNow;
    form.setAttribute("aria-busy", String(isNow));
    label.data = isNow ? "Saving …" : labelText;
  }

  async function finish(answer) {
    const root = answer.querySelector("[data-saved]");
    const { message, revision } = root.dataset;
    isBusy = false;
    const { span, returnFocus } = saved();
    // The text was corrected meanwhile: the positions on this page are outdated.
    if (revision !== form.elements.revision.value) {
      showAfterReload(message);
      return location.reload();
    }
    const notice = root.querySelector("[data-notice]");
    const [card] = await applyFragment(root);
    showNotice(notice);
    status.textContent = message;
    const later = globalThis.requestIdleCallback ?? setTimeout;
    later(() => addOffer(notice));
    if (returnFocus) return returnFocus();
    // Shift+arrows continue from the end of the passage while its card has the focus.
    const { endContainer, endOffset } = rangeOf(text, span);
    getSelection().collapse(endContainer, endOffset);
    card.querySelector("[data-quote]").focus({ preventScroll: true });
  }

  /** Repeat the request while the database is busy, with a message. */
  async function requestWithRetries(body) {
    for (const pause of RETRY_MILLISECONDS) {
      try {
        return await request(form.action, { method: "POST", body });
      } catch (error) {
        if (!(error instanceof Unavailable && error.isPassing)) throw error;
      }
      showError(RETRYING);
      status.textContent = RETRYING;
      waiting?.();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return request(form.action, { method: "POST", body });
  }

  async function send() {
    refreshToken(form);
    // Unlike a submitted form, URLSearchParams leaves line feeds unchanged.
    const response = await requestWithRetries(new URLSearchParams(new FormData(form)));
    showError();
    const redirect = response.headers.get("HX-Redirect");
    if (redirect) return location.assign(redirect);
    const answer = await fragmentOf(response);
    if (response.ok) return finish(answer);
    const errors = answer.querySelector("[data-errors]");
    form.elements.same_seen.value = answer.querySelector("[data-same]")?.dataset.same ?? "";
    return showError(errors ?? refusalMessage(response.status));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    showError();
    let onEnd = () => {};
    try {
      const problem = await commit();
      if (problem) showError(problem);
      else {
        onEnd = sending();
        await send();
      }
    } catch (error) {
      const reason = describeError(error, { signedOut: SIGNED_OUT, outOfReach: OUT_OF_REACH });
      showError(error instanceof Unavailable ? unsavedMessage(reason) : reason);
    } finally {
      setBusy(false);
      onEnd();
    }
  });

  return {
    get isBusy() {
      return isBusy;
    },
  };
}
