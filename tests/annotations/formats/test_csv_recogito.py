import io

import pytest

from annotations.formats.csv_recogito import COLUMNS, RULE, dumps, loads
from annotations.formats.record import Annotation, Document, Entry, FormatError, Piece, Refusal

HEADER = ",".join(COLUMNS) + "\r\n"
ROW = (
    "2e8d,part1.txt,😀 Kabul,char-offset:12,PLACE,http://ex.org/1,Kabul,,34.5,69.1,,VERIFIED,"
    "city|big\\|old,One.|Two.,,\r\n"
)
PASSAGE = Annotation(
    (Piece(12, 20, "😀 Kabul"),),
    key="2e8d",
    rule=RULE,
    tags=("city", "big|old"),
    note="One.\n\nTwo.",
    extra={
        "TYPE": "PLACE",
        "URI": "http://ex.org/1",
        "VOCAB_LABEL": "Kabul",
        "LAT": "34.5",
        "LNG": "69.1",
        "VERIFICATION_STATUS": "VERIFIED",
    },
)


def read(content):
    return list(loads(io.BytesIO(content.encode())))


def test_a_row_is_a_passage_and_its_offset_counts_utf_16():
    assert read(HEADER + ROW) == [Entry(Document("part1.txt"), (PASSAGE,))]


def test_what_is_not_ours_is_written_back():
    content = b"".join(dumps(read(HEADER + ROW))).decode()

    assert content == HEADER + ROW.replace("One.|Two.", '"One.\n\nTwo."')


def test_a_place_in_a_text_in_tei_is_told_by_its_words_and_written_back():
    paths = "from=/TEI/text[1]/body[1]/p[2]::4;to=/TEI/text[1]/body[1]/p[2]::9"
    row = (
        ROW.replace("char-offset:12", paths).replace("😀 Kabul", "Kabul").replace(",,\r", ",g1,2\r")
    )
    [entry] = read(HEADER + row)

    [annotation] = entry.annotations
    assert annotation.pieces == (Piece(None, None, "Kabul"),)
    assert (annotation.extra["GROUP_ID"], annotation.extra["GROUP_ORDER"]) == ("g1", "2")
    written = b"".join(dumps([entry])).decode()
    assert written == HEADER + row.replace("One.|Two.", '"One.\n\nTwo."')


def test_a_file_without_the_names_of_parts_is_read():
    [entry] = read("UUID,QUOTE_TRANSCRIPTION,ANCHOR,TAGS,COMMENTS\n1,Kabul,char-offset:0,,\n")

    expected = Annotation((Piece(0, 5, "Kabul"),), key="1", rule=RULE)
    assert entry == Entry(Document("document"), (expected,))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("char-offset:12", '"rect:x=1,y=2"', "ANCHOR: this is no offset in a text."),
        ("char-offset:12", "row:4", "ANCHOR: this is no offset in a text."),
        ("char-offset:12", "char-offset:-1", "ANCHOR: this is no offset in a text."),
        ("char-offset:12", f"char-offset:{'9' * 12}", "ANCHOR: this is no offset in a text."),
        ("😀 Kabul,", ",", "QUOTE_TRANSCRIPTION: there are no words."),
        ("city|", "|" * 10_001, "TAGS: more than 10,000 values."),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_is_read(old, new, why):
    assert read(HEADER + ROW.replace(old, new) + ROW) == [
        Refusal("line 2", why),
        Entry(Document("part1.txt"), (PASSAGE,)),
    ]


def test_a_file_of_something_else_is_refused():
    with pytest.raises(FormatError):
        read("id,document,tag,content\n")
