// Fetches what the desk answers as fragments of a page.

// A desk that does not answer in this time counts as out of reach, milliseconds.
const PATIENCE = 20_000;

/** The session ended: the desk answered with its sign-in page. */
export class SignedOut extends Error {}

/** The answer to a request for a fragment; throws where there is none, SignedOut without a session. */
export async function ask(url, { signal, ...init } = {}) {
  const limit = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, {
    headers: { "HX-Request": "true" },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...init,
  });
  // No address that answers fragments leads elsewhere, but for the sign-in.
  if (response.redirected) throw new SignedOut();
  return response;
}

/** The elements of an answer. */
export async function fragmentOf(response) {
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}
