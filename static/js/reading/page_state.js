// What is open on the page, kept in its entry of the history: going back, forward and a reload show
// it again.

/** The value kept under a name, or undefined. */
export const remembered = (name) => history.state?.[name];

/** Keep a value under a name. */
export function remember(name, value) {
  if (remembered(name) !== value) history.replaceState({ ...history.state, [name]: value }, "");
}
