// The link of the bookmark is dragged, not clicked: the policy of the desk runs no script in a link.
document.querySelector("[data-bookmarklet]").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("[data-bookmarklet-notice]").hidden = false;
});
