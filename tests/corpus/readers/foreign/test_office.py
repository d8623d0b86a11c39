"""One document in six languages, made by LibreOffice, in each of its formats."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.readers.formats import format_of
from tests.corpus.readers.reading import records

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


def read(format):
    content = (FILES / f"sample.{format}").read_bytes()
    assert format_of("upload", content) == format
    [record] = records(content, format)
    assert record.content == content
    return record


@pytest.mark.parametrize("format", ["docx", "odt", "rtf"])
def test_document_is_its_headings_paragraphs_items_rows_and_notes(format):
    record = read(format)
    assert record.text == TEXT
    assert (record.title, record.byline, record.published) == (TITLE, "Anna Müller", None)


@pytest.mark.parametrize("format", ["epub", "pdf"])
def test_words_of_a_document_stand_in_their_order(format):
    """What is left out or put in between is less than one word of two hundred."""
    record = read(format)
    words, expected = record.text.split(), TEXT.split()
    matched = sum(
        block.size for block in SequenceMatcher(None, expected, words).get_matching_blocks()
    )
    assert matched >= 0.995 * max(len(expected), len(words)), record.text
    assert record.title == TITLE
