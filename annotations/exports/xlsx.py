"""Tables as an XLSX workbook, in constant memory; every cell is text, none a formula.

A cell holds 32,767 characters at most. A longer text goes on in the rows of the sheet "Long cells",
and the cell ends with a mark that says so. Characters that XML has no place for are written by
xlsxwriter as Excel does, `_x0001_`, and a text that looks like this as `_x005F_x0001_`.
"""

from itertools import count

from annotations.exports.table import cell_text

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
            yield from _write_table(workbook, table, pages, long_cells)
        if long_cells:
            _Sheet(workbook, LONG_CELLS, LONG_COLUMNS).write_all(long_cells)


def _write_table(workbook, table, pages, long_cells):
    name, numbers = table.name.capitalize(), count(2)
    sheet = _Sheet(workbook, name, table.columns)
    for rows in pages:
        for row in rows:
            if sheet.row > MAX_ROWS:
                sheet = _Sheet(workbook, f"{name} {next(numbers)}", table.columns)
            texts = [cell_text(value) for value in row]
            # Only texts of half that length can have so many UTF-16 units.
            if max(map(len, texts)) * 2 > MAX_CELL_LENGTH:
                for column, text in zip(table.columns, texts, strict=True):
                    long_cells += _further_parts(sheet, column, text)
                texts = [_first_part(text) for text in texts]
            sheet.write(texts)
        yield len(rows)


class _Sheet:
    """A worksheet whose next row is written at `row`, counted as on screen."""

    def __init__(self, workbook, name, columns):
        self.name, self.row = name, 1
        self._sheet = workbook.add_worksheet(name)
        # xlsxwriter takes a text from <r> to </r> for markup of its own and writes it as it is.
        self._sheet._xml_rich_inline_string = self._write_plain
        bold = workbook.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            self._sheet.write_string(0, at, column, bold)

    def write(self, texts):
        for at, text in enumerate(texts):
            if text:
                self._sheet.write_string(self.row, at, text)
        self.row += 1

    def _write_plain(self, text, attributes):
        self._sheet._xml_inline_string(text, False, attributes)

    def write_all(self, rows):
        for row in rows:
            self.write(row)


def _first_part(text):
    parts = _parts(text)
    return parts[0] if len(parts) == 1 else parts[0] + MARK


def _further_parts(sheet, column, text):
    for number, part in enumerate(_parts(text)[1:], 2):
        yield sheet.name, str(sheet.row + 1), column, str(number), part


def _parts(text):
    """The text as cells can hold it, in one part or several; Excel counts UTF-16 code units."""
    if _units(text) <= MAX_CELL_LENGTH:
        return [text]
    room, parts, start, length = MAX_CELL_LENGTH - len(MARK), [], 0, 0
    for at, character in enumerate(text):
        length += _units(character)
        if length > room:
            parts.append(text[start:at])
            start, length = at, _units(character)
    return [*parts, text[start:]]


def _units(text):
    return len(text) + sum(character > "\uffff" for character in text)
