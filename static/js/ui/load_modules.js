// Loads the modules of a page once its words are laid out. They are some sixty small files: named by
// script elements of their own, they were fetched and compiled while the page was styled and laid
// out, and took a third of the time to the first words. It runs before DOMContentLoaded, so that the
// load event waits for them. Each script element of this file names modules in data-modules.

/** Run a module after those added before it, as a parser does. */
function addModule(url) {
  const script = document.createElement("script");
  Object.assign(script, { type: "module", async: false, src: url });
  document.body.append(script);
}

// To read a size lays out the page; only drawing it is left to do.
document.body.getBoundingClientRect();
for (const { dataset } of document.querySelectorAll("script[data-modules]")) dataset.modules.split(/\s+/).forEach(addModule);
