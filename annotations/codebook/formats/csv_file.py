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
    return adapt(_file_codes(_decoded(read_bounded(file, limit))))


def _file_codes(text):
    first_line = text.partition("\n")[0]
    dialect, columns, is_ours = _columns(first_line)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, **dialect)
    try:
        next(rows, None)
        line = rows.line_num + 1
        for number, cells in enumerate(rows):
            if any(cell.strip() for cell in cells):
                if number >= MAX_CODES:
                    raise ExchangeError(f"more than {MAX_CODES:,} tags.", line)
                yield _file_code(line, cells, columns, is_ours)
            line = rows.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"this is not CSV ({error}).", rows.line_num) from error


def _file_code(line, cells, columns, is_ours):
    cell = {name: cells[n] if n < len(cells) else "" for name, n in columns.items()}
    return FileCode(
        (unguarded(cell["tag"]),),
        unguarded(cell.get("description", "")),
        _number(line, "hue", cell.get("hue", ""), len(COLORS)),
        cell.get("color", ""),
        line,
        split_path(unguarded(cell.get(ORIGINAL, ""))),
        is_grouped=is_ours,
        digit=_number(line, KEY, cell.get(KEY, ""), MAX_DIGIT) if is_ours else None,
    )


def _number(line, column, typed, last):
    """A number from 1 to `last`, or None for an empty cell. Raises ExchangeError."""
    if not typed.strip():
        return None
    if not re.fullmatch(r"\s*[0-9]{1,2}\s*", typed) or not 1 <= int(typed) <= last:
        raise ExchangeError(f"“{typed[:30]}” is not a {column} from 1 to {last}.", line, column)
    return int(typed)


def _columns(first_line):
    """(csv dialect, {column: index}, whether it is a file of ours) from its first line.

    Raises ExchangeError.
    """
    for delimiter in DELIMITERS:
        try:
            [cells] = csv.reader([first_line.rstrip("\r")], delimiter=delimiter, strict=True)
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
            is_ours = {*names} <= {*HEADER, ORIGINAL, KEY}
            return {"delimiter": delimiter}, columns, is_ours
    if "\t" in first_line:
        # INCEpTION starts with name and description of the tagset; then tag and description a line.
        dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
        return dialect, {"tag": 0, "description": 1}, False
    raise ExchangeError("the first line must name the columns, one of them “tag”.", 1, "tag")


def _decoded(content):
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ExchangeError("this is not UTF-8. Save the file as “CSV UTF-8”.", line) from error
