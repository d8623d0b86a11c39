// The tab's sessionStorage. A browser may have none, refuse it or have no room: then nothing is kept.

/** The string kept under a key, or null. */
export function kept(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The value kept as JSON under a key, or null. */
export function keptValue(key) {
  try {
    return JSON.parse(kept(key));
  } catch {
    return null;
  }
}

/** Keep a string under a key, or nothing if it is null; returns whether the browser did so. */
export function keep(key, string) {
  try {
    if (string === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, string);
    return true;
  } catch {
    return false;
  }
}
