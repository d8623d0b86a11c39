// Requests fragments of pages from the server, and explains failures.
import { fragmentFrom } from "./markup.js";

// A server that does not answer within this time counts as unreachable.
const TIMEOUT_MILLISECONDS = 20_000;

// Of statuses below 500, those that say to try again: too slow, too early, too often. Those above say
// that the desk, its database or a proxy in front of it cannot answer now; 500 is about one request.
const PASSING = [408, 425, 429];
const ERROR = 500;

const CSRF_COOKIE = /(?:^|; )[^=;]*csrf[^=;]*=([^;]*)/i;

/** The session ended: the server redirected to its sign-in page, at `address`. */
export class SignedOut extends Error {
  constructor(address) {
    super();
    this.address = address;
  }
}

/** There is no answer now; `message` says why, `pause` for how many milliseconds not to try again. */
export class Unavailable extends Error {
  constructor(message, pause = 0) {
    super(message);
    this.pause = pause;
  }
}

/** The milliseconds of Retry-After, which has seconds or a date by the server's clock; 0 without it. */
function pauseOf({ headers }) {
  const value = headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(value)) return value * 1000;
  const now = Date.parse(headers.get("Date")) || Date.now();
  return Math.max(0, Date.parse(value) - now) || 0;
}

/** What to do without a session; `outcome` says what became of the input. */
function describeSignedOut({ address }, outcome) {
  const link = document.createElement("a");
  // A new tab, so that this page keeps what was typed.
  Object.assign(link, { href: address, target: "_blank", textContent: "Sign in in a new tab" });
  const message = new DocumentFragment();
  message.append(`You are signed out. ${outcome} `, link, ", then try again.");
  return message;
}

/**
 * The message for an error that `request` threw, as a string or a node to append; rethrows errors
 * of other kinds. `signedOut` says what became of the input without a session.
 */
export function describeError(error, { signedOut, outOfReach }) {
  if (error instanceof Unavailable) return error.message;
  if (error instanceof SignedOut) return describeSignedOut(error, signedOut);
  if (error instanceof TypeError || error instanceof DOMException) return outOfReach;
  throw error;
}

/**
 * Request a fragment; a body gets the token of forms. Resolves to the Response, whatever its status.
 * Throws SignedOut without a session, Unavailable if the database or a proxy failed, TypeError or
 * DOMException if the server cannot be reached.
 */
export async function request(url, { signal, ...init } = {}) {
  const limit = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  init.body?.set("csrfmiddlewaretoken", csrfToken());
  const response = await fetch(url, {
    headers: { "HX-Request": "true" },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...init,
  });
  // Addresses of fragments redirect only to the sign-in page.
  if (response.redirected) throw new SignedOut(new URL(response.url).pathname);
  if (response.status > ERROR || PASSING.includes(response.status)) {
    const message = (await fragmentOf(response)).querySelector("[data-unavailable]")?.textContent.trim();
    // A proxy in front of the server responds without our message.
    throw new Unavailable(message ?? `The desk cannot answer now (${response.status}).`, pauseOf(response));
  }
  return response;
}

/** The token that forms carry, from its cookie: signing in again in another tab changes it. */
const csrfToken = () => CSRF_COOKIE.exec(document.cookie)?.[1] ?? "";

/** The content of a response as a DocumentFragment. */
export async function fragmentOf(response) {
  return fragmentFrom(await response.text());
}
