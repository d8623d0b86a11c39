"""Importing with a preview: what it shows, what is mended and left out, and what is saved."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corpus.importing import jobs, preview
from corpus.importing.loader import STALE
from corpus.models import Article, ImportJob, Source, UploadChunk
from corpus.models.correction import correct
from tests.corpus.importing.reading import jsonl, long_text, make_job, zipped
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article, make_passage, make_user
from tests.support.pages import parse

FOREIGN = Path(__file__).parents[1] / "readers/foreign/files"

pytestmark = pytest.mark.django_db

ROWS = [
    {"title": "One", "text": long_text(1), "source": "reuters.com", "published": "2021-08-05"},
    {"title": "Two", "text": long_text(2), "byline": "A Reporter", "language": "en"},
]


@pytest.fixture
def analyst():
    return signed_in(ANALYSTS)


def upload(browser, content, name="news.jsonl", **data):
    """The page of the preview of an upload."""
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content)
    answer = browser.post("/import/", {"file": file, "preview": "1", **data})
    assert answer.status_code == 303
    return answer["Location"]


def sent(page):
    """What the form of a preview sends if nothing in it is changed."""
    form = parse(page).find(".//form[@class='import__preview']")
    return {
        field.get("name"): field.get("value", "")
        for field in form.iter("input")
        if field.get("type") != "checkbox" and field.get("name") != "csrfmiddlewaretoken"
    }


def finish(browser, address):
    """Import until there is nothing left, by the button of a page without a script."""
    while ImportJob.objects.get().is_running:
        browser.post(f"{address}move/")
    return ImportJob.objects.get()


def facts_of(article):
    source = article.source.name if article.source else ""
    published = article.published.isoformat() if article.published else ""
    return article.title, source, published, article.byline, article.language


def test_preview_shows_what_will_be_made_and_nothing_is_saved(analyst):
    address = upload(analyst, jsonl(*ROWS), source="The Wire", language="fr")
    page = analyst.get(address)
    shown = sent(page)
    assert [shown[f"article-1-{name}"] for name in preview.FACTS] == [
        *("One", "reuters.com", "2021-08-05", "", "fr")
    ]
    assert [shown[f"article-2-{name}"] for name in preview.FACTS] == [
        *("Two", "The Wire", "", "A Reporter", "en")
    ]
    assert ROWS[0]["text"][:80] in text_of(page)
    assert (Article.objects.count(), Source.objects.count()) == (0, 0)
    assert UploadChunk.objects.count() == 1


def test_what_was_mended_is_saved_and_the_rest_as_shown(analyst):
    address = upload(analyst, jsonl(*ROWS), source="The Wire")
    data = sent(analyst.get(address)) | {
        "article-1-title": "First",
        "article-1-published": "2021-08",
        "article-1-byline": "B Reporter",
        "article-1-language": "de",
        "article-2-source": "",
    }
    assert analyst.post(address, data).status_code == 303
    job = finish(analyst, address)
    assert sorted(map(facts_of, Article.objects.all())) == [
        ("First", "reuters.com", "2021-08", "B Reporter", "de"),
        ("Two", "", "", "A Reporter", "en"),
    ]
    assert (job.new_count, job.refused_count, job.preview) == (2, 0, None)
    assert UploadChunk.objects.count() == 0


def test_article_that_is_left_out_is_not_saved(analyst):
    address = upload(analyst, jsonl(*ROWS))
    analyst.post(address, sent(analyst.get(address)) | {"article-1-is_left_out": "1"})
    job = finish(analyst, address)
    assert [article.title for article in Article.objects.all()] == ["Two"]
    assert (job.new_count, job.refused_count, job.problems.count()) == (1, 0, 0)


def test_wrong_facts_are_told_at_their_field_and_nothing_begins(analyst):
    address = upload(analyst, jsonl(*ROWS))
    data = sent(analyst.get(address)) | {"article-2-published": "soon", "article-1-title": "A"}
    answer = analyst.post(address, data)
    assert (answer.status_code, ImportJob.objects.get().state) == (422, "preview")
    assert "“soon” is not a date. Write it as 2021-08-05, 2021-08 or 2021." in text_of(answer)
    assert sent(answer)["article-1-title"] == "A"


def test_first_twenty_of_many_are_shown_and_the_others_come_in_as_they_are(analyst):
    rows = [{"title": f"Title {n}", "text": long_text(n)} for n in range(45)]
    address = upload(analyst, jsonl(*rows))
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    page = analyst.get(address)
    assert len(parse(page).findall(".//fieldset")) == 20
    assert "the first 20 articles of the file" in text_of(page)
    analyst.post(address, sent(page) | {"article-20-title": "Mended"})
    assert finish(analyst, address).new_count == 45
    titles = {article.title for article in Article.objects.all()}
    assert titles == {f"Title {n}" for n in range(45) if n != 19} | {"Mended"}


def test_preview_of_an_archive_names_its_files_and_what_is_refused(analyst):
    files = {"a.txt": "The first text.", "b.txt": "The second text.", "c.mp3": b"ID3\x03"}
    address = upload(analyst, zipped(files), "mixed.zip")
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    page = analyst.get(address)
    legends = ["".join(each.itertext()) for each in parse(page).iter("legend")]
    assert legends == ["a.txt", "b.txt"]
    assert "Refused 1 c.mp3 This is a recording" in text_of(page)
    analyst.post(address, sent(page) | {"article-2-title": "Second"})
    job = finish(analyst, address)
    assert (job.new_count, job.refused_count) == (2, 1)
    assert sorted(article.title for article in Article.objects.all()) == ["", "Second"]


def test_upload_that_now_reads_otherwise_is_left_out(analyst):
    """What was shown is what is saved, also where the reader was changed in between."""
    address = upload(analyst, jsonl(*ROWS))
    data = sent(analyst.get(address)) | {"article-1-title": "Mended"}
    analyst.post(address, data)
    job = ImportJob.objects.get()
    job.preview["articles"][0]["key"] = "of another text"
    job.save()
    job = finish(analyst, address)
    assert (job.new_count, job.refused_count) == (1, 1)
    assert job.problems.get().reason == preview.NOT_AS_SHOWN
    assert [article.title for article in Article.objects.all()] == ["Two"]


def test_known_and_repeated_articles_are_told_as_such(analyst):
    make_article(title="Known", text=ROWS[0]["text"], url="https://reuters.com/1")
    rows = [ROWS[0] | {"url": "https://reuters.com/1"}, ROWS[1]]
    address = upload(analyst, jsonl(*rows))
    page = analyst.get(address)
    assert "Already imported: Known" in text_of(page)
    analyst.post(address, sent(page))
    job = finish(analyst, address)
    assert (job.new_count, job.same_count) == (1, 1)


def test_same_file_twice_in_an_archive_is_shown_as_one_article(analyst):
    address = upload(analyst, zipped({"a.txt": "Some words.", "b.txt": "Some words."}), "a.zip")
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    page = analyst.get(address)
    assert "The same file stands above. It becomes one article." in text_of(page)
    analyst.post(address, sent(page))
    job = finish(analyst, address)
    assert (job.new_count, job.same_count, Article.objects.count()) == (1, 1, 1)


def test_row_that_was_not_sent_stays_as_it_was_shown(analyst):
    address = upload(analyst, jsonl(*ROWS))
    analyst.post(address, {"article-2-is_left_out": "1"})
    finish(analyst, address)
    assert sorted(facts_of(article)[0] for article in Article.objects.all()) == ["One", "Two"]


def test_title_that_the_file_states_stands_though_no_form_would_take_it(analyst):
    row = {"title": "One\u2028two \u202e", "text": long_text(1)}
    address = upload(analyst, jsonl(row))
    analyst.post(address, sent(analyst.get(address)))
    job = finish(analyst, address)
    direct = jobs.move(make_job(jsonl(row | {"text": long_text(2)})))
    assert (job.new_count, direct.new_count) == (1, 1)
    assert len({article.title for article in Article.objects.all()}) == 1


def test_columns_are_asked_for_before_the_preview(analyst):
    address = upload(analyst, jsonl({"headline": "One", "body": long_text(1)}))
    assert ImportJob.objects.get().state == "ready"
    data = {"text": "body", "title": "headline", "preview": "1"}
    assert analyst.post(address, data).status_code == 303
    assert sent(analyst.get(address))["article-1-title"] == "One"


def test_preview_is_cancelled_and_its_upload_deleted(analyst):
    address = upload(analyst, jsonl(*ROWS))
    assert analyst.post(f"{address}give-up/").status_code == 303
    job = ImportJob.objects.get()
    assert (job.state, job.preview, UploadChunk.objects.count()) == ("given up", None, 0)
    assert Article.objects.count() == 0


@pytest.mark.parametrize("state", ["ready", "preview", "running", "stopped"])
def test_old_uploads_are_cleaned_away_with_the_next_one(analyst, state):
    old = make_job("x", state=state, preview=preview.EMPTY)
    finished = make_job("x", state="finished")
    young = make_job("x", state="stopped")
    month_ago = timezone.now() - timedelta(days=30)
    ImportJob.objects.exclude(pk=young.pk).update(created_at=month_ago)
    upload(analyst, jsonl(*ROWS))
    old.refresh_from_db()
    assert (old.state, old.chunks.count()) == ("given up", 0)
    states = ImportJob.objects.filter(pk__in=[finished.pk, young.pk]).order_by("pk")
    assert [(job.state, job.chunks.count()) for job in states] == [("finished", 1), ("stopped", 1)]


def test_mended_facts_stay_when_the_same_file_is_imported_again():
    editor = signed_in(EDITORS)
    url = "https://reuters.com/1"
    address = upload(editor, jsonl(ROWS[0] | {"url": url}))
    editor.post(address, sent(editor.get(address)) | {"article-1-title": "Mended"})
    finish(editor, address)
    newer = ROWS[0] | {"url": url, "title": "Newer", "text": f"{long_text(1)} More."}
    for row in (ROWS[0] | {"url": url}, newer):
        jobs.move(make_job(jsonl(row), is_update=True))
    article = Article.objects.get()
    assert (article.title, article.text) == ("Mended", newer["text"])


# A newer version of what is here.

FIRST = "The convoy left the base at dawn and reached the bridge before noon, a spokesman said."
NEWER = FIRST.replace("a spokesman", "two spokesmen") + " It came back in the evening."


def import_file(browser, text, name="report.txt", **mended):
    """Import a text file of a source by its preview; the page that was shown and the job."""
    address = upload(browser, text, name, source="The Wire")
    page = browser.get(address)
    browser.post(address, sent(page) | mended)
    while (job := ImportJob.objects.order_by("pk").last()).is_running:
        browser.post(f"{address}move/")
    return text_of(page), job


def test_newer_version_of_a_file_becomes_a_revision_if_it_is_wanted():
    editor = signed_in(EDITORS)
    import_file(editor, FIRST, **{"article-1-title": "Mended"})
    article = Article.objects.get()
    passage = make_passage(article, "reached the bridge")
    shown, job = import_file(editor, NEWER, **{"article-1-is_revision": "1"})
    assert "A file of this name and source was imported before, with another text: Mended" in shown
    assert "a spokesmantwo spokesmen said. It came back in the evening." in shown
    assert (job.updated_count, job.new_count) == (1, 0)
    article.refresh_from_db()
    assert (article.text, article.title, article.revision_number) == (NEWER, "Mended", 2)
    [placement] = passage.placements.filter(revision__number=2)
    # Its sentence was changed: it does not move without a member's review.
    words = NEWER[placement.start : placement.end]
    assert (placement.state, words) == ("needs_review", passage.quote)


def test_newer_version_is_an_article_of_its_own_unless_it_is_wanted():
    editor = signed_in(EDITORS)
    import_file(editor, FIRST)
    _, job = import_file(editor, NEWER)
    assert (job.updated_count, job.new_count, Article.objects.count()) == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "name"),
    [(NEWER, "other.txt"), (long_text(7), "report.txt")],
    ids=["another name", "unrelated words"],
)
def test_file_of_another_name_or_with_other_words_is_no_newer_version(text, name):
    editor = signed_in(EDITORS)
    import_file(editor, FIRST)
    shown, job = import_file(editor, text, name, **{"article-1-is_revision": "1"})
    assert "was imported before" not in shown
    assert job.new_count == 1


def test_file_of_another_source_is_no_newer_version():
    editor = signed_in(EDITORS)
    import_file(editor, FIRST)
    Article.objects.update(source=None)
    shown, _ = import_file(editor, NEWER)
    assert "was imported before" not in shown


def test_analyst_makes_no_revision(analyst):
    import_file(analyst, FIRST)
    shown, job = import_file(analyst, NEWER, **{"article-1-is_revision": "1"})
    assert "An editor can make it the next revision of that article." in shown
    assert (job.updated_count, job.new_count) == (0, 1)


def test_text_that_was_corrected_since_the_preview_is_not_replaced():
    editor = signed_in(EDITORS)
    import_file(editor, FIRST)
    address = upload(editor, NEWER, "report.txt", source="The Wire")
    data = sent(editor.get(address)) | {"article-1-is_revision": "1"}
    article = Article.objects.get()
    act(make_user(EDITORS), correct, article, f"{FIRST} Corrected.", "As printed.")
    editor.post(address, data)
    job = ImportJob.objects.order_by("pk").last()
    while job.is_running:
        editor.post(f"{address}move/")
        job.refresh_from_db()
    assert (job.updated_count, job.refused_count) == (0, 1)
    assert job.problems.get().reason == STALE
    article.refresh_from_db()
    assert article.text == f"{FIRST} Corrected."
    # It can be compared again, though its bytes are kept by now.
    shown, job = import_file(editor, NEWER, **{"article-1-is_revision": "1"})
    assert "Compare the texts" in shown
    assert job.updated_count == 1


def test_same_file_makes_no_revision_whatever_is_sent():
    editor = signed_in(EDITORS)
    import_file(editor, FIRST)
    act(make_user(EDITORS), correct, Article.objects.get(), f"{FIRST} Corrected.", "As printed.")
    shown, job = import_file(editor, FIRST, **{"article-1-is_revision": "1"})
    assert "Compare the texts" not in shown
    assert (job.same_count, job.updated_count) == (1, 0)


# Books.


def test_chapters_of_a_book_are_articles_if_they_are_chosen(analyst):
    address = upload(analyst, (FOREIGN / "sample.epub").read_bytes(), "book.epub")
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    page = analyst.get(address)
    assert len(parse(page).findall(".//fieldset")) == 1
    assert "Each chapter as an article" in text_of(page)
    assert analyst.post(address, {"format": "chapters"}).status_code == 303
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    page = analyst.get(address)
    chapters = len(parse(page).findall(".//fieldset"))
    assert chapters > 3
    assert "The book as one article" in text_of(page)
    analyst.post(address, sent(page))
    assert finish(analyst, address).new_count == chapters
    assert analyst.post(address, {"format": "epub"}).status_code == 303
    assert ImportJob.objects.get().state == "finished"


def test_format_of_another_file_is_not_changed(analyst):
    address = upload(analyst, jsonl(*ROWS))
    analyst.post(address, {"format": "chapters"})
    assert ImportJob.objects.get().format == "jsonl"


def test_preview_names_the_pages_of_a_document(analyst):
    address = upload(analyst, (FOREIGN / "columns.pdf").read_bytes(), "report.pdf")
    while ImportJob.objects.get().is_moving:
        analyst.post(f"{address}move/")
    assert "characters, 2 pages" in text_of(analyst.get(address))


def test_remark_on_a_field_calls_it_what_the_form_does(analyst):
    rows = [ROWS[0] | {"url": "no address", "published": "05/08/2021"}]
    page = analyst.get(upload(analyst, jsonl(*rows)))
    remarks = parse(page).find(".//ul[@class='import__remarks']")
    assert [remark.text for remark in remarks] == [
        "Address: “no address” is not a web address (https://…).",
        "Date: “05/08/2021” is ambiguous. Write the date year first, as in 2021-08-05.",
    ]


def test_preview_of_files_sent_together_names_each_as_it_was_sent(analyst):
    contents = {"a.txt": b"One.", "b.jsonl": b'{"text": ""}', "c.mp3": b"ID3"}
    files = [SimpleUploadedFile(name, content) for name, content in contents.items()]
    answer = analyst.post("/import/", {"file": files, "preview": "1"})
    page = parse(analyst.get(answer["Location"]))
    refused = page.iterfind(".//ul[@class='import__refused']//strong")
    assert [each.text for each in page.iter("legend")] == ["a.txt"]
    assert [each.text for each in refused] == ["b.jsonl, line 1", "c.mp3"]
