"""What a reader does on the desk's pages, for the tests that do it."""

from django.test import Client

# The rectangle ends of some words, as [left, middle, right, middle] of their first and last line.
RECTANGLE = """([words, nth]) => {
  const text = document.querySelector("[data-article-text]");
  const all = text.textContent;
  let at = -1;
  for (let n = 0; n <= nth; n += 1) at = all.indexOf(words, at + 1);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const from = at - before;
    const to = at + words.length - before;
    if (from >= 0 && from < node.length) range.setStart(node, from);
    if (to > 0 && to <= node.length) range.setEnd(node, to);
    before += node.length;
  }
  const rows = [...range.getClientRects()];
  const [first, last] = [rows[0], rows.at(-1)];
  return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
}"""

FIELDS = """() => Object.fromEntries(["start", "end", "quote", "prefix", "suffix"].map(
  (name) => [name, document.querySelector("[data-popup] form").elements[name].value]))"""

# The popup is closed, and nothing waits for the desk or is drawn as being saved.
SAVED = """() => !document.querySelector("[data-popup]:not([hidden])")
  && !sessionStorage.getItem("twosource-unsent")
  && ![...CSS.highlights.keys()].some((name) => name.startsWith("saving-"))"""


def sign_in(context, server, user):
    """Give a browser context the session of a member."""
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": str(server)}
            for name, cookie in client.cookies.items()
        ]
    )


def open_article(page, server, article, user):
    sign_in(page.context, server, user)
    page.goto(f"{server}{article.get_absolute_url()}")


def intercept(page, pattern, handle):
    """`page.route` for a page that is open, in effect when this returns.

    Chromium sends the next requests of an open page past a new route, until it has been handed on
    to the process of the page.
    """
    page.route(pattern, handle)
    page.route("**/healthz", lambda route: route.fulfill(body="intercepted"))
    page.wait_for_function("async () => await (await fetch('/healthz')).text() === 'intercepted'")
    page.unroute("**/healthz")


def wait_until_saved(page):
    """Wait until the desk has all that was saved in the popup, and the page shows it."""
    page.wait_for_function(SAVED)


def saving(page):
    """The words drawn as being saved, by hue."""
    return page.evaluate(
        """Object.fromEntries([...CSS.highlights].filter(([name]) => name.startsWith("saving-"))
          .map(([name, ranges]) => [name, [...ranges].map(String)]))"""
    )


def eventually(page, read, expected):
    """What `read()` gives as soon as it is as expected, or after five seconds as it is then."""
    for _ in range(100):
        if read() == expected:
            break
        page.wait_for_timeout(50)
    return read()


def rectangle(page, words, nth=0):
    """Left and middle of the first line of some words, right and middle of their last one."""
    return page.evaluate(RECTANGLE, [words, nth])


def drag(page, first, last=None, *, backwards=False):
    """Select with the mouse from the beginning of `first` to the end of `last`."""
    # Before its scripts run, a page does not notice a selection.
    page.wait_for_load_state("load")
    left, top, _, _ = rectangle(page, first)
    _, _, right, bottom = rectangle(page, last or first)
    points = [(left, top), (right, bottom)]
    if backwards:
        points.reverse()
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(*points[1])
    page.mouse.up()


def marked(page):
    """Where the open popup says the selection stands, and its words."""
    page.locator("[data-popup]").wait_for()
    fields = page.evaluate(FIELDS)
    return int(fields["start"]), int(fields["end"]), fields["quote"]


def boxes(locator):
    """Top and bottom of each element, in the order of the page."""
    boxes = [element.bounding_box() for element in locator.all()]
    return [(box["y"], box["y"] + box["height"]) for box in boxes]


def passage_of(card):
    """The public id of the passage of a card, or of the first one of a fold."""
    return card.get_attribute("id").removeprefix("--p-")


def wait_for_offers(popup, kind, *names):
    """Wait until the list offers just these names."""
    options = popup.locator(f"[data-{kind}-options] [role=option]")
    options.nth(len(names) - 1).wait_for()
    popup.page.wait_for_function(
        """([selector, names]) => {
          const options = [...document.querySelectorAll(selector)];
          return String(options.map((option) => option.dataset.name)) === String(names);
        }""",
        arg=[f"[data-{kind}-options] [role=option]", list(names)],
    )
