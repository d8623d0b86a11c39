"""Pure: a codebook as CSV, `tag,description,hue`. Also reads CSV from Taguette and INCEpTION.

A slash makes a group only in files that have these columns alone, or with `key`, the digit that
adds the tag, and `original`, the names of a code of another program if they are not those of the
tag. In other files these two mean something else.

Cells that a spreadsheet would take for formulas are guarded.
"""

import csv
import io
import re

from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import (
    MAX_BYTES,
    MAX_CODES,
    MAX_DIGIT,
    ExchangeError,
    FileCode,
    read_bounded,
)
from annotations.formats.refi.xml import line_feeds
from annotations.formats.spreadsheet_cells import guarded, unguarded
from annotations.highlighting.tag_colors import COLORS
from annotations.names.tag_names import join_path, split_path
from corpus.readers.encodings import Undecodable, decode, detect_bom

HEADER = ("tag", "description", "hue")
ORIGINAL, KEY = "original", "key"
# Names of the columns in files of other programs.
COLUMN_ALIASES = {
    "tag": ("tag", "name", "code", "tag name", "tag_name"),
    "description": ("description", "definition", "tag description", "tag_description"),
    "hue": ("hue",),
    "color": ("color", "colour"),
    ORIGINAL: (ORIGINAL,),
    KEY: (KEY,),
}
DELIMITERS = ",;\t"
# What spreadsheets write above the names of columns: their delimiter, and empty rows.
_ABOVE_TABLE = re.compile(r"(?:sep=.\n)?(?:[ ,;]*\n)*", re.IGNORECASE)


def dumps(codes, file):
    """Write codes to a text file."""
    writer, codes = csv.writer(file), list(codes)
    more = {
        KEY: [code.digit or "" for code in codes],
        ORIGINAL: [guarded(join_path(code.path)) for code in codes],
    }
    more = {column: cells for column, cells in more.items() if any(cells)}
    writer.writerow([*HEADER, *more])
    for number, code in enumerate(codes):
        hue = "" if code.hue is None else code.hue
        row = [guarded(code.name), guarded(line_feeds(code.definition)), hue]
        writer.writerow([*row, *(cells[number] for cells in more.values())])


def loads(file, limit=MAX_BYTES):
    """The Codebook in a binary file of at most `limit` bytes. Raises ExchangeError."""
    text, remark = _decoded(read_bounded(file, limit))
    text = line_feeds(text)
    table = _ABOVE_TABLE.sub("", text, count=1)
    lines_above = text.count("\n") - table.count("\n")
    dialect, columns, names = _header(table.partition("\n")[0], lines_above)
    is_ours = bool(names) and {*names} <= {*HEADER, ORIGINAL, KEY}
    read = {names[n] for n in columns.values()} if names else set()
    unread = [f"“{name}”" for name in dict.fromkeys(names) if name and name not in read]
    remarks = [remark] if remark else []
    if unread:
        remarks.append(f"Columns that are not read: {', '.join(unread)}.")
    return adapt(_file_codes(table, lines_above, dialect, columns, is_ours), remarks)


def _file_codes(table, lines_above, dialect, columns, is_ours):
    rows = csv.reader(io.StringIO(table, newline=""), strict=True, **dialect)
    try:
        next(rows, None)
        line = lines_above + rows.line_num + 1
        for number, cells in enumerate(rows):
            if any(cell.strip() for cell in cells):
                if number >= MAX_CODES:
                    raise ExchangeError(f"more than {MAX_CODES:,} tags.", line)
                yield _file_code(line, cells, columns, is_ours)
            line = lines_above + rows.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"this is not CSV ({error}).", lines_above + rows.line_num) from error


def _file_code(line, cells, columns, is_ours):
    cell = {name: cells[n] if n < len(cells) else "" for name, n in columns.items()}
    hue, unread_hue = _number(cell.get("hue", ""), len(COLORS))
    digit, unread_key = _number(cell.get(KEY, "") if is_ours else "", MAX_DIGIT)
    return FileCode(
        (unguarded(cell["tag"]),),
        unguarded(cell.get("description", "")),
        hue,
        cell.get("color", "").strip() or (unread_hue and f"hue {unread_hue}"),
        line,
        split_path(unguarded(cell.get(ORIGINAL, ""))),
        is_grouped=is_ours,
        digit=digit,
        unread_key=unread_key,
    )


def _number(typed, last):
    """(a number from 1 to `last` or None, what stands in the cell instead)."""
    if re.fullmatch(r"\s*[0-9]{1,2}\s*", typed) and 1 <= int(typed) <= last:
        return int(typed), ""
    return None, typed.strip()


def _header(first_line, lines_above):
    """(csv dialect, {column that is read: index}, names of all columns in lower case).

    A tagset of INCEpTION names none. Raises ExchangeError.
    """
    for delimiter in DELIMITERS:
        try:
            [cells] = csv.reader([first_line], delimiter=delimiter, strict=True)
        except (csv.Error, ValueError):
            continue
        names = [cell.strip().lower() for cell in cells]
        columns = {
            column: names.index(name)
            for column, aliases in COLUMN_ALIASES.items()
            for name in reversed(aliases)
            if name in names
        }
        if "tag" in columns:
            return {"delimiter": delimiter}, columns, names
    if "\t" in first_line:
        # INCEpTION starts with name and description of the tagset; then tag and description a line.
        dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
        return dialect, {"tag": 0, "description": 1}, []
    line = lines_above + 1
    raise ExchangeError("the first line must name the columns, one of them “tag”.", line, "tag")


def _decoded(content):
    """(text, remark on its encoding or ""). Raises ExchangeError."""
    encoding, length = detect_bom(content)
    try:
        if encoding:
            return content[length:].decode(encoding), ""
        decoded = decode(content)
    except (UnicodeDecodeError, Undecodable) as error:
        raise ExchangeError("its encoding is not known. Save the file as “CSV UTF-8”.") from error
    return decoded.text, decoded.remark
