"""CSV."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers import csv_files, csv_rows
from corpus.readers.csv_rows import RowScanner
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, ImportedRecord, Problem
from tests.corpus.readers.reading import outcome, records

MISQUOTED = "There is text between a closing quotation mark and the next separator."
OPEN = "A quotation mark in this row is never closed."


def test_rows_become_records_of_their_own_bytes():
    content = b'title,text,more\r\n"A ""b""","One.\r\n\r\nTwo, too.",x\r\n\r\nC,Three.,\r\n'
    first, second = records(content, "csv")
    assert first == ImportedRecord(
        place=FileLocation("name", 2),
        content=b'"A ""b""","One.\r\n\r\nTwo, too.",x',
        media_type="text/csv",
        text="One.\r\n\r\nTwo, too.",
        title='A "b"',
        position=content.index(b"\r\nC,"),
    )
    assert (second.place, second.content) == (FileLocation("name", 6), b"C,Three.,")


def test_columns_name_those_of_others():
    content = b"Headline;Body\nA;One.\n"
    columns = {"text": "body", "title": "Headline", "byline": "writer"}
    items = list(read_articles(io.BytesIO(content), "name", "csv", columns=columns))
    assert items[0] == Problem(
        FileLocation("name", 1), "byline", "There is no column “writer”.", 0, is_left_out=False
    )
    assert [(each.title, each.text) for each in items[1:]] == [("A", "One.")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Separators, line ends, marks, encodings.
        (b"text;title\na, b;c", ["a, b"]),
        (b"text\ttitle\r\na, b; c\td", ["a, b; c"]),
        (b"text\na", ["a"]),
        (b"sep=;\r\ntext;x\r\na;1", ["a"]),
        (b" TEXT , x\na,1", ["a"]),
        (b"\xef\xbb\xbftext,x\na,1", ["a"]),
        ("\ufefftext\tx\r\n\u0434\u0430\t1\r\n".encode("utf-16-le"), ["да"]),
        (
            "text,x\nLes élèves ont été reçus à l’Élysée,1\n".encode("cp1252"),
            [
                (1, "", "The file is not UTF-8; it was read as windows-1252."),
                "Les élèves ont été reçus à l’Élysée",
            ],
        ),
        # Rows of nothing.
        (b"text,x\n\n,\n , \na,1", ["a"]),
        (b"", [(1, "", "The file is empty.")]),
        (b"\xef\xbb\xbf\n\n", [(1, "", "The file is empty.")]),
        (b"text,x\n", []),
        # No column to read, or one too many.
        (
            b"a,b\n1,2\n",
            [
                (
                    1,
                    "",
                    "No column is named text or html. There are “a”, “b”: "
                    "choose the one that has the text.",
                )
            ],
        ),
        (
            b"text,Text,text\na,b,c",
            [(1, "", "More than one column is for “text”; the first is used."), "a"],
        ),
        # Rows that are wider or narrower than they should be.
        (b"text,x\na,b,c\nd\ne,1", [
            (2, "", "The row has 3 columns; the header row has 2."),
            (3, "", "The row has 1 columns; the header row has 2."),
            "e",
        ]),
        # Quotation marks within a field are characters; elsewhere they make the row doubtful.
        (b'text,x\nsay "a" 5",1\nb,2', ['say "a" 5"', "b"]),
        (b'text,x\n"a" b,1\nc,2', [(2, "", MISQUOTED), "c"]),
        # Opened and closed by the next row's: neither is swallowed in silence.
        (b'text,x\n"open,1\n"b",2\nc,3\n', [(2, "", MISQUOTED), "b", "c"]),
        (b'text,x\na,1\n"open,2\nb,3\nc,4', ["a", (3, "", OPEN), "b", "c"]),
        (b'text,x\na,1\n"cut off', ["a", (3, "", OPEN)]),
        # Line ends of old Macs.
        (
            b"text,x\ra,1\r",
            [
                (
                    1,
                    "",
                    "There is a lone carriage return outside quotation marks. "
                    "End lines with LF or CR LF.",
                )
            ],
        ),
        (b'text,x\n"a\rb",1', ["a\rb"]),
        (b"text,x\na\x00b,1", ["a\x00b"]),
        (b"html,x\n<p>One<p>Two,1", ["One\n\nTwo"]),
    ],
)  # fmt: skip
def test_hostile_and_odd_rows(content, expected):
    assert outcome(content, "csv") == expected


def test_more_columns_than_are_read_are_refused_uncut(monkeypatch):
    monkeypatch.setattr(csv_files, "MAX_COLUMNS", 3)
    assert outcome(b"text,b,c,d\n", "csv") == [
        (1, "", "It has 4 columns; the limit is 3."),
    ]
    assert outcome(b'text,b\n1,2,"3",4,5\na,1', "csv") == [
        (2, "", "The row has 5 columns; the limit is 3."),
        "a",
    ]


def test_a_row_beyond_the_limit_is_passed_over(monkeypatch):
    for module in (csv_rows, csv_files):
        monkeypatch.setattr(module, "MAX_RECORD", 30)
    long = b'"' + b"b,\n" * 30 + b'",1\n'
    assert outcome(b"text,x\na,1\n" + long + b"c,2\n" + b"d" * 99 + b",3\ne,4", "csv") == [
        "a",
        (3, "", "The row is longer than 3e-05 MB."),
        "c",
        (35, "", "The row is longer than 3e-05 MB."),
        "e",
    ]
    assert outcome(b"text," + b"b" * 99, "csv") == [
        (1, "", "The header row is longer than 3e-05 MB.")
    ]


def test_a_file_of_open_quotation_marks_is_given_up(monkeypatch):
    monkeypatch.setattr(csv_files, "_MAX_UNCLOSED", 2)
    # From each of these lines on the file ends within quotation marks.
    content = b"text,x\n" + b'a",",\n' * 20
    problems = list(read_articles(io.BytesIO(content), "name", "csv"))
    assert [(each.place.line, each.reason) for each in problems] == [
        (2, OPEN),
        (3, OPEN),
        (4, OPEN),
    ]
    assert problems[-1].position == len(content)


def test_reading_goes_on_after_any_record_with_its_line():
    content = '\ufefftext,title\n"a\nb",1\n\n"bad" x,2\nc,' + "t" * 501 + '\n"open,2\nd,3\ne'
    for written in (content.encode("utf-16-le"), content.encode()):
        items = list(read_articles(io.BytesIO(written), "name", "csv"))
        assert [each.place.line for each in items] == [2, 5, 6, 6, 7, 8, 9]
        for index, each in enumerate(items):
            left = items[index + (isinstance(each, ImportedRecord) or each.is_left_out) :]
            assert (
                list(read_articles(io.BytesIO(written), "name", "csv", start=each.position)) == left
            )


@given(st.text(alphabet='a",\n', max_size=30), st.lists(st.integers(0, 30), max_size=3))
def test_row_scanner_ends_rows_as_the_module_csv_does(text, cuts):
    """However the text is cut into pieces: csv takes another line wherever we say it goes on."""
    lines = text.splitlines(keepends=True)
    taken = []
    reader = csv.reader(taken.append(each) or each for each in lines)
    for row in reader:
        scanner = RowScanner(",")
        quoted = []
        for each in taken:
            for start, end in zip(sorted({0, *cuts}), [*sorted({0, *cuts})[1:], None], strict=True):
                scanner.feed(each[start:end])
            quoted.append(scanner.is_quoted)
        assert quoted[:-1] == [True] * (len(quoted) - 1)
        assert scanner.columns == max(1, len(row))
        taken.clear()


def test_c1_controls_are_windows_1252():
    content = 'title,text\n"Wait\x85","\x93It isn\x92t\x94\x85"\n'.encode()
    [record] = records(content, "csv")
    assert (record.title, record.text) == ("Wait…", "“It isn’t”…")


def test_row_with_an_address_for_a_text_is_refused():
    [refusal, text] = outcome(b"text\nhttps://paper.example/7\nSee https://paper.example\n", "csv")
    assert refusal[:2] == (2, "text")
    assert refusal[2].startswith("This is the address of a page, not a text.")
    assert text == "See https://paper.example"
