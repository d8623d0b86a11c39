"""Waiting times of a reader in Chromium."""

from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from tests.bench.measuring import Line
from tests.browser.desk import drag
from tests.support.chromium import find_chromium

SECONDS_TO_DRAWN, MILLISECONDS_TO_POPUP = 1.0, 50
MILLISECONDS_TO_HIGHLIGHT, MILLISECONDS_TO_HIGHLIGHT_AT_WORST = 100, 200
WARM_UP, ROUNDS = 2, 12
LONGEST = 120_000
SAVES = 100

# Milliseconds from navigation until text and cards are there and two frames have been drawn.
DRAWN = """() => new Promise((resolve) => {
  const frames = () => requestAnimationFrame(() => requestAnimationFrame(
    () => resolve(performance.now())));
  if (document.readyState === "complete") frames();
  else addEventListener("load", frames, { once: true });
})"""

# Milliseconds from the release of the mouse until a frame with the popup has been drawn.
WATCH = """() => {
  window.taken = new Promise((resolve) => {
    addEventListener("pointerup", (event) => {
      const look = () => {
        const popup = document.querySelector("[data-popup]");
        if (!popup || !popup.checkVisibility()) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - event.timeStamp);
        return port2.postMessage(null);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""

# Milliseconds from the digit until a frame with the words in their tag's hue has been drawn, and
# until one with the highlight and the card from the server.
WATCH_SAVE = """() => {
  const text = document.querySelector("[data-article-text]");
  const anchors = () => text.querySelectorAll("[data-anchor]").length;
  const before = anchors();
  const isHinted = () => [...CSS.highlights.keys()].some((name) => name.startsWith("saving-"));
  window.taken = new Promise((resolve) => {
    addEventListener("keydown", (event) => {
      const found = {};
      const note = (name) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          found[name] ??= performance.now() - event.timeStamp;
          if (name === "drawn") resolve([found.hinted ?? found.drawn, found.drawn]);
        };
        port2.postMessage(null);
      };
      const look = () => {
        if (isHinted()) note("hinted");
        if (anchors() > before) return note("drawn");
        return requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""


def drawing_lines(world, client, port):
    with sync_playwright() as playwright:
        # Without a sandbox it also starts as root, as in a container.
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        address = f"http://127.0.0.1:{port}"
        cookies = client.cookies.items()
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies])
        page = context.new_page()
        # A slow page should appear in the table, not fail the measurement.
        page.set_default_timeout(LONGEST)
        for number in (100, 1000):
            taken = drawn(page, f"{address}{world.addresses[number]}")
            what = f"Chromium: text drawn, {number:,} passages"
            yield Line(what, taken / 1000, "s", SECONDS_TO_DRAWN)
        taken = opened(page, f"{address}{world.addresses[1000]}", world.words)
        yield Line("Chromium: popup, 1,000 marks", taken, "ms", MILLISECONDS_TO_POPUP)
        hinted, saved = saved_by_key(page, f"{address}{world.addresses[100]}")
        what = f"Chromium: key to drawn highlight, {SAVES} saves"
        aside = f"in its hue after {median(hinted):.1f} ms"
        yield Line(what, median(saved), "ms", MILLISECONDS_TO_HIGHLIGHT, aside=aside)
        *_, worst = quantiles(saved, n=20)
        *_, aside = quantiles(hinted, n=20)
        aside = f"in its hue after {aside:.1f} ms"
        yield Line("  95 of 100", worst, "ms", MILLISECONDS_TO_HIGHLIGHT_AT_WORST, aside=aside)
        browser.close()


def drawn(page, address):
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        page.goto("about:blank")
        page.goto(address, wait_until="commit")
        taken.append(page.evaluate(DRAWN))
    return median(taken[WARM_UP:])


def opened(page, address, words):
    """Select `words` with the mouse repeatedly, on a page that was loaded before."""
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        page.goto(address)
        page.wait_for_timeout(300)
        page.evaluate(WATCH)
        drag(page, words)
        taken.append(page.evaluate("() => window.taken"))
    return median(taken[WARM_UP:])


def saved_by_key(page, address):
    """Tag words of an article one after another, each from the open popup with one digit."""
    page.goto(address, wait_until="load")
    page.keyboard.press("w")
    taken = []
    for _ in range(WARM_UP + SAVES):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Enter")
        page.evaluate(WATCH_SAVE)
        page.keyboard.press("1")
        taken.append(page.evaluate("() => window.taken"))
        page.locator("[data-popup]").wait_for(state="hidden")
    return zip(*taken[WARM_UP:], strict=True)
