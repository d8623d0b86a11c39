"""The page open in a browser: what is shown of it, what is saved, and the words selected in it."""

from html import escape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.models import Passage
from corpus.importing.bookmarklet import bookmarklet
from corpus.models import Article
from tests.support.claim_pages import signed_in
from tests.support.factories import ANALYSTS, EDITORS, make_article
from tests.support.pages import parse_fragment

pytestmark = pytest.mark.django_db

URL = "https://paper.example/2021/convoy"
FIRST = "The convoy left the harbour before dawn, and nobody would say why it had to be so early."
SECOND = (
    "Officials in the town said on Monday that the convoy carried grain and nothing else at all."
)
LAST = "The convoy carried grain, the harbour master said. The convoy carried grain, he repeated."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{LAST}"
PAGE = f"""<!doctype html><html lang="en"><head><title>Convoy leaves</title>
<meta property="article:published_time" content="2021-08-05">
<meta name="author" content="Ann Writer">
<script>document.title = "stolen"</script></head>
<body><nav>Home</nav><article><h1>Convoy leaves</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p></article></body></html>"""
OTHER = "Apples were sold at the market for twice the price of last year, and pears were not sold."


@pytest.fixture
def analyst():
    return signed_in(ANALYSTS)


def send(browser, verb, page=PAGE, name="page.html", **fields):
    content = page if isinstance(page, bytes) else page.encode()
    file = SimpleUploadedFile(name, content)
    return browser.post(f"/import/page/{verb}/", {"page": file, "url": URL, **fields})


def words_of(answer):
    roots = parse_fragment(answer)
    return " ".join("".join(roots.itertext()).split())


def values_of(answer):
    inputs = parse_fragment(answer).iter("input")
    return {each.get("name"): each.get("value") for each in inputs}


def test_window_alone_keeps_its_link_to_the_page_that_opened_it(analyst):
    for browser in (analyst, Client()):
        answer = browser.get("/import/page/")
        assert (answer.status_code, answer["Cross-Origin-Opener-Policy"]) == (200, "unsafe-none")
    assert "<form" not in Client().get("/import/page/").content.decode()
    for path in ("/import/", "/sign-in/", "/import/page", "/import/page/read/"):
        assert analyst.get(path)["Cross-Origin-Opener-Policy"] == "same-origin"
    assert send(analyst, "read")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_is_shown_as_text_with_its_facts_and_nothing_is_saved(analyst):
    answer = send(analyst, "read", retrieved="2021-08-06T10:00:00Z")
    values = values_of(answer)
    shown = ("title", "source", "published", "url", "byline", "language")
    assert {name: values[name] for name in shown} == {
        "title": "Convoy leaves",
        "source": "paper.example",
        "published": "2021-08-05",
        "url": URL,
        "byline": "Ann Writer",
        "language": "en",
    }
    [text] = [
        each for each in parse_fragment(answer).iter("p") if each.get("data-page-text") is not None
    ]
    assert "".join(text.itertext()) == TEXT
    assert "stolen" not in answer.content.decode()
    assert Article.objects.count() == 0


MARKUP = "<img src=x onerror=steal()>"


@pytest.mark.parametrize("quote", ["", f"{SECOND} {MARKUP}"], ids=["all of it", "with a selection"])
def test_text_that_looks_like_markup_is_shown_as_text(analyst, quote):
    page = PAGE
    for words in (FIRST, SECOND, LAST):
        page = page.replace(words, f"{words} {escape(MARKUP)}")
    answer = send(analyst, "read", page, quote=quote)
    assert words_of(answer).count(MARKUP) == 3
    assert list(parse_fragment(answer).iter("img")) == []


def test_page_is_saved_with_the_facts_that_were_left(analyst):
    facts = {"title": "Convoy", "source": "The Paper", "published": "2021-08", "byline": ""}
    answer = send(analyst, "save", retrieved="2021-08-06T10:00:00Z", language="en", **facts)
    article = Article.objects.get()
    assert answer.status_code == 200
    assert (article.title, article.source.name, str(article.published), article.byline) == (
        "Convoy",
        "The Paper",
        "August 2021",
        "",
    )
    assert (article.text, article.url, article.language) == (TEXT, URL, "en")
    retrieval = article.retrievals.get()
    assert bytes(retrieval.snapshot.content).decode() == PAGE
    assert retrieval.retrieved_at.isoformat() == "2021-08-06T10:00:00+00:00"
    assert f'href="{article.get_absolute_url()}"' in answer.content.decode()
    # The same page twice is one article.
    assert "The desk has this article already." in words_of(send(analyst, "save", **facts))
    assert Article.objects.count() == 1


SELECTED = {
    "alone": ({"quote": "carried grain and nothing  else"}, TEXT.index("carried grain and")),
    "told by what is before": (
        {"quote": "convoy carried grain", "prefix": "master said. The "},
        TEXT.rindex("convoy carried grain"),
    ),
    "told by what follows": (
        {"quote": "The convoy carried grain", "suffix": ", the harbour"},
        TEXT.index("The convoy carried grain"),
    ),
    "over two paragraphs": ({"quote": "early.\r\n\r\nOfficials"}, TEXT.index("early.")),
}


@pytest.mark.parametrize(("words", "start"), SELECTED.values(), ids=SELECTED)
def test_selected_words_become_a_passage(analyst, words, start):
    assert "The marked words become a passage." in words_of(send(analyst, "read", **words))
    assert Passage.objects.count() == 0
    key = str(uuid4())
    for _ in range(2):
        # Sent twice, or selected once more, it is one passage.
        answer = send(analyst, "save", key=key, **words)
    passage = Passage.objects.get()
    [placement] = passage.current_placements()
    assert placement.start == start
    assert passage.quote == TEXT[placement.start : placement.end]
    assert f'href="{passage.get_absolute_url()}"' in answer.content.decode()


LOST = {
    "not in the text": ({"quote": "Home is where it is"}, "They are not in the text."),
    "at several places": (
        {"quote": "The convoy carried grain"},
        "They stand 2 times in the text, and nothing tells where.",
    ),
}


@pytest.mark.parametrize(("words", "reason"), LOST.values(), ids=LOST)
def test_selected_words_without_a_place_are_shown_and_the_article_is_saved(analyst, words, reason):
    for verb in ("read", "save"):
        answer = words_of(send(analyst, verb, **words))
        assert (reason in answer, words["quote"] in answer) == (True, True)
    assert (Article.objects.count(), Passage.objects.count()) == (1, 0)


def test_known_article_is_named_and_its_changes_are_shown(analyst):
    article = make_article(TEXT, url=URL, title="Convoy")
    same = words_of(send(analyst, "read"))
    assert "The desk has this article: Convoy. Its text is the same." in same

    changed = PAGE.replace("before dawn", "after dawn")
    answer = send(analyst, "read", changed)
    root = parse_fragment(answer)
    assert ([each.text for each in root.iter("del")], [each.text for each in root.iter("ins")]) == (
        ["before"],
        ["after"],
    )
    assert values_of(answer).get("update") is None
    assert "saved as an original" in words_of(send(analyst, "save", changed, update="1"))
    article.refresh_from_db()
    assert (article.text, article.retrievals.count()) == (TEXT, 1)


def test_editor_makes_the_open_version_the_text(analyst):
    article = make_article(TEXT, url=URL)
    editor = signed_in(EDITORS)
    changed = PAGE.replace("before dawn", "after dawn")
    assert values_of(send(editor, "read", changed))["update"] == "1"
    words = {"quote": "after dawn"}
    assert "is now that of the page" in words_of(send(editor, "save", changed, update="1", **words))
    article.refresh_from_db()
    assert article.text == TEXT.replace("before dawn", "after dawn")
    assert Passage.objects.get().quote == "after dawn"


def test_other_article_at_the_address_is_offered_for_comparison(analyst):
    other = make_article(OTHER, url=URL, title="Apples")
    assert "another article at this address: Apples" in words_of(send(analyst, "read"))
    answer = send(analyst, "save")
    article = Article.objects.exclude(pk=other.pk).get()
    assert f"/articles/{article.public_id}/compare/{other.public_id}/" in answer.content.decode()


def test_pasted_text_and_fragment_are_read_as_files_are(analyst):
    answer = send(analyst, "save", "Title: Convoy\n\nIt left.", "page.txt", url="")
    assert (answer.status_code, Article.objects.get().text) == (200, "It left.")
    values = values_of(send(analyst, "read", "Title: Convoy\n\nIt left.", "page.txt", url=""))
    assert values["title"] == "Convoy"
    fragment = "<p>One of two.</p><p>Two of two.</p>"
    send(analyst, "save", fragment, url="")
    assert Article.objects.filter(text="One of two.\n\nTwo of two.").count() == 1


def test_page_with_several_articles_saves_each_and_marks_in_the_right_one(analyst):
    documents = "".join(
        f"<p>{n} of 3 DOCUMENTS</p><p>The Paper</p><p>August {n}, 2021</p><p>Post {n}</p>"
        f"<p>The ship of day {n} sailed.</p>"
        for n in (1, 2, 3)
    )
    page = f"<!doctype html><html><body>{documents}</body></html>"
    assert "The page holds 3 articles." in words_of(send(analyst, "read", page))
    words = {"quote": "The ship of day 2 sailed."}
    send(analyst, "save", page, **words)
    assert Article.objects.count() == 3
    assert Passage.objects.get().article.title == "Post 2"


REFUSED = {
    "no page": ({"page": b""}, "There is no text here."),
    "no text": ({"page": "<html><body></body></html>"}, "No article was found in the page."),
    "another file": ({"page": b"%PDF-1.7 x", "name": "page.html"}, "neither a page nor a text"),
    "no date": ({"published": "soon"}, "soon"),
    "no address": ({"url": "javascript:alert(1)"}, "Enter a web address"),
    "no language": ({"language": "<b>"}, "Write a language as"),
    "long words": ({"quote": "x" * 100_001}, "at most 100000 characters"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_page_that_cannot_be_saved_is_asked_for_again(analyst, data, reason):
    answer = send(analyst, "save", **data)
    assert (answer.status_code, reason in answer.content.decode()) == (422, True)
    assert Article.objects.count() == 0


def test_bookmark_names_the_window_of_the_desk(analyst):
    link = bookmarklet("https://desk.example/import/page/")
    assert link.startswith("javascript:")
    assert not {" ", "\n", '"', "<", "#"} & set(link)
    page = analyst.get("/import/").content.decode()
    assert "http%3A" not in page
    assert "http://127.0.0.1:8000/import/page/" in page


def test_page_without_the_token_of_the_form_is_neither_read_nor_saved(analyst):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = analyst.cookies
    assert [send(strict, verb).status_code for verb in ("read", "save")] == [403, 403]
    token = strict.get("/import/page/").context["csrf_token"]
    answer = send(strict, "save", csrfmiddlewaretoken=str(token))
    assert (answer.status_code, Article.objects.count()) == (200, 1)


LIMITS = {
    "upload": (
        {"page": "x" * 2_001},
        413,
        "This is more than 0 MB. Save it without its images, and upload it.",
    ),
    "saved page": ({"page": PAGE + " " * (1_900 - len(PAGE))}, 422, "larger than 0.0018 MB."),
    "words before": ({"prefix": "x" * 201}, 422, "at most 200 characters"),
    "words after": ({"suffix": "x" * 201}, 422, "at most 200 characters"),
    "time": ({"retrieved": "2" * 41}, 422, "at most 40 characters"),
}


@pytest.mark.parametrize("verb", ["read", "save"])
@pytest.mark.parametrize(("data", "status", "reason"), LIMITS.values(), ids=LIMITS)
def test_page_above_a_limit_is_refused_with_the_limit(
    analyst, settings, monkeypatch, verb, data, status, reason
):
    settings.MAX_UPLOAD_BYTES = 2_000
    monkeypatch.setattr("corpus.importing.open_page.MAX_SAVED_PAGE", 1_800)
    answer = send(analyst, verb, **data)
    assert (answer.status_code, reason in answer.content.decode()) == (status, True)
    assert Article.objects.count() == 0


def test_page_at_the_limit_is_saved(analyst, settings, monkeypatch):
    settings.MAX_UPLOAD_BYTES = 2_000
    monkeypatch.setattr("corpus.importing.open_page.MAX_SAVED_PAGE", 1_800)
    words = {"prefix": "x" * 200, "suffix": "x" * 200, "quote": FIRST}
    answer = send(analyst, "save", PAGE + " " * (1_800 - len(PAGE)), **words)
    assert (answer.status_code, Passage.objects.get().quote) == (200, FIRST)


def test_of_a_long_page_the_beginning_is_shown_and_all_saved(analyst):
    text = "Title: Long\n\n" + "words and " * 2_000 + "the end."
    answer = words_of(send(analyst, "read", text, "page.txt"))
    assert "8 more characters are not shown here; all of them are saved." in answer
    assert "the end." not in answer
    send(analyst, "save", text, "page.txt")
    assert Article.objects.get().text.endswith("the end.")
