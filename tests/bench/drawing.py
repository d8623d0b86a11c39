"""What a reader waits for in Chromium."""

from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.measuring import Line
from tests.browser.desk import drag
from tests.chromium import find_chromium

SECONDS_TO_DRAWN, MILLISECONDS_TO_POPUP = 1.0, 50
WARM_UP, ROUNDS = 2, 12
LONGEST = 120_000

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


def drawing_lines(world, client, port):
    with sync_playwright() as playwright:
        # Without a sandbox it also starts as root, as in a container.
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        address = f"http://127.0.0.1:{port}"
        cookies = client.cookies.items()
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies])
        page = context.new_page()
        # A page that takes this long is to be seen in the table, not as a failure to measure it.
        page.set_default_timeout(LONGEST)
        for number in (100, 1000):
            taken = drawn(page, f"{address}{world.addresses[number]}")
            what = f"Chromium: text drawn, {number:,} passages"
            yield Line(what, taken / 1000, "s", SECONDS_TO_DRAWN)
        taken = opened(page, f"{address}{world.addresses[1000]}", world.words)
        yield Line("Chromium: popup, 1,000 marks", taken, "ms", MILLISECONDS_TO_POPUP)
        browser.close()


def drawn(page, address):
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        page.goto("about:blank")
        page.goto(address, wait_until="commit")
        taken.append(page.evaluate(DRAWN))
    return median(taken[WARM_UP:])


def opened(page, address, words):
    """Select `words` with the mouse, again and again, on a page that has been read before."""
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        page.goto(address)
        page.wait_for_timeout(300)
        page.evaluate(WATCH)
        drag(page, words)
        taken.append(page.evaluate("() => window.taken"))
    return median(taken[WARM_UP:])
