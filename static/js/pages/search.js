// The search page: fetches counts and facets separately, so that results need not wait for them.
import { request, fragmentOf } from "../ui/fragments.js";

const facets = document.querySelector("[data-facets]");

async function fill() {
  try {
    const response = await request(facets.dataset.facets);
    if (!response.ok) return;
    const fragment = await fragmentOf(response);
    document.querySelector("[data-groups]").replaceWith(fragment.querySelector("[data-groups]"));
    facets.replaceChildren(...fragment.querySelector("[data-facets-drawn]").childNodes);
  } catch {
    // The link to them remains.
  }
}

if (facets?.querySelector("[data-facets-ask]")) fill();
