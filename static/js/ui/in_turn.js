// Changes that a page sends, one after the other: none is about what an earlier one has yet to
// make, and no answer is drawn over that of a later change.

let last = Promise.resolve();

/** Call `change()` once all changes before it have ended, well or not; resolves or rejects as it does. */
export function inTurn(change) {
  const ended = last.then(change);
  last = ended.catch(() => {});
  return ended;
}
