"""A worksheet of xlsxwriter, in constant memory, that takes texts a page of rows at a time.

xlsxwriter keeps a row of cells, looks at each of them several times, and writes it when the next
row begins: two thirds of the time of a workbook. This writes the same XML from whole columns.
It builds on what the pinned version does inside; the tests compare its files with xlsxwriter's own.
"""

import re
from itertools import count

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# What xlsxwriter escapes in a text: markup, characters that XML has no place for, and what looks
# like such an escape.
_ESCAPED = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_KEPT_SPACE = ' xml:space="preserve"'


class TextSheet(Worksheet):
    """Rows by `write_string` first, such as the line of columns, then by `write_columns` alone."""

    def write_columns(self, row, columns):
        """Write texts from the row with this number on, counted from 0; columns of equal length."""
        self._check_dimensions(row + len(columns[0]) - 1, len(columns) - 1)
        # The rows that `write_string` left.
        self._write_single_row(row)
        cells = [self._cells(row, at, texts) for at, texts in enumerate(columns)]
        for number, row_cells in enumerate(zip(*cells, strict=True), row + 1):
            self.fh.write(f'<row r="{number}">{"".join(row_cells)}</row>')

    def _cells(self, row, column, texts):
        """The cells of a column as XML; an empty one is left out."""
        name = xl_col_to_name(column)
        if _ESCAPED.search("".join(texts)):
            texts = map(self._escaped, texts)
        return [
            f'<c r="{name}{number}" t="inlineStr"><is>'
            f"<t{'' if text == text.strip() else _KEPT_SPACE}>{text}</t></is></c>"
            if text
            else ""
            for number, text in zip(count(row + 1), texts)
        ]

    def _escaped(self, text):
        return self._escape_data(self._escape_control_characters(text))
