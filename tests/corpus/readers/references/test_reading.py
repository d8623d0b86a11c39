"""References as Zotero and others write them, alone and with the files of their texts."""

import io
import json
from datetime import date

import pytest

from corpus.importing.file_list import files_at
from corpus.importing.prepare import batches_of
from corpus.readers.formats import format_of, read_articles
from corpus.readers.imported_record import Problem
from corpus.readers.references.reading import references_in
from tests.corpus.readers.foreign.test_packages import zipped

TEXT = "The convoy left the harbour before dawn, and nobody would say why it had to be so early."
PAGE = f"<!doctype html><html><head><title>Wrong</title></head><body><p>{TEXT}</p></body></html>"
# As Zotero writes them, with the tags and fields that stay unused.
RIS = """TY  - NEWS
TI  - Road closed
AU  - Reporter, Anna
AU  - World Bank
T2  - The Paper
AB  - Nobody knows why.
DA  - 2021/08/05/
PY  - 2021
UR  - https://paper.example/road
LA  - English
L2  - files/13/road.html
L1  - files/12/Road closed.pdf
KW  - roads
ER  -\x20

TY  - RPRT
TI  - A report that is
long
PY  - 2020
L1  - files/14/lost.pdf
ER  -\x20

TY  - BLOG
TI  - Without a file
ER  -\x20
"""
BIBTEX = r"""@string{paper = "The Paper"}
@article{reporter_road_2021,
  title = {Road closed},
  author = {Reporter, Anna and {World Bank}},
  date = {2021-08-05},
  journaltitle = paper,
  url = {https://paper.example/road},
  langid = {english},
  file = {Snapshot:files/13/road.html:text/html;PDF:files/12/Road closed.pdf:application/pdf},
}
@report{b, title = {A report that is long}, year = 2020, file = {:files/14/lost.pdf:PDF}}
@misc{c, title = {Without a file}}
"""
CSL = [
    {
        "id": "http://zotero.org/users/1/items/A",
        "type": "article-newspaper",
        "title": "Road closed",
        "author": [{"family": "Reporter", "given": "Anna"}, {"literal": "World Bank"}],
        "container-title": "The Paper",
        "issued": {"date-parts": [["2021", 8, 5]]},
        "URL": "https://paper.example/road",
        "language": "en",
    },
    {"id": "b", "type": "report", "title": "A report that is long", "issued": {"raw": "2020"}},
    {"id": "c", "type": "post-weblog", "title": "Without a file"},
]
VALUES = {
    "title": "Road closed",
    "byline": "Anna Reporter, World Bank",
    "source": "The Paper",
    "published": "2021-08-05",
    "url": "https://paper.example/road",
    "language": "en",
}
FILES = {
    "RIS": ("My Library.ris", RIS),
    "BibTeX": ("My Library.bib", BIBTEX),
    "CSL-JSON": ("My Library.json", json.dumps(CSL)),
}
MISSING = [
    "“A report that is long”: Its file files/14/lost.pdf is not there.",
    "“Without a file”: The reference has no file with its text.",
]


@pytest.mark.parametrize(("name", "content"), FILES.values(), ids=FILES)
def test_facts_of_a_reference_are_those_of_its_record(name, content):
    assert format_of(name, content.encode()) == "references"
    references = references_in(content.encode())
    assert [each.values["title"] for each in references] == [
        "Road closed",
        "A report that is long",
        "Without a file",
    ]
    assert dict(references[0].values) == VALUES
    assert references[1].values["published"] == "2020"
    if "json" not in name:
        assert set(references[0].files) == {"files/13/road.html", "files/12/Road closed.pdf"}


@pytest.mark.parametrize(("name", "content"), FILES.values(), ids=FILES)
def test_references_alone_are_named_as_missing_a_text(name, content):
    items = list(read_articles(io.BytesIO(content.encode()), name, "references"))
    assert [(each.place.item, each.is_left_out) for each in items] == [(n, True) for n in (1, 2, 3)]
    assert items[2].reason == (
        "“Without a file”: The reference has no file with its text. "
        "Import a ZIP archive or a folder with the references and their files."
    )
    again = list(read_articles(io.BytesIO(content.encode()), name, "references", start=2))
    assert again == items[2:]


def library(name, content):
    return {
        f"My Library/{name}": content,
        "My Library/files/12/Road closed.pdf": b"%PDF-1.7",
        "My Library/files/13/road.html": PAGE,
        "My Library/files/15/other.txt": "Of no reference.",
    }


def facts(record):
    return (
        record.title,
        record.byline,
        record.source,
        record.published and record.published.first,
        record.url,
        record.language,
        record.text,
    )


EXPECTED = (
    "Road closed", "Anna Reporter, World Bank", "The Paper", date(2021, 8, 5),
    "https://paper.example/road", "en", TEXT,
)  # fmt: skip


@pytest.mark.parametrize(("name", "content"), list(FILES.values())[:2], ids=list(FILES)[:2])
def test_archive_of_references_and_files_has_facts_of_the_one_and_text_of_the_other(name, content):
    archive = zipped(library(name, content))
    items = list(read_articles(io.BytesIO(archive), "z.zip", "zip"))
    problems = [each for each in items if isinstance(each, Problem)]
    assert [(str(each.place), each.reason) for each in problems] == [
        (f"z.zip/My Library/{name}, item 2", MISSING[0]),
        (f"z.zip/My Library/{name}, item 3", MISSING[1]),
        (
            "z.zip/My Library/files/12/Road closed.pdf",
            "It was left out: the text of its reference is My Library/files/13/road.html.",
        ),
    ]
    article, other = [each for each in items if not isinstance(each, Problem)]
    assert facts(article) == EXPECTED
    assert (str(article.place), other.title) == ("z.zip/My Library/files/13/road.html", "")
    # Reading goes on behind each file.
    for index, item in enumerate(items):
        if item.position > items[index - 1].position:
            later = list(
                read_articles(io.BytesIO(archive), "z.zip", "zip", start=items[index - 1].position)
            )
            assert later == items[index:]


@pytest.mark.parametrize(("name", "content"), list(FILES.values())[:2], ids=list(FILES)[:2])
def test_folder_of_references_and_files_is_read_alike(tmp_path, name, content):
    for path, words in library(name, content).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
    files = files_at([tmp_path])
    assert [(each.place.item, each.reason) for each in files.problems] == list(
        zip((2, 3), MISSING, strict=True)
    )
    assert files.left_out == [
        (
            "My Library/files/12/Road closed.pdf",
            "the text of its reference is My Library/files/13/road.html",
        )
    ]
    drafts = [draft for batch in batches_of(files.to_read, {}) for draft in batch]
    article, other = drafts
    assert facts(article.record)[:-1] == EXPECTED[:-1]
    assert (article.text, other.text) == (TEXT, "Of no reference.")


def test_file_of_another_computer_is_found_by_its_folder_and_name():
    content = "TY  - NEWS\nTI  - A\nL1  - C:\\Zotero\\storage\\ABCD1234\\a.txt\nER  - \n"
    archive = zipped(
        {"l.ris": content, "storage/ABCD1234/a.txt": TEXT, "storage/E/a.txt": "Other."}
    )
    titles = {each.text: each.title for each in read_articles(io.BytesIO(archive), "z.zip", "zip")}
    assert titles == {TEXT: "A", "Other.": ""}


def test_wrong_value_of_a_reference_is_a_remark():
    content = "TY  - NEWS\nTI  - A\nDA  - soon\nL1  - a.txt\nER  - \n"
    archive = zipped({"l.ris": content, "a.txt": TEXT})
    remark, article = read_articles(io.BytesIO(archive), "z.zip", "zip")
    assert (remark.field, remark.is_left_out) == ("published", False)
    assert (article.title, article.published) == ("A", None)


BROKEN = {
    "RIS of nothing": b"Some words.\n",
    "JSON cut off": json.dumps(CSL).encode()[:-40],
    "BibTeX cut off": BIBTEX[:60].encode(),
    "a list of nothing": b'[{"id": 1, "type": "book", "issued": {"date-parts": [[]]}}]',
    "other values": b'[{"id": 1, "type": "book", "issued": 7, "author": "A", "title": 3}, 7]',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_file_is_a_refusal_and_no_crash(content):
    items = list(read_articles(io.BytesIO(content), "name", "references"))
    assert {type(each) for each in items} == {Problem}
    assert "crashed" not in items[0].reason
