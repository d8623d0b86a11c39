// After a short passage is saved, offers to tag other occurrences of the same words. Fetched
// separately, so that saving does not wait for it.
import { request, fragmentOf } from "../ui/fragments.js";

/** Append to a notice the offer fetched from the address in its data-offer. */
export async function addOffer(notice) {
  const { offer: url } = notice.dataset;
  if (!url) return;
  try {
    const response = await request(url);
    const offer = response.ok && (await fragmentOf(response)).querySelector("[data-offer]");
    if (offer && notice.isConnected) notice.append(offer);
  } catch {
    // Nothing is lost: the card has the link too.
  }
}
