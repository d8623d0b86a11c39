// The list of articles: two selected articles can be compared; another number says so.
const form = document.querySelector("#selected");
const button = form?.querySelector("[data-compare]");
const hint = form?.querySelector("[data-compare-hint]");

function update() {
  const number = document.querySelectorAll('input[name="articles"]:checked').length;
  button.disabled = number !== 2;
  hint.textContent = number === 2 ? "" : `needs two articles; ${number || "none"} selected`;
}

if (button) {
  document.addEventListener("change", ({ target }) => target.name === "articles" && update());
  // Going back, the browser may have kept what was selected.
  addEventListener("pageshow", update);
  update();
}
