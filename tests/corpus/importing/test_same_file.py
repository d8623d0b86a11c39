"""The same file twice is one article, in whatever it came, for each format."""

import io
from pathlib import Path

import pytest

from corpus.models import Article
from corpus.readers.formats import FORMATS, format_of, read_articles
from tests.corpus.importing.reading import jsonl, load, long_text, zipped
from tests.corpus.importing.test_preview import import_file
from tests.corpus.readers.foreign.test_warc import PAGE, URL
from tests.corpus.readers.foreign.test_warc import Archive as WebArchive
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "readers/foreign/files"
MAIL = f"From: A. Writer <a@paper.example>\nSubject: Convoy\n\n{long_text(1)}\n"
FILES = {
    **{f"sample.{name}": (SAMPLES / f"sample.{name}").read_bytes()
       for name in ("pdf", "docx", "odt", "rtf", "epub")},
    "mail.eml": MAIL.encode(),
    "mails.mbox": f"From a Mon Aug  2 10:00:00 2021\n{MAIL}\n".encode(),
    "web.warc": WebArchive().add(PAGE.encode()).content,
    "lines.jsonl": jsonl({"text": long_text(2)}).encode(),
    "rows.csv": f"text,title\n{long_text(3)},Three\n".encode(),
    "page.html": f"<!doctype html><html><body><p>{long_text(4)}.</p></body></html>".encode(),
    "note.txt": long_text(5).encode(),
    "note.md": f"---\ntitle: Seven\n---\n{long_text(7)}\n".encode(),
    "feed.rss": f"<rss><channel><item><title>Six</title><description>{long_text(6)}"
    "</description></item></channel></rss>".encode(),
}  # fmt: skip


def items_of(name, content):
    return list(read_articles(io.BytesIO(content), name, format_of(name, content)))


def test_file_in_an_archive_and_alone_is_one_article_whatever_it_is_called():
    formats = {format_of(name, content) for name, content in FILES.items()}
    assert formats == FORMATS.keys() - {"chapters", "references", "zip"}
    first = load(*items_of("all.zip", zipped(FILES)))
    # The mail and the same mail in a mailbox are one.
    assert (first.new, first.same, first.refused) == (len(FILES) - 1, 1, 0)
    for name, content in FILES.items():
        again = load(*items_of(f"again-{name}", content))
        assert (name, again.new, again.same, again.refused) == (name, 0, 1, 0)
    assert Article.objects.count() == len(FILES) - 1
    assert Article.objects.filter(url=URL).count() == 1


def test_newer_file_alone_is_compared_with_that_of_an_archive():
    editor = signed_in(EDITORS)
    older, newer = long_text(8), f"{long_text(8)} More of it."
    import_file(editor, zipped({"March/report.txt": older}), "archive.zip")
    shown, job = import_file(editor, newer, **{"article-1-is_revision": "1"})
    assert "A file of this name and source was imported before, with another text:" in shown
    assert (job.updated_count, job.new_count) == (1, 0)
    assert Article.objects.get().text == newer
    assert "report.txt" in text_of(editor.get("/import/"))
