"""Workbooks written a page at a time are those that xlsxwriter writes cell by cell."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.exports import xlsx
from annotations.exports.table import Table
from annotations.exports.text_sheet import TextSheet
from annotations.exports.xlsx import LONG_CELLS, write_xlsx
from tests.annotations.exports.test_exports import sheets

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(
    # xlsxwriter takes these for markup of its own.
    lambda text: not (text.startswith("<r>") and text.endswith("</r>"))
)
# The first cell is never empty: xlsxwriter leaves out a row without cells.
ROWS = st.lists(st.tuples(TEXTS, st.just("") | TEXTS, st.just("") | TEXTS), min_size=1)
ODD = [
    (" \ta", "a\n", "\xa0a\u2003"),
    ("&<>\"'", "_x0041_", "\x00\x1f\ufffe"),
    ("\r", "", "x\x1c"),
    ("_", "x0041_", "]]>"),
    ("a\ufffe", "b\uffff", "_x000a_"),
]


def sheet_of(write, sheet_class=None):
    """The XML of a sheet with a line of columns, and of what `write(sheet)` adds to it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Things", sheet_class)
        for at, column in enumerate("abc"):
            sheet.write_string(0, at, column)
        write(sheet)
    return zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


@given(ROWS, st.integers(1, 4))
@example(ODD, 2)
def test_columns_are_written_as_xlsxwriter_writes_their_cells(rows, page_size):
    def cell_by_cell(sheet):
        for number, row in enumerate(rows, 1):
            for at, text in enumerate(row):
                if text:
                    sheet.write_string(number, at, text)

    def page_by_page(sheet):
        for start in range(0, len(rows), page_size):
            sheet.write_columns(start + 1, list(zip(*rows[start : start + page_size], strict=True)))

    assert sheet_of(page_by_page, TextSheet) == sheet_of(cell_by_cell)


def test_further_sheets_take_the_rows_that_one_does_not_hold(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    long = "a" * 40_000
    table = Table("things", "a", ("a",), None)
    file = io.BytesIO()

    written = list(write_xlsx(file, [(table, [[("1",), ("2",)], [], [(n,) for n in "34567"]])]))

    assert written == [2, 0, 5]
    names = {name: [row["A"] for row in rows] for name, rows in sheets(file.getvalue()).items()}
    assert names == {
        "Things": ["a", "1", "2", "3"],
        "Things 2": ["a", "4", "5", "6"],
        "Things 3": ["a", "7"],
    }
    file = io.BytesIO()
    deep = [[("1",), ("2",), ("3",), ("4",), (long,)]]
    assert list(write_xlsx(file, [(table, deep)])) == [5]
    rest = sheets(file.getvalue())[LONG_CELLS]
    assert [(row["A"], row["B"], row["C"]) for row in rest[1:]] == [("Things 2", "3", "a")]


@pytest.mark.parametrize("row", ODD)
def test_a_row_of_odd_characters_is_read_back(row):
    table = Table("things", "a", ("a", "b", "c"), None)
    file = io.BytesIO()
    assert list(write_xlsx(file, [(table, [[row]])])) == [1]
    [read] = sheets(file.getvalue())["Things"][1:]
    escaped = {"\r": "_x000D_", "_x0041_": "_x005F_x0041_", "x\x1c": "x_x001C_"}
    escaped |= {"\x00\x1f\ufffe": "_x0000__x001F__xFFFE_", "_x000a_": "_x005F_x000a_"}
    escaped |= {"a\ufffe": "a_xFFFE_", "b\uffff": "b_xFFFF_"}
    cells = zip("ABC", row, strict=True)
    assert read == {name: escaped.get(text, text) for name, text in cells if text}
