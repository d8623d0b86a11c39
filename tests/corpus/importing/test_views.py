from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from corpus.models import Article, ImportJob, Retrieval, UploadChunk
from corpus.readers.fields import is_address_alone
from tests.corpus.importing.reading import jsonl, make_job
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article
from tests.support.pages import parse, parse_fragment

pytestmark = pytest.mark.django_db

ROWS = [{"headline": "One", "body": "The first."}, {"headline": "Two", "body": ""}]
URL = "https://reuters.com/a"
APPLES = "Apples were sold at the market on Monday for twice the price of last year."
WARSHIPS = "Three warships left the harbour before dawn, and nobody would say why."


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def upload(browser, content, name="news.jsonl", **data):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post("/import/", {"file": SimpleUploadedFile(name, content), **data})


def test_file_is_uploaded_its_columns_are_told_and_it_is_imported(editor):
    answer = upload(editor, jsonl(*ROWS), source="The Wire")
    job = ImportJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{job.public_id}/")
    assert (job.state, job.source) == ("ready", "The Wire")

    page = editor.get(answer["Location"])
    chosen = parse(page).findall(".//select[@name='title']/option[@selected]")
    assert [option.get("value") for option in chosen] == ["headline"]
    answer = editor.post(answer["Location"], {"text": "body", "title": "headline"})
    assert answer.status_code == 303
    assert "Importing" in text_of(editor.get(answer["Location"]))

    # The button of a page without a script.
    assert editor.post(f"{answer['Location']}move/").status_code == 303
    job_page = text_of(editor.get(answer["Location"]))
    assert "The import is finished New 1 Already imported 0 Refused 1" in job_page
    assert "line 2 Text There is no text." in job_page
    assert "New sources to complete" in job_page
    article = Article.objects.get()
    assert (article.title, article.text, article.source.name) == ("One", "The first.", "The Wire")
    assert UploadChunk.objects.count() == 0
    assert "news.jsonl" in text_of(editor.get("/import/"))


def test_poll_answers_with_the_state_alone(editor):
    job = make_job(jsonl({"text": "One."}))
    address = f"/import/{job.public_id}/move/"
    answer = editor.post(address, headers={"HX-Request": "true"})

    [state, *_] = parse_fragment(answer).findall("section")
    assert "".join(state.itertext()).split()[:6] == "The import is finished New 1".split()
    # Asked once more, nothing is left to do.
    assert editor.post(address, headers={"HX-Request": "true"}).content == answer.content
    assert Article.objects.count() == 1


def test_file_without_columns_begins_at_once(editor):
    answer = upload(editor, "The text of an article.", "one.txt")
    assert ImportJob.objects.get().state == "running"
    assert "Importing" in text_of(editor.get(answer["Location"]))


@pytest.mark.parametrize(
    ("content", "name", "state"),
    [
        ("text,Title,url\nOne.,A,\n", "a.csv", "running"),
        (jsonl({"title": "A", "html": "<p>One.</p>", "retrieved": None}), "a.jsonl", "running"),
        ("text,title,id\nOne.,A,7\n", "a.csv", "ready"),
        ("title,url\nA,\n", "a.csv", "ready"),
        ("text,Text\nOne.,Two.\n", "a.csv", "ready"),
    ],
)
def test_columns_are_asked_for_unless_all_are_ours(editor, content, name, state):
    upload(editor, content, name)
    assert ImportJob.objects.get().state == state


def test_import_is_stopped_and_goes_on(editor):
    job = make_job(jsonl({"text": "One."}))
    for state in ("stopped", "running"):
        assert editor.post(f"/import/{job.public_id}/stop/").status_code == 303
        assert ImportJob.objects.get().state == state


REFUSED = {
    "an empty file": (b"", "a.jsonl", 422, "The file is empty."),
    "a recording": (b"ID3\x03", "a.mp3", 422, "This is a recording; import its transcript as text"),
    "of no known format": (b"\x00\x01", "a.bin", 422, "The format is not recognised"),
    "too large": (b"x" * 3_000, "a.jsonl", 413, "This is more than 0 MB."),
}


@pytest.mark.parametrize(("content", "name", "status", "why"), REFUSED.values(), ids=REFUSED)
def test_upload_that_is_refused_leaves_nothing(editor, content, name, status, why):
    with override_settings(MAX_UPLOAD_BYTES=2_000):
        answer = upload(editor, content, name)
    assert (answer.status_code, why in text_of(answer)) == (status, True)
    assert (ImportJob.objects.count(), UploadChunk.objects.count()) == (0, 0)


def upload_together(browser, *files):
    """Send files as a form without a script does; each is (name, content)."""
    sent = [SimpleUploadedFile(name, content.encode()) for name, content in files]
    return browser.post("/import/", {"file": sent})


def test_several_files_are_one_import_that_names_each_where_it_reports_of_it(editor):
    answer = upload_together(
        editor,
        ("convoy.txt", f"Title: Warships\n\n{WARSHIPS}"),
        ("convoy.txt", f"Title: Apples\n\n{APPLES}"),
        ("empty.txt", ""),
        ("song.mp3", "ID3\x03"),
    )
    editor.post(f"{answer['Location']}move/")
    job = ImportJob.objects.get()
    assert (job.name, job.format, job.is_finished) == ("4 files", "zip", True)
    assert [article.title for article in Article.objects.order_by("title")] == [
        "Apples",
        "Warships",
    ]
    assert {(problem.file, problem.reason) for problem in job.problems.all()} == {
        ("4 files/empty.txt", "The file is empty."),
        ("4 files/song.mp3", "This is a recording; import its transcript as text."),
    }
    retrievals = Retrieval.objects.order_by("file").values_list("file", flat=True)
    assert list(retrievals) == ["convoy (2).txt", "convoy.txt"]


def test_several_files_share_the_limit_and_above_it_none_is_kept(editor):
    files = [(f"{n}.txt", "x" * 900) for n in range(3)]
    with override_settings(MAX_UPLOAD_BYTES=2_000):
        answer = upload_together(editor, *files)
        assert (answer.status_code, ImportJob.objects.count()) == (413, 0)
        assert "This is more than 0 MB." in text_of(answer)
        assert upload_together(editor, *files[:2]).status_code == 303
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FILES=2):
        answer = upload_together(editor, *files)
        assert (answer.status_code, ImportJob.objects.count()) == (413, 1)
        assert "more than 2 files (a ZIP archive of them is one)" in text_of(answer)


FILES_WITH_COLUMNS = {
    "a.csv": 'outlet;when;copy;mood\nPost;;"The first\nline; and more";\nPost;05/06/2026;x;\n',
    "a.jsonl": jsonl(
        {"outlet": "Post", "when": None, "copy": "The first\nline; and more"},
        {"when": "05/06/2026", "mood": ["calm"]},
    ),
}


@pytest.mark.parametrize("name", FILES_WITH_COLUMNS)
def test_columns_are_offered_with_the_first_value_of_each(editor, name):
    page = parse(editor.get(upload(editor, FILES_WITH_COLUMNS[name], name)["Location"]))
    options = page.iterfind(".//select[@name='text']/option")
    assert {each.get("value"): each.text for each in options} == {
        "": "none",
        "outlet": "outlet: Post",
        "when": "when: 05/06/2026",
        "copy": "copy: The first line; and more",
        "mood": "mood",
    }


def test_columns_without_a_text_are_asked_for_again(editor):
    job = make_job(jsonl({"a": "One."}), state="ready")
    answer = editor.post(f"/import/{job.public_id}/", {"title": "a"})
    assert (answer.status_code, ImportJob.objects.get().state) == (422, "ready")
    assert "Choose the column that has the text." in text_of(answer)
    assert editor.post(f"/import/{job.public_id}/", {"text": "z"}).status_code == 422


def test_many_problems_are_counted_and_the_first_are_shown(editor):
    job = make_job("{broken\n" * 130)
    editor.post(f"/import/{job.public_id}/move/")
    page = parse(editor.get(f"/import/{job.public_id}/"))
    assert len(page.findall(".//tbody/tr")) == 100
    assert "Refused 130" in text_of(editor.get(f"/import/{job.public_id}/"))


# One article.


def paste(browser, **data):
    return browser.post("/import/paste/", data)


def test_pasted_article_is_kept_as_it_was_typed(editor):
    data = {
        "title": "One",
        "source": "The Wire",
        "published": "2021-08",
        "url": URL,
        "language": "ru",
    }
    answer = paste(editor, text="Первый.\r\n\r\nВторой.", **data)
    article = Article.objects.get()

    assert (answer.status_code, answer["Location"]) == (303, article.get_absolute_url())
    assert (article.text, article.title, article.language) == ("Первый.\n\nВторой.", "One", "ru")
    assert (article.source.name, str(article.published), article.url) == (
        "The Wire",
        "August 2021",
        URL,
    )
    assert bytes(article.retrievals.get().snapshot.content).decode() == "Первый.\r\n\r\nВторой."


@pytest.mark.parametrize(
    "text",
    [
        URL,
        f" {URL}\n",
        "www.paper.example/7",
        f"<{URL}>",
        f"{URL}\r\n\r\nHTTPS://PAPER.EXAMPLE/8",
    ],
)
def test_address_in_place_of_a_text_is_refused_as_one(editor, text):
    answer = paste(editor, text=text)
    assert (answer.status_code, Article.objects.count()) == (422, 0)
    assert "This is the address of a page, not a text." in text_of(answer)
    assert paste(editor, text=f"Seen at {text}").status_code == 303


def test_pasted_article_that_is_known_is_shown(editor):
    paste(editor, text="One.")
    answer = paste(editor, text="One.")
    assert answer["Location"] == Article.objects.get().get_absolute_url()
    notices = parse(editor.get(answer["Location"])).find(".//div[@data-notices]")
    assert "Already imported. Nothing was changed." in "".join(notices.itertext())


def test_pasted_other_text_changes_the_text_only_where_that_is_wanted(editor):
    article = make_article("One.", url=URL)
    paste(editor, text="Two.", url=URL)
    article.refresh_from_db()
    assert (article.text, article.retrievals.count()) == ("One.", 1)
    paste(editor, text="Two.", url=URL, update="1")
    article.refresh_from_db()
    assert article.text == "Two."


def notice(browser, answer):
    return "".join(parse(browser.get(answer["Location"])).find(".//div[@data-notices]").itertext())


@pytest.mark.parametrize("update", [{}, {"update": "1"}], ids=["first", "update"])
def test_pasted_text_that_is_another_articles_is_kept_as_its_own(editor, update):
    apples = make_article(APPLES, title="Apples", url=URL)
    answer = paste(editor, text=WARSHIPS, title="Warships", url=URL, **update)
    warships = Article.objects.get(text=WARSHIPS)

    assert answer["Location"] == warships.get_absolute_url()
    assert notice(editor, answer).strip() == (
        f"Imported. “Warships” has the same address as “Apples” ({apples.get_absolute_url()}), but "
        "almost none of the same text. Both are kept as separate articles."
    )
    again = paste(editor, text=WARSHIPS, title="Warships", url=URL, **update)
    assert again["Location"] == warships.get_absolute_url()
    assert notice(editor, again).strip() == "Already imported. Nothing was changed."
    apples.refresh_from_db()
    assert (apples.text, Article.objects.count()) == (APPLES, 2)


def test_import_page_names_articles_that_have_one_address(editor):
    rows = [{"title": "Apples", "text": APPLES}, {"title": "Warships", "text": WARSHIPS}]
    job = make_job(jsonl(*(row | {"url": URL} for row in rows)), is_update=True)
    editor.post(f"/import/{job.public_id}/move/")
    page = parse(editor.get(f"/import/{job.public_id}/"))
    [row] = page.findall(".//tbody/tr")
    assert [" ".join("".join(cell.itertext()).split()) for cell in row] == [
        "line 2",
        "",
        "“Warships” has the same address as “Apples”, but almost none of the same "
        "text. Both are kept as separate articles. Imported anyway.",
    ]
    job.refresh_from_db()
    assert (job.new_count, job.updated_count, job.refused_count) == (2, 0, 0)


WRONG = {
    "no text": {"text": " \n"},
    "only what is dropped": {"text": "\x07"},
    "half a character": {"text": "a\0b"},
    "no address": {"text": "One.", "url": "javascript:alert(1)"},
    "no date": {"text": "One.", "published": "soon"},
    "no language": {"text": "One.", "language": "<b>"},
    "a long title": {"text": "One.", "title": "x" * 501},
    "a long text": {"text": "x" * 2_000_001},
    "more words than search can index": {"text": " ".join(map("w{}q".format, range(150_000)))},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_pasted_article_that_cannot_be_kept_is_asked_for_again(editor, data):
    assert paste(editor, **data).status_code == 422
    assert Article.objects.count() == 0


# Analysts.


@pytest.fixture
def analyst():
    return signed_in(ANALYSTS)


def test_analyst_imports_but_corrects_no_text(analyst, editor):
    paste(editor, text="The convoy left at dawn.", url=URL)
    assert "update" not in analyst.get("/import/paste/").content.decode()
    answer = paste(analyst, text="The convoy left at dawn, late.", url=URL, update="1")
    assert answer.status_code == 303
    assert [article.text for article in Article.objects.all()] == ["The convoy left at dawn."]

    row = {"text": "The convoy left at dawn, early.", "url": URL}
    address = upload(analyst, jsonl(row), update="1")["Location"]
    analyst.post(f"{address}move/")
    job = ImportJob.objects.get()
    assert (job.is_update, job.is_finished, job.other_count) == (False, True, 1)
    assert [article.text for article in Article.objects.all()] == ["The convoy left at dawn."]
    assert "/admin/" not in analyst.get(address).content.decode()


def test_analyst_sees_and_moves_only_own_imports(analyst, editor):
    own_import = upload(analyst, jsonl({"text": "One."}), "own.jsonl")["Location"]
    import_of_editor = upload(editor, jsonl({"text": "Two."}), "other.jsonl")["Location"]
    listed = text_of(analyst.get("/import/"))
    assert ("own.jsonl" in listed, "other.jsonl" in listed) == (True, False)
    for path in ("", "move/", "stop/", "give-up/"):
        assert analyst.post(f"{import_of_editor}{path}").status_code == 403
        assert editor.post(f"{own_import}{path}").status_code == 303
    assert analyst.get(own_import).status_code == 200
    assert analyst.get(import_of_editor).status_code == 403


def test_desk_may_keep_the_import_to_editors(analyst, editor):
    def answers(browser):
        link = 'href="/import/"' in browser.get("/articles/").content.decode()
        return browser.get("/import/").status_code, paste(browser, text="One.").status_code, link

    assert (answers(analyst), answers(editor)) == ((200, 303, True), (200, 303, True))
    with override_settings(ANALYSTS_IMPORT=False):
        assert (answers(analyst), answers(editor)) == ((403, 403, False), (200, 303, True))


def test_mail_is_uploaded_and_read_with_its_attachment_and_kept_as_it_was(editor):
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Warships left", "A. Writer <a@paper.example>"
    mail.set_content(WARSHIPS)
    mail.add_attachment(f"Title: Apples\n\n{APPLES}", filename="apples.txt")
    # The name does not tell what it is.
    answer = upload(editor, mail.as_bytes(), name="saved.dat")
    editor.post(f"{answer['Location']}move/")
    article, attached = Article.objects.order_by("pk")
    assert (article.title, article.byline, article.text) == ("Warships left", "A. Writer", WARSHIPS)
    assert attached.title == "Apples"
    assert [str(credit) for credit in attached.credits.all()] == ["via “Warships left”, A. Writer"]
    original = editor.get(reverse("article_snapshot", args=[article.public_id]))
    assert (original.content, original["Content-Type"]) == (mail.as_bytes(), "message/rfc822")
    assert original["Content-Disposition"].endswith('.eml"')


ADDRESSES = [
    "ftp://news.example/a",
    "file:///papers/a.html",
    "mailto:ann@news.example",
    "news.example/2021/convoy?page=2",
    "news.example:8080/a",
    "<https://news.example/a>",
    "\ufeffhttps://news.example/a",
    "https://news.example/a\nnews.example/b",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_nothing_but_addresses_is_no_text(text):
    assert is_address_alone(text)


@pytest.mark.parametrize(
    "text",
    ["See https://news.example/a", "and/or", "24/7", "A.B./C.", "U.S./UK", "Yes.", "3.5/4", ""],
)
def test_words_are_a_text(text):
    assert not is_address_alone(text)
