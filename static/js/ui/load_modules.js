// Loads the modules in data-modules once the words are laid out, which they would hold up. They run
// in this order; the load event waits for them.

// Reading a size lays out the page.
document.body.getBoundingClientRect();
for (const src of document.querySelector("[data-modules]").dataset.modules.split(/\s+/)) {
  document.body.append(Object.assign(document.createElement("script"), { type: "module", async: false, src }));
}
