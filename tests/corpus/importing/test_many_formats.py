"""Folders and archives of files of every format: each is read, and named by where it came from."""

import io

import pytest

from corpus.importing.file_list import files_at
from corpus.importing.prepare import batches_of
from corpus.readers.formats import read_articles
from tests.corpus.readers.foreign.test_packages import zipped
from tests.corpus.readers.foreign.test_warc import PAGE, URL, Archive
from tests.corpus.readers.pages.test_archive_texts import NEXIS, rtf
from tests.corpus.readers.references.test_reading import RIS, library

INNER = {
    "exports/nexis.rtf": rtf(NEXIS),
    "web/saved.warc.gz": Archive().add(PAGE.encode()).content,
    **library("My Library.ris", RIS),
}
FILES = {**INNER, "more/inner.zip": zipped(INNER), "../../outside.txt": "Out of the folder."}
# Where each article comes from, within the archive.
ARTICLES = [
    "My Library/files/13/road.html",
    "My Library/files/15/other.txt",
    "exports/nexis.rtf, item 1",
    "exports/nexis.rtf, item 2",
    f"web/saved.warc.gz/{URL.partition('://')[2]}",
]
MISSING = ["My Library/My Library.ris, item 2", "My Library/My Library.ris, item 3"]


def places(items):
    """The places of articles, and of what was left out."""
    articles = [str(getattr(each, "record", each).place) for each in items if is_article(each)]
    left_out = [str(each.place) for each in items if not is_article(each) and each.is_left_out]
    return sorted(articles), sorted(left_out)


def is_article(item):
    return hasattr(item, "text")


def test_archive_of_archives_names_where_each_came_from():
    items = list(read_articles(io.BytesIO(zipped(FILES)), "all.zip", "zip"))
    articles, left_out = places(items)
    inner = [f"more/inner.zip/{place}" for place in ARTICLES]
    assert articles == sorted(f"all.zip/{place}" for place in [*ARTICLES, *inner, "outside.txt"])
    unread = [*MISSING, "My Library/files/12/Road closed.pdf"]
    assert left_out == sorted(
        [f"all.zip/{place}" for place in unread]
        + [f"all.zip/more/inner.zip/{place}" for place in unread]
    )


def test_archive_in_an_archive_in_another_is_named_and_not_read():
    nested = zipped({"b.zip": zipped({"c.zip": zipped({"a.txt": "Too deep."})})})
    [problem] = read_articles(io.BytesIO(nested), "a.zip", "zip")
    assert str(problem.place) == "a.zip/b.zip/c.zip"
    assert problem.reason == "It is not read: it is in a file of its kind, which is in another."


@pytest.mark.parametrize("position", [0, 3, 6])
def test_reading_an_archive_goes_on_behind_each_file(position):
    content = zipped(FILES)
    items = list(read_articles(io.BytesIO(content), "all.zip", "zip"))
    at = [index for index, each in enumerate(items) if not each.is_followed][position]
    again = read_articles(io.BytesIO(content), "all.zip", "zip", start=items[at].position)
    assert list(again) == items[at + 1 :]


def test_folder_is_read_like_an_archive(tmp_path):
    for name, content in INNER.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    files = files_at([tmp_path])
    items = [item for batch in batches_of(files.to_read, {}) for item in batch]
    articles, left_out = places([*items, *files.problems])
    assert articles == sorted(ARTICLES)
    assert left_out == MISSING
    assert [name for name, _ in files.left_out] == ["My Library/files/12/Road closed.pdf"]
