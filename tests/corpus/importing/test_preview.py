"""Importing with a preview: what it shows, what is mended and left out, and what is saved."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corpus.importing import jobs, preview
from corpus.models import Article, ImportJob, Source, UploadChunk
from tests.corpus.importing.reading import jsonl, long_text, make_job, zipped
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article
from tests.support.pages import parse

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
    assert legends == ["mixed.zip/a.txt", "mixed.zip/b.txt"]
    assert "mixed.zip/c.mp3 This is a recording" in text_of(page)
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
    assert "Already imported: Known." in text_of(page)
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
