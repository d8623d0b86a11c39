"""The bookmark on pages of other sites, and the window that takes the page from it."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from corpus.importing.bookmarklet import bookmarklet
from corpus.models import Article
from tests.browser.desk import sign_in
from tests.support.factories import ANALYSTS, make_user

FIRST = "The convoy left the harbour before dawn, and nobody would say why it had to be so early."
SECOND = (
    "Officials in the town said on Monday that the convoy carried grain and nothing else at all."
)
BODY = f"""<!doctype html><html lang="en"><head><title>Convoy leaves</title></head><body>
<article><h1>Convoy leaves</h1><p>{FIRST}</p><p id="second">{SECOND}</p></article>
<img src="x" onerror="parent.stolen = true"></body></html>"""
HEADERS = {
    "/plain": {},
    "/forms": {"Content-Security-Policy": "form-action 'self'; connect-src 'none'"},
    "/scripts": {"Content-Security-Policy": "script-src 'none'; default-src 'none'"},
    "/opener": {"Cross-Origin-Opener-Policy": "same-origin"},
}


class Paper(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path in HEADERS else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in HEADERS.get(self.path, {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(BODY.encode())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def paper():
    """The address of another site: on this machine, but another origin than the desk."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def analyst(live_server):
    return make_user(ANALYSTS)


@pytest.fixture(autouse=True)
def of_the_paper(complaints):
    """The pages of the paper complain of their own policies and of a missing image."""
    yield
    complaints[:] = [each for each in complaints if "/import/" in each]


def press_bookmark(page, live_server):
    """Run the bookmark as a browser does, whatever the policy of the page; return its window."""
    script = unquote(bookmarklet(f"{live_server}/import/page/").removeprefix("javascript:"))
    with page.expect_popup() as popup:
        page.evaluate(script)
    return popup.value


@pytest.mark.parametrize("path", ["/plain", "/forms", "/scripts"])
def test_open_page_is_shown_and_saved_with_the_selected_words(
    page, live_server, paper, analyst, path
):
    sign_in(page.context, live_server, analyst)
    page.goto(paper + path)
    page.evaluate(
        """() => {
          const words = document.getElementById("second").firstChild;
          getSelection().setBaseAndExtent(words, 0, words, 21);
        }"""
    )
    window = press_bookmark(page, live_server)
    expect(window.locator("[data-page-origin]")).to_have_text(f"From {paper}")
    expect(window.get_by_label("Title")).to_have_value("Convoy leaves")
    expect(window.get_by_label("Address")).to_have_value(paper + path)
    expect(window.locator("[data-page-text] mark")).to_have_text(SECOND[:21])
    assert Article.objects.count() == 0
    window.get_by_role("button", name="Save article").click()
    expect(window.locator("[data-page-saved]")).to_contain_text("The selected words are a passage.")
    article = Article.objects.get()
    assert (article.text, article.url) == (f"{FIRST}\n\n{SECOND}", paper + path)
    assert Passage.objects.get().quote == SECOND[:21]
    assert window.evaluate("window.stolen") is None


def test_page_that_cuts_its_link_is_to_be_saved_as_a_file(page, live_server, paper, analyst):
    sign_in(page.context, live_server, analyst)
    page.goto(f"{paper}/opener")
    window = press_bookmark(page, live_server)
    expect(window.locator("[data-page-cut]")).to_contain_text("Save it as a file (Ctrl+S)")
    expect(window.locator("[data-page-cut]").get_by_role("link", name="upload it")).to_be_visible()


def test_signed_out_the_page_is_kept_while_one_signs_in(page, live_server, paper, analyst):
    page.goto(f"{paper}/plain")
    window = press_bookmark(page, live_server)
    expect(window.locator("[data-page-arrived]")).to_be_visible()
    window.get_by_role("link", name="Sign in in this window").click()
    sign_in(page.context, live_server, analyst)
    window.goto(f"{live_server}/import/page/")
    window.get_by_role("button", name="Save article").click()
    expect(window.locator("[data-page-saved]")).to_contain_text("Saved.")
    assert Article.objects.get().url == f"{paper}/plain"


def test_messages_of_others_and_false_addresses_are_not_taken(page, live_server, paper, analyst):
    sign_in(page.context, live_server, analyst)
    page.goto(f"{paper}/plain")
    message = {"html": BODY, "quote": "", "prefix": "", "suffix": ""}
    with page.expect_popup() as popup:
        page.evaluate(
            """([address, message]) => {
              const target = open(address, "_blank");
              addEventListener("message", ({ source }) => {
                source.postMessage("twosource-page", "*");
                source.postMessage({ html: 1 }, "*");
                source.postMessage(message, "*");
              });
            }""",
            [f"{live_server}/import/page/", message | {"url": "https://reuters.com/world"}],
        )
    window = popup.value
    expect(window.get_by_label("Title")).to_have_value("Convoy leaves")
    expect(window.get_by_label("Address")).to_have_value("")
    # A frame or another window is not its opener.
    other = json.dumps(
        message | {"url": f"{live_server}/", "html": BODY.replace("leaves", "stays")}
    )
    window.evaluate(f"window.postMessage({other}, '*')")
    window.wait_for_timeout(300)
    expect(window.get_by_label("Title")).to_have_value("Convoy leaves")


def test_words_are_pasted_and_dropped_and_the_link_is_dragged_not_clicked(
    page, live_server, analyst, complaints
):
    sign_in(page.context, live_server, analyst)
    page.goto(f"{live_server}/import/")
    page.get_by_role("link", name="Save to Twosource").click()
    expect(page.locator("[data-bookmarklet-notice]")).to_be_visible()
    assert complaints == []
    page.get_by_role("link", name="Paste or drop a page instead").click()
    # Modules run before the page counts as loaded.
    page.wait_for_url("**/import/page/", wait_until="load")
    page.get_by_label("Paste a page").evaluate(
        """(box) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", "<html><body><!--StartFragment--><p>One of two.</p>"
            + "<p>Two of two.</p><!--EndFragment--></body></html>");
          box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }"""
    )
    text = page.locator("[data-page-text]")
    expect(text).to_have_text("One of two.\n\nTwo of two.", use_inner_text=True)
    page.locator("main").evaluate(
        """(main) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["Title: Convoy\\n\\nIt left."], "note.txt"));
          const options = { dataTransfer, bubbles: true, cancelable: true };
          main.dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    expect(page.get_by_label("Title")).to_have_value("Convoy")
    page.get_by_label("Paste a page").fill("Typed words.")
    page.get_by_role("button", name="Preview").click()
    expect(text).to_have_text("Typed words.")
    page.get_by_role("button", name="Save article").click()
    expect(page.locator("[data-page-saved]")).to_contain_text("Saved.")
    assert [article.text for article in Article.objects.all()] == ["Typed words."]
