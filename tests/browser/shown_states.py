"""Every page and every state of it that a browser can bring about, to be looked at one by one."""

import json
from dataclasses import dataclass
from itertools import count

from annotations.formats.record import Annotation, Piece
from annotations.models import Passage
from corpus.importing.jobs import move, start_preview
from corpus.models import Article, ImportJob
from tests.access import table
from tests.browser.desk import drag
from tests.corpus.importing.reading import jsonl, make_job, zipped
from tests.support.annotation_files import annotated, begun, imported, planned, staged
from tests.support.factories import make_article, make_evidence, make_passage, make_user
from tests.support.page_states import states

SENT = """([path, data]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: path, noValidate: true });
  for (const [name, value] of Object.entries(data)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


# Names that are not taken yet are made of them.
NUMBERS = count()

# Who tried too many passwords.
LOCKED_OUT = "locked"

# A codebook that would change something.
CODEBOOK = b"tag,description,hue\nactor/state,Whoever speaks for a state,3\n"

# What the bookmark hands over, as it is kept in the tab.
PAGE_HANDED_OVER = {
    "html": "", "url": "", "quote": "", "prefix": "", "suffix": "", "origin": "https://a.example",
    "retrieved": "",
}  # fmt: skip

# Redirects lead to pages that are looked at as well; what an address does not do is no page.
PAGES = ("200", "403", "404", "410")


@dataclass(frozen=True)
class Look:
    """A page: who asks for it and how, what they do there, and the status it comes with."""

    role: str
    path: str
    method: str = "get"
    data: dict[str, object] | None = None
    act: object = None
    status: int = 200

    @property
    def name(self):
        done = f", {self.act.__name__}" if self.act else ""
        return f"{self.role}, {self.method} {self.path}{done}"

    def open(self, page):
        """Show it; answers the status that came."""
        if self.method == "get":
            status = page.goto(self.path).status
        else:
            # A page with a form has the token of all forms.
            page.goto("/sign-in/" if self.role == "stranger" else "/help/")
            [token] = [c["value"] for c in page.context.cookies() if "csrf" in c["name"]]
            with page.expect_navigation() as navigated:
                page.evaluate(SENT, [self.path, {"csrfmiddlewaretoken": token} | self.data])
            status = navigated.value.status
        if self.act:
            self.act(page)
        return status


def pages_of_the_table(world):
    """Each page that strangers and editors are shown, and what its form answers that is refused."""
    seen = set()
    for row in table.TABLE:
        for role in ("stranger", "editor"):
            for state in pages_among(world, row, role):
                status = state.response.status_code
                is_refused = state.method == "get" and status != 200
                # One page says of every address that nothing is there.
                page_key = (role, "" if is_refused else state.path, state.method, status)
                if page_key not in seen:
                    seen.add(page_key)
                    yield Look(role, state.path, state.method, state.data, status=status)


def pages_among(world, row, role):
    """What the address answers that is a page, asked only where the table lets one expect it."""
    methods = ["get"] if row.get[role][:3] in PAGES else []
    if role == "editor" and row.post[role] != "405":
        methods.append("post")
    for state in states(world, row, role, methods):
        if state.is_page and state.response.status_code != 405:
            yield state


def select_words(page):
    drag(page, page.locator("[data-article-text] > p").first.text_content()[:20])
    page.locator("[data-popup]").wait_for()


def fill_popup(page):
    """A popup with a tag, a person and a claim chosen, and a list of names open."""
    select_words(page)
    popup = page.locator("[data-popup]")
    for field in ("tag", "person", "claim"):
        popup.locator(f"[data-{field}-filter]").fill(f"new {next(NUMBERS)}")
        popup.locator(f"[data-{field}-options] [data-new]").click()
    popup.locator("[data-person-filter]").fill("a")
    popup.locator("[data-person-options] [role=option]").first.wait_for()


def open_card(page):
    page.keyboard.press("j")
    page.locator("[data-passage][data-open]").wait_for()


def open_fold(page):
    cards = page.locator("[data-cards] > [data-passage]")
    number = cards.count()
    page.locator("[data-unfold]").first.click()
    cards.nth(number).wait_for()


def list_place(page):
    page.locator("mark[data-more]").first.click()
    page.locator("[data-place-list]").wait_for()


def select_article(page):
    page.locator("[name=articles]").first.check()
    page.locator("#selected").wait_for()


def show_keys(page):
    page.keyboard.press("?")
    page.locator("[data-keys]").wait_for()


def open_details(page):
    closed = page.locator("details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()


def open_suggestions(page):
    page.locator("[data-suggestions-slot] button").click()
    page.locator("[data-suggestions-panel] [data-suggestion]").first.wait_for()


def start_cursor(page):
    page.keyboard.press("s")
    page.locator("[data-cursor-bar]").wait_for()


def save_passage(page):
    """A new card, and over the page a notice that offers to undo it."""
    select_words(page)
    second = page.get_by_role("button", name="Make a second one")
    if second.is_visible():
        second.click()
    page.locator("[data-tag-filter]").fill(f"new {next(NUMBERS)}")
    page.locator("[data-tag-options] [data-new]").click()
    page.keyboard.press("Control+Enter")
    page.locator("[data-notice] button").wait_for()


def undo_what_was_built_upon(page):
    """A notice that asks, because a colleague wrote about the passage since it was saved."""
    save_passage(page)
    passage = Passage.objects.latest("pk")
    make_evidence(passage=passage, by=make_user())
    page.locator("[data-notice] [data-undo] button").click()
    page.locator("[data-notice][data-asks]").wait_for()


def be_told_the_news(page):
    """A word at the head of the window: a colleague marked something meanwhile."""
    article = Article.objects.get(public_id=page.url.split("/")[4])
    make_passage(article, article.text[:12], by=make_user())
    page.locator("[data-news-slot] [data-show]").wait_for()


def change_the_text(page):
    """The correction page with what the typed text would change."""
    page.locator("[data-correction] [name=text]").fill("The convoy left at dusk. Nobody saw it.")
    page.locator("[data-preview] ins").first.wait_for()


def choose_codebook(page):
    file = {"name": "codebook.csv", "mimeType": "text/csv", "buffer": CODEBOOK}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Preview changes").click()
    page.get_by_text("actor/state").first.wait_for()


def states_of_pages(article, crowd, claim):
    """What a member can open on a page."""
    doings = [
        (article, select_words, fill_popup, open_card, open_details, show_keys),
        (article, open_suggestions, start_cursor, save_passage, undo_what_was_built_upon),
        (article, be_told_the_news),
        (crowd, open_fold, list_place),
        (claim, open_details),
    ]
    for row, *acts in doings:
        for act in acts:
            yield Look("editor", row.get_absolute_url(), act=act)
    yield Look("editor", "/claims/", act=open_details)
    yield Look("editor", claim.speaker.get_absolute_url(), act=open_details)
    yield Look("editor", article.source.get_absolute_url(), act=open_details)
    yield Look("editor", "/articles/", act=select_article)
    yield Look("editor", f"/articles/{article.public_id}/correct/", act=change_the_text)
    yield Look("editor", "/tags/import/", act=choose_codebook)


def accounts(names):
    """What administrators alone are shown: an invitation, refused and made, and other links."""
    yield Look("administrator", "/members/invite/")
    yield Look("administrator", "/members/invite/", "post", {}, status=422)
    typed = {"username": "new.member", "group": "Analysts"}
    yield Look("administrator", "/members/invite/", "post", typed)
    yield Look("administrator", f"/members/{names['user_pk']}/link/", "post", {})
    for page in ("", "group/", "close/", "link/none/"):
        status = 410 if "none" in page else 200
        yield Look("administrator", f"/members/{names['user_pk']}/{page}", status=status)


def states_of_a_corrected_text(article, lost):
    """The doubts that a correction left, and a passage in hand."""
    address = article.get_absolute_url()
    yield Look("editor", address, act=open_details)
    yield Look("editor", f"{address}?place={lost.public_id}")


def states_of_an_import(editor):
    """Imports: stopped, in preview, with problems and new sources; and a text carried twice."""
    row = {"text": " ".join(f"word{n}" for n in range(40)), "published": "soon"}
    yield Look("editor", make_job(jsonl(row), by=editor, state="stopped").get_absolute_url())
    archive = zipped({"a.txt": row["text"], "b.txt": row["text"], "c.mp3": b"ID3\x03"})
    for moves in (0, 3):
        previewed = make_job(archive, "a.zip", "zip", by=editor, state="ready")
        start_preview(previewed)
        for _ in range(moves):
            move(ImportJob.objects.get(pk=previewed.pk))
        yield Look("editor", previewed.get_absolute_url())
    rows = [row | {"source": f"{n}.example", "url": f"https://{n}.example/"} for n in range(3)]
    job = move(make_job(jsonl(*rows) + "{broken\n", by=editor))
    yield Look("editor", job.get_absolute_url())
    article = Article.objects.get(source__name="0.example")
    yield Look("editor", article.get_absolute_url())


def states_of_an_open_page():
    """The window of the bookmark: with a page that the desk has otherwise, saved, and refused."""
    article = make_article("The first day.\n\nThe convoy left.", url="https://a.example/convoy")

    def hand_over(page, source, facts):
        page.evaluate(
            "([kept, value]) => sessionStorage.setItem(kept, value)",
            ["twosource-open-page", json.dumps(PAGE_HANDED_OVER | {"html": source} | facts)],
        )
        page.reload()
        page.locator("[data-page-form]").wait_for()

    def show_page(page):
        source = "<p>The first night.</p><p>The convoy left.</p>"
        hand_over(page, source, {"url": article.url, "quote": "The convoy"})
        page.get_by_role("button", name="Save article").wait_for()

    def save_page(page):
        hand_over(page, "<p>The wind turned.</p>", {"quote": "nowhere"})
        page.get_by_role("button", name="Save article").click()
        page.locator("[data-page-saved]").wait_for()

    def refuse_page(page):
        hand_over(page, "<!doctype html><title>Empty</title>", {})
        page.get_by_role("alert").first.wait_for()

    def cut_link(page):
        page.evaluate("sessionStorage.clear()")
        # From one part of a page to another nothing is loaded.
        page.goto("about:blank")
        page.goto("/import/page/#https://a.example/")
        page.locator("[data-page-cut]").wait_for()

    acts = show_page, save_page, refuse_page, cut_link
    yield from (Look("editor", "/import/page/", act=act) for act in acts)


def states_of_imported_passages(editor):
    """An import of passages: chosen, previewed, stopped, and complete."""
    nowhere = Annotation((Piece(None, None, "Nothing like it"),), tags=("roads",))
    entry = annotated("dawn", text="At dawn it left.", annotations=[nowhere, nowhere])
    yield Look("editor", staged(editor, entry).get_absolute_url())
    yield Look("editor", planned(editor, entry).get_absolute_url())
    stopped = begun(editor, entry)
    stopped.stop()
    yield Look("editor", stopped.get_absolute_url())
    yield Look("editor", imported(editor, entry).get_absolute_url())
    yield Look("editor", "/passages/import/")


def empty_lists():
    """Lists in which nothing is found, and pages of a desk that has nothing."""
    for what in ("articles", "claims", "people", "sources", "tags"):
        yield Look("editor", f"/{what}/?q=zzzz")
    yield Look("stranger", "/claims/?q=zzzz")


def refusals():
    """What is answered to those who cannot be helped, the desk's own failures included."""
    for role in ("stranger", "editor"):
        yield Look(role, "/broken", status=500)
        yield Look(role, "/misread", status=400)
    yield Look("editor", "/sign-out/", "post", {"csrfmiddlewaretoken": "stale"}, status=403)
    wrong = {"username": LOCKED_OUT, "password": "wrong"}
    yield Look("stranger", "/sign-in/", "post", wrong, status=429)
    typed = {"statement": "A claim that was typed\nbefore the session ended."}
    yield Look("stranger", "/claims/new/", "post", typed, status=403)
    carried = {"kept_address": "/claims/new/", "kept-statement": "A claim that was typed."}
    yield Look("editor", "/sign-in/", "post", carried)
