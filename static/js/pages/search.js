// The search page: counts and facets are fetched after the articles, which do not wait for them.
import { ask, fragmentOf } from "../ui/fragments.js";

const facets = document.querySelector("[data-facets]");

async function fill() {
  try {
    const response = await ask(facets.dataset.facets);
    if (!response.ok) return;
    const drawn = await fragmentOf(response);
    document.querySelector("[data-groups]").replaceWith(drawn.querySelector("[data-groups]"));
    facets.replaceChildren(...drawn.querySelector("[data-facets-drawn]").childNodes);
  } catch {
    // The link that asks for them stays.
  }
}

if (facets?.querySelector("[data-facets-ask]")) fill();
