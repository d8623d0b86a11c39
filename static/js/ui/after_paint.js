// Loads the modules of a page once the page is drawn. They are some sixty small files: asked for at
// once, they are fetched and compiled while the text waits to be drawn, which took a third of the
// time to the first words. Each script element of this file names its modules in data-modules.

/** Resolves after the first frame; at once in a tab that is not shown, for which none is drawn. */
const firstFrame = new Promise((resolve) => {
  if (document.hidden) resolve();
  document.addEventListener("visibilitychange", resolve, { once: true });
  // The second frame begins when the first was handed over.
  requestAnimationFrame(() => requestAnimationFrame(resolve));
});

/**
 * Hold back the load event of the page; returns a function that lets it go.
 *
 * After it the page is ready, as with script elements of their own: browsers show until then that
 * they load, programs that drive one wait for it, and `pageshow` follows it (going_back.js). It waits
 * for a frame whose document is open.
 */
function holdLoadEvent() {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  const { contentDocument } = frame;
  contentDocument.open();
  return () => {
    contentDocument.close();
    frame.remove();
  };
}

/** Run a module after those added before it, as parsers do. */
function addModule(url) {
  const script = document.createElement("script");
  Object.assign(script, { type: "module", async: false, src: url });
  document.body.append(script);
}

const letGo = holdLoadEvent();
await firstFrame;
for (const { dataset } of document.querySelectorAll("script[data-modules]")) dataset.modules.split(/\s+/).forEach(addModule);
letGo();
