import io

import pytest

from annotations.formats.csv_taguette import dumps, loads
from annotations.formats.record import Annotation, Document, Entry, FormatError, Piece, Refusal

HEADER = "id,document,tag,content\r\n"


def read(content):
    return list(loads(io.BytesIO(content.encode())))


def highlight(document, key, quote, *tags):
    return Entry(Document(document), (Annotation((Piece(None, None, quote),), key=key, tags=tags),))


def test_rows_of_a_highlight_are_one_passage():
    rows = '1,News,city,"a, ""b"""\r\n1,News,army,"a, ""b"""\r\n2,News,,c\nd\n'.replace("\nd", "")

    assert read(HEADER + rows) == [
        highlight("News", "1", 'a, "b"', "city", "army"),
        highlight("News", "2", "c"),
    ]


def test_a_table_that_a_spreadsheet_saved_is_read():
    table = "\ufeffid;document;tag;content;remark\n1;News;city;Kabul;x\n"

    assert read(table) == [highlight("News", "1", "Kabul", "city")]


def test_a_file_of_an_older_release_has_no_ids():
    assert read("document,tag,content\nNews,city,Kabul\nNews,war,fell\n") == [
        highlight("News", "", "Kabul", "city"),
        highlight("News", "", "fell", "war"),
    ]


def test_formulas_are_written_as_text_and_read_back():
    entry = highlight("=1+1", "1", "-2", "@x")

    content = b"".join(dumps([entry])).decode()

    assert content == f"{HEADER}1,'=1+1,'@x,'-2\r\n"
    assert read(content) == [entry]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1,News,city", "It has 3 cells, not 4."),
        ('1,News,"city"x,Kabul', "There is text after a closing quotation mark."),
        ("1,News,ci\0ty,Kabul", "It holds the character NUL."),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_is_read(row, why):
    assert read(f"{HEADER}{row}\r\n2,News,,Kabul\r\n") == [
        Refusal("line 2", why),
        highlight("News", "2", "Kabul"),
    ]


def test_a_quotation_mark_that_is_never_closed_is_refused():
    assert read(f'{HEADER}1,News,city,"Kabul\r\n') == [
        Refusal("line 2", "A quotation mark is never closed.")
    ]


@pytest.mark.parametrize("content", ["", "id,tag\n1,x\n", "PK\x03\x04"])
def test_a_file_of_something_else_is_refused(content):
    with pytest.raises(FormatError):
        read(content)
