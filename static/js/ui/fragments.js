// Fetches what the desk answers as fragments of a page.

// A desk that does not answer in this time counts as out of reach, milliseconds.
const PATIENCE = 20_000;

// How the desk says that its database cannot answer now, and that its disk is full.
const UNAVAILABLE = 503;
const FULL = 507;

/** The session ended: the desk answered with its sign-in page. */
export class SignedOut extends Error {}

/** The desk's database failed; `message` says how, and `isPassing` whether it may soon be over. */
export class Unavailable extends Error {
  constructor(message, isPassing) {
    super(message);
    this.isPassing = isPassing;
  }
}

/** What to tell of an error of `ask`: the desk's own words, or one of two; throws other errors. */
export function whyNot(error, { signedOut, outOfReach }) {
  if (error instanceof Unavailable) return error.message;
  if (error instanceof SignedOut) return signedOut;
  if (error instanceof TypeError || error instanceof DOMException) return outOfReach;
  throw error;
}

/**
 * The answer to a request for a fragment; throws where there is none: SignedOut without a session,
 * Unavailable where the database failed.
 */
export async function ask(url, { signal, ...init } = {}) {
  const limit = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, {
    headers: { "HX-Request": "true" },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...init,
  });
  // No address that answers fragments leads elsewhere, but for the sign-in.
  if (response.redirected) throw new SignedOut();
  if (response.status === UNAVAILABLE || response.status === FULL) {
    const words = (await fragmentOf(response)).querySelector("[data-unavailable]")?.textContent.trim();
    // A proxy before the desk has words of its own.
    throw new Unavailable(words ?? `The desk cannot answer now (${response.status}).`, response.status === UNAVAILABLE);
  }
  return response;
}

/** The elements of an answer. */
export async function fragmentOf(response) {
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}
