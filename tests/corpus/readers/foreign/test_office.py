"""One document in six languages, written by Pandoc in several formats and printed by Chromium."""

import io
import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.readers.foreign import epub
from corpus.readers.foreign.archive import Archive
from corpus.readers.formats import format_of, read_articles
from tests.corpus.readers.reading import records
from tests.hostile_files import archives

FILES = Path(__file__).parent / "files"
TITLE = "Convoy reaches the bridge"
TEXT = """English

The convoy left the base at dawn and reached the well-known bridge before noon,[1] a spokesman \
said. Officials of the international organisation could not confirm the reports independently, \
and representatives of the provincial administration declined to answer questions about \
reinforcements.

A second statement followed in the evening, which mentioned neither casualties nor the \
circumstances under which the transportation of equipment was interrupted.

Thirty districts in ten days
Seventy-seven armoured vehicles

District\tReports\tOrigins
Sangin\t4\t1
Faizabad\t12\t3

Deutsch

Der Konvoi verließ die Stützpunkte im Morgengrauen und überquerte die Brücke gegen Mittag. Die \
Bundesregierung äußerte sich zunächst nicht zu den Berichten über Waffenlieferungen und \
Aufklärungsflugzeuge.

Русский

Колонна вышла на рассвете и достигла моста до полудня, сообщил представитель министерства. \
Подтвердить эти сведения из независимых источников не удалось, несмотря на многочисленные \
обращения журналистов.

فارسی

کاروان در سپیده‌دم پایگاه را ترک کرد و پیش از ظهر به پل رسید. سخنگوی وزارت گفت که ۲۵ خودرو در \
راه است.

العربية

غادرت القافلة القاعدة عند الفجر ووصلت إلى الجسر قبل الظهر، حسبما قال المتحدث باسم الوزارة.

中文

车队于黎明离开基地，中午前抵达大桥，一名发言人说。官员们无法独立证实这些报道。

[1] The briefing took place in Moscow."""


NOTE = "The briefing took place in Moscow."
AUTHOR = "Anna Müller"
WORD = re.compile(r"\w+(?:-\w+)*")


def read(format):
    content = (FILES / f"sample.{format}").read_bytes()
    # The name does not tell.
    assert format_of("upload", content) == format
    [record] = records(content, format)
    assert record.content == content
    return record


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_document_is_its_headings_paragraphs_items_rows_and_notes(format):
    record = read(format)
    assert record.text == f"{AUTHOR}\n\n{TEXT}"
    assert (record.title, record.byline, record.language) == (TITLE, AUTHOR, "en")
    assert record.published is None


def test_rich_text_that_states_no_title_begins_with_it():
    record = read("rtf")
    assert record.text == f"{TITLE}\n\n{AUTHOR}\n\n{TEXT}"
    assert (record.title, record.byline) == ("", "")


def test_notes_of_a_book_stand_where_its_chapters_have_them():
    record = read("epub")
    text = TEXT.removesuffix(f"\n\n[1] {NOTE}").replace("\n\nDeutsch", f"\n\n{NOTE}\n\nDeutsch")
    assert record.text == f"{AUTHOR}\n\n{text}"
    assert (record.title, record.byline, record.language) == (TITLE, AUTHOR, "en")
    # Pandoc states the day on which it wrote the book.
    assert str(record.published) == "29 November 2026"


def test_words_of_a_printed_page_stand_in_their_order():
    """In lines of one length, also those from the right; at most one word of two hundred differs.

    The machine that printed it had no Chinese letters, and Chromium prints no joiners.
    """
    content = (FILES / "sample.pdf").read_bytes()
    remark, record = read_articles(io.BytesIO(content), "name", "pdf")
    assert remark.reason == "2 letters are not stated by its fonts; each became “\ufffd”."
    assert record.title == TITLE
    read_words = WORD.findall(record.text.partition("\ufffd")[0])
    expected = WORD.findall(f"{AUTHOR} {TEXT.partition('中文')[0]}".replace("\u200c", ""))
    blocks = SequenceMatcher(None, expected, read_words, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) >= 0.995 * max(len(expected), len(read_words))


def test_number_of_a_note_of_a_book_is_no_word_of_it():
    """As LibreOffice writes notes: a link back to where each is referred to."""
    chapter = (
        '<html><body><p>Words.<sup><a epub:type="noteref" href="#n1">1</a></sup></p>'
        '<aside epub:type="footnote" id="n1"><p><sup><a href="#c1">1</a></sup>The note, '
        '<a href="#c2">2</a> lines.</p></aside></body></html>'
    )
    [part] = epub.book(Archive(io.BytesIO(archives.book([("a", chapter)], [0]))))
    assert part.values["text"] == "Words.[1]\n\n[1] The note, 2 lines."
