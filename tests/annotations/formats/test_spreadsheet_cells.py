import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.formats.spreadsheet_cells import csv_lines, guarded, guarded_column

CELLS = st.text(st.sampled_from("ab'=+-@,; \"\t\r\n\uff1dü\U0001f3f3"), max_size=5)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
@example([('a"b', "", "c"), ("x, y", "a\rb", "")])
def test_lines_are_those_of_the_standard_library(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    assert csv_lines(zip(*rows, strict=True)) == file.getvalue()


@given(st.lists(CELLS))
@example(["a", "", "'=1"])
@example(["a", "''@"])
def test_a_column_is_guarded_cell_by_cell(cells):
    assert list(guarded_column(cells)) == [guarded(cell) for cell in cells]
