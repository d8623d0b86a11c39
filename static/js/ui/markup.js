// Elements from markup. What only scripts use stands in them: so it comes once, with the script, and
// not with each page. Values from a page or a person never become a part of markup.

/** The nodes of markup, as a DocumentFragment. */
export function fragmentFrom(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

/** The first element of markup. */
export const elementFrom = (markup) => fragmentFrom(markup).firstElementChild;
