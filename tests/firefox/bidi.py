"""A small client of WebDriver BiDi: what the tests need to use a page as its reader does."""

import base64
import json
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from websockets.sync.client import connect

# How long an answer or a change of the page may take on a busy machine.
PATIENCE_SECONDS = 60
KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
# Where a click goes: the middle of the first line of an element that is within the window.
CENTER = """(selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  const [{ left, top, width, height }] = element.getClientRects();
  return [left + width / 2, top + height / 2];
}"""


class Refused(Exception):
    """The browser did not do what it was sent, or the script failed."""


@contextmanager
def connected(address):
    """Begin a session with the browser at an address."""
    with connect(f"{address}/session", max_size=None, compression=None, proxy=None) as socket:
        yield Session(socket)


class Session:
    """A session with a browser over a socket; `complaints` holds what its tabs reported."""

    def __init__(self, socket):
        self.socket = socket
        self.last_id = 0
        self.complaints = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])

    def send(self, method, **params):
        """Send a command and return its result. Raises Refused."""
        self.last_id += 1
        self.socket.send(json.dumps({"id": self.last_id, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
            if message.get("id") == self.last_id:
                break
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                if entry["level"] in ("error", "warn"):
                    self.complaints.append(entry["text"])
        if message["type"] == "error":
            raise Refused(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def open_tab(self):
        """Open a tab that shares no cookie with others; closing it forgets them."""
        user = self.send("browser.createUserContext")["userContext"]
        context = self.send("browsingContext.create", type="tab", userContext=user)["context"]
        size = {"width": 1280, "height": 720}
        self.send("browsingContext.setViewport", context=context, viewport=size)
        return Tab(self, context, user)


class Tab:
    def __init__(self, session, context, user):
        self.session, self.context, self.user = session, context, user

    def send(self, method, **params):
        return self.session.send(method, context=self.context, **params)

    def close(self):
        self.session.send("browser.removeUserContext", userContext=self.user)

    def add_cookies(self, cookies):
        """Take cookies over, each with `name`, `value` and the `url` of its site."""
        for cookie in cookies:
            value = {"type": "string", "value": cookie["value"]}
            domain = urlsplit(cookie["url"]).hostname
            self.session.send(
                "storage.setCookie",
                cookie={"name": cookie["name"], "value": value, "domain": domain, "path": "/"},
                partition={"type": "storageKey", "userContext": self.user},
            )

    def goto(self, url):
        """Open an address and wait until its scripts have run."""
        self.send("browsingContext.navigate", url=url, wait="complete")

    def reload(self):
        self.send("browsingContext.reload", wait="complete")

    def evaluate(self, function, argument=None):
        """Call a JavaScript function with a value and return what it gives, both as JSON.

        Raises Refused where the function throws.
        """
        called = f"async (given) => JSON.stringify(await ({function})(JSON.parse(given)) ?? null)"
        answer = self.session.send(
            "script.callFunction",
            functionDeclaration=called,
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self.context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(f"{answer['exceptionDetails']['text']} in {function}")
        return json.loads(answer["result"]["value"])

    def wait_until(self, function, expected=True):
        """Wait until a JavaScript function gives the expected value.

        A page that is being left has no answer; it is asked again.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        value = None
        while value != expected and time.monotonic() < deadline:
            try:
                value = self.evaluate(function)
            except Refused as refused:
                value = refused
            if value != expected:
                time.sleep(0.02)
        assert value == expected, f"{value!r}, not {expected!r}, of {function}"

    def press(self, *keys):
        """Press keys one after another; `Control+Shift+Z` holds the first two down."""
        actions = []
        for key in keys:
            values = [KEYS.get(part, part) for part in key.split("+")]
            actions += [{"type": "keyDown", "value": value} for value in values]
            actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def drag(self, start, *points):
        """Press the mouse at a point, move it over others and release it at the last one."""
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 20}
            for x, y in (start, *points)
        ]
        down, up = ({"type": f"pointer{kind}", "button": 0} for kind in ("Down", "Up"))
        self._act({"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]})

    def click(self, selector):
        self.drag(self.evaluate(CENTER, selector))

    def _act(self, source):
        self.send("input.performActions", actions=[source])

    def screenshot(self, left, top, right, bottom):
        """Return what is drawn within the window, as the bytes of a PNG."""
        box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        answer = self.send("browsingContext.captureScreenshot", clip={"type": "box"} | box)
        return base64.b64decode(answer["data"])
