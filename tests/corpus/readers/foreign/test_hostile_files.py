"""One hostile file for each kind of limit; `python -m tests.hostile_files` reads all of them."""

import io
from functools import partial

import pytest

from corpus.readers.foreign import archive, epub, mbox, packages, pdf
from corpus.readers.foreign.isolation import Limits, read_apart
from corpus.readers.foreign.parts import TOO_DEEP, NotReadable
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import Problem
from tests.hostile_files import archives, mails, office, pdfs

WORDS = "The convoy left the harbour at dawn."


def outcome(content, name):
    """The texts and the reasons of refusals of a file."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    items = list(read_articles(file, name, name.rpartition(".")[2]))
    problems = [item.reason for item in items if isinstance(item, Problem)]
    return [item.text for item in items if not isinstance(item, Problem)], problems


def refusal(read, content):
    """Why a reader refuses a file, in this process."""
    with pytest.raises(NotReadable) as refused:
        list(read(io.BytesIO(content), 0))
    return str(refused.value)


def test_files_that_overlap_in_an_archive_count_as_often_as_they_are_named(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 2_000)
    bomb = archives.overlapping(3, 1_000)
    assert refusal(packages.read, bomb) == "It unpacks to more than 0.002 MB."
    parts = packages.read(io.BytesIO(archives.overlapping(2, 1_000)), 0)
    # Python from 3.12.2 on refuses such files by itself.
    read = [(len(part.content), part.refusal) for part in parts]
    assert read in ([(1_000, ""), (1_000, "")], [(1_000, ""), (0, "It is damaged.")])


def test_file_that_unpacks_to_more_than_a_document_may_have_is_refused_alone(monkeypatch):
    # The limit of a document is the default of a parameter.
    read = partial(archive.Archive.read, limit=1_000)
    monkeypatch.setattr(archive.Archive, "read", lambda self, info, limit=0: read(self, info))
    bomb, note = packages.read(
        io.BytesIO(archives.packed([("a.txt", "x" * 1_001), ("b.txt", WORDS)])), 0
    )
    assert (bomb.refusal, note.content) == ("It unpacks to more than 0.001 MB.", WORDS.encode())


def test_archive_in_archives_is_read_once_and_no_deeper():
    texts, problems = outcome(archives.nested(3), "a.zip")
    assert texts == ["Text 1.", "Text 2."]
    assert problems == ["It is not read: it is in a file of its kind, which is in another."]


def test_paths_of_an_archive_and_of_a_book_lead_to_nothing_outside_of_it():
    file = io.BytesIO(archives.packed([("../../etc/a.txt", WORDS), ("C:\\..\\b.txt", WORDS)]))
    names = [str(item.place.file) for item in read_articles(file, "a.zip", "zip")]
    assert names == ["a.zip/etc/a.txt", "a.zip/C:/b.txt"]
    chapter = f"<html><body><p>{WORDS}</p></body></html>"
    book = archives.book([("../../etc/hosts", chapter)], [0])
    assert outcome(book, "a.epub") == ([WORDS], [])
    # What is not in the archive is not looked for elsewhere.
    elsewhere = archives.book([("/etc/hosts", "")], [0])
    assert outcome(elsewhere, "a.epub") == ([], ["There is no text."])


def test_chapter_that_a_book_names_often_is_read_once():
    book = archives.book([("a", f"<html><body><p>{WORDS}</p></body></html>")], [0] * 50)
    [part] = epub.book(archive.Archive(io.BytesIO(book)))
    assert part.values["text"] == WORDS
    assert len(list(epub.chapters(archive.Archive(io.BytesIO(book)), 0))) == 1


def test_no_entity_of_a_document_is_read_or_grows():
    external = office.docx("<w:p><w:r><w:t>one &e9; two</w:t></w:r></w:p>", office.EXTERNAL)
    [part] = packages.read(io.BytesIO(external), 0)
    assert part.values["text"] == "one"
    [part] = packages.read(
        io.BytesIO(office.odt("<text:p>one &e9; two</text:p>", office.EXTERNAL)), 0
    )
    assert part.values["text"] == "one  two"
    bomb = office.odt("<text:p>one &e9; two</text:p>", office.BOMB)
    assert refusal(packages.read, bomb) == "It is damaged: content.xml is not well-formed."


def test_macros_are_no_text_and_nothing_of_a_pdf_is_started():
    body = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
    document = office.docx(body, word__vbaProject_xml="Shell evil.exe")
    [part] = packages.read(io.BytesIO(document), 0)
    assert part.values["text"] == WORDS
    for action in (pdfs.SCRIPT, pdfs.LAUNCH):
        [part] = pdf.read(io.BytesIO(pdfs.pages(1, pdfs.shown(WORDS.encode()), action)), 0)
        assert part.values["text"] == WORDS


def test_document_and_mail_nested_too_deeply_are_refused_as_such():
    reason = "It is nested too deeply: word/document.xml cannot be read."
    assert refusal(packages.read, office.docx(office.table(200))) == reason
    assert outcome(mails.forwarded(1_000), "a.eml") == ([], [TOO_DEEP])
    box = b"From a@b Mon Aug  2 10:00:00 2021\n" + mails.nested(1_000)
    assert [part.refusal for part in mbox.read(io.BytesIO(box), 0)] == [TOO_DEEP]


def test_document_that_needs_more_memory_than_a_reader_has_is_refused_as_such():
    document = io.BytesIO(office.docx("<w:p/>" * 10**6))
    with pytest.raises(NotReadable) as refused:
        list(read_apart("corpus.readers.foreign.packages", document, limits=Limits(150 * 2**20)))
    assert str(refused.value) == "It takes more than 150 MiB of memory to read."


def test_pages_and_their_letters_are_counted_before_all_are_read(monkeypatch):
    content = pdfs.pages(4, pdfs.shown(WORDS.encode()))
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 3 * len(WORDS))
    assert refusal(pdf.read, content) == (
        "It has more than 108 characters on its first 4 pages; a text may have 2,000,000. Split it."
    )
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    assert refusal(pdf.read, content) == "It has 4 pages; the limit is 3. Split it."


@pytest.mark.parametrize("is_loop", [False, True])
def test_tree_of_pages_that_is_deep_or_has_no_end_has_no_text(is_loop):
    content = pdfs.deep_tree(3_000, is_loop)
    assert refusal(pdf.read, content) == pdf.SCAN


def test_record_of_a_web_archive_with_a_wrong_length_ends_it_and_what_is_before_comes_in():
    page = f"<html><body><article><p>{WORDS * 9}</p>".encode()
    good = archives.web_record(page)
    texts, problems = outcome(good + archives.web_record(page, 9**15), "a.warc")
    assert texts == [WORDS * 9] * 2
    assert problems == ["The archive holds only its beginning (the file ends within it)."]
    for length in (-5, 30):
        texts, problems = outcome(good + archives.web_record(page, length), "a.warc")
        assert (texts, problems) == (
            [WORDS * 9],
            ["It is damaged behind what was read, or no web archive (WARC)."],
        )
