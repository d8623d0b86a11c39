"""Tables as an XLSX workbook, in constant memory; every cell is text, none a formula.

A cell holds 32,767 characters at most. A longer text goes on in the rows of the sheet "Long cells",
and the cell ends with a mark that says so. Characters that XML has no place for are written by
xlsxwriter as Excel does, `_x0001_`, and a text that looks like this as `_x005F_x0001_`.
"""

from itertools import count

from annotations.exports.table import text_columns

MAX_CELL_LENGTH = 32_767
# Without the line of columns, of the 1,048,576 rows of a sheet.
MAX_ROWS = 1_048_575
LONG_CELLS = "Long cells"
LONG_COLUMNS = ("sheet", "row", "column", "part", "text")
MARK = " […] goes on in the sheet “Long cells”"


def write_xlsx(file, sheets):
    """Write a workbook to a binary file; `sheets` are pairs of a Table and pages of its rows.

    Yields the number of rows of each page once they are written; the file is whole at the end.
    """
    # Few processes of the desk make one, and it would delay the start of each.
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        long_cells = []
        for table, pages in sheets:
            table_sheets = _Sheets(workbook, table.name.capitalize(), table.columns, long_cells)
            for rows in pages:
                table_sheets.write(rows)
                yield len(rows)
        if long_cells:
            _Sheets(workbook, LONG_CELLS, LONG_COLUMNS, []).write(long_cells)


class _Sheets:
    """The worksheets of a table: one, and further ones where it has more rows than one holds.

    What of a cell goes on elsewhere is added to `long_cells`, as rows of LONG_COLUMNS.
    """

    def __init__(self, workbook, name, columns, long_cells):
        self._workbook, self._name, self._columns = workbook, name, columns
        self._long_cells, self._numbers = long_cells, count(2)
        self._add_sheet(name)

    def _add_sheet(self, name):
        # It imports xlsxwriter.
        from annotations.exports.text_sheet import TextSheet

        self._sheet = self._workbook.add_worksheet(name, TextSheet)
        self._row_count = 0
        bold = self._workbook.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column, bold)

    def write(self, rows):
        while rows:
            if self._row_count == MAX_ROWS:
                self._add_sheet(f"{self._name} {next(self._numbers)}")
            fitting = rows[: MAX_ROWS - self._row_count]
            self._sheet.write_columns(self._row_count + 1, self._shortened(text_columns(fitting)))
            self._row_count += len(fitting)
            rows = rows[len(fitting) :]

    def _shortened(self, columns):
        """Columns of texts as cells can hold them."""
        # Only texts of half that length can have so many UTF-16 units.
        if max(len(max(texts, key=len)) for texts in columns) * 2 <= MAX_CELL_LENGTH:
            return columns
        # The line of columns is the first row.
        for row, texts in enumerate(zip(*columns, strict=True), self._row_count + 2):
            for column, text in zip(self._columns, texts, strict=True):
                for number, part in enumerate(_parts(text)[1:], 2):
                    where = (self._sheet.name, str(row), column, str(number))
                    self._long_cells.append((*where, part))
        return [[_first_part(text) for text in texts] for texts in columns]


def _first_part(text):
    parts = _parts(text)
    return parts[0] if len(parts) == 1 else parts[0] + MARK


def _parts(text):
    """The text as cells can hold it, in one part or several; Excel counts UTF-16 code units."""
    if len(text) * 2 <= MAX_CELL_LENGTH or _units(text) <= MAX_CELL_LENGTH:
        return [text]
    room, parts, start, length = MAX_CELL_LENGTH - len(MARK), [], 0, 0
    for at, character in enumerate(text):
        length += _units(character)
        if length > room:
            parts.append(text[start:at])
            start, length = at, _units(character)
    return [*parts, text[start:]]


def _units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
