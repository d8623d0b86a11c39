// After a short passage was saved: how many other places its words have in the corpus. It is asked
// for once the passage stands, so that no save waits for it.
import { ask, fragmentOf } from "../ui/fragments.js";

/** Add to a notice what the desk offers at the address that the notice names. */
export async function offerIn(notice) {
  const { offer } = notice.dataset;
  if (!offer) return;
  try {
    const response = await ask(offer);
    const drawn = response.ok && (await fragmentOf(response)).querySelector("[data-offer]");
    if (drawn && notice.isConnected) notice.append(drawn);
  } catch {
    // It was an offer: the card has the link too.
  }
}
