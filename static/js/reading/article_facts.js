// The facts of an article stand open beside its text, and fold above it on a narrow page.

const facts = document.querySelector("[data-facts]");

/** Open the facts on a wide page, in browsers in which styles cannot. */
export function openFactsBesideText() {
  if (!CSS.supports("selector(::details-content)")) facts.open = matchMedia("(width >= 74rem)").matches;
}
