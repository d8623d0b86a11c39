"""Tables as files, written part by part: CSV, JSON Lines, Markdown and HTML to print.

Each writer takes a Table, an iterable of pages of its rows and options, and yields bytes.
"""

import json
import re
from datetime import datetime

from django.template.loader import render_to_string

from annotations.exports.table import cell_text, text_columns
from annotations.formats.spreadsheet_cells import csv_lines, guarded_column

# Excel reads a file as UTF-8 only if it begins with this.
BOM = "\ufeff"
# Bytes that are sent at once.
PART_BYTES = 2**16
# Where the rows stand in the page to print: a character that no heading has.
_ROWS = "\ue000"
# Columns for programs, which nobody reads on paper or in notes.
_FOR_PROGRAMS = frozenset(["id", "article", "precision", "start", "end", "prefix", "suffix"])
# A line of Markdown begins with none of these, and they mark up words in it.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&])|^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def in_large_parts(parts):
    """Parts of a file, small ones joined: a server sends each on its own."""
    joined = bytearray()
    for part in parts:
        joined += part
        if len(joined) >= PART_BYTES:
            yield bytes(joined)
            joined.clear()
    if joined:
        yield bytes(joined)


def csv_parts(table, pages, *, bom=True):
    """CSV with a line of columns; cells that look like formulas begin with a '."""
    yield ((BOM if bom else "") + csv_lines([[name] for name in table.columns])).encode()
    for rows in pages:
        yield csv_lines(map(guarded_column, text_columns(rows))).encode()


def json_lines_parts(table, pages):
    """JSON Lines: an object a row; a cell with several values is a list."""
    for rows in pages:
        records = (dict(zip(table.columns, row, strict=True)) for row in rows)
        yield "".join(f"{_encode(record)}\n" for record in records).encode()


# The only cells that JSON has no type for are times.
_encode = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat).encode


def markdown_parts(table, pages, heading=""):
    """Markdown: each row as a quotation of its title, and a list of what else it has."""
    yield f"# {_markdown(heading)}\n".encode()
    for rows in pages:
        yield "".join(_markdown_row(table, row) for row in rows).encode()


def _markdown_row(table, row):
    facts = "".join(f"- {name}: {_markdown(text)}\n" for name, text in _facts(table, row))
    title = _markdown(_title(table, row), "\n> ")
    return f"\n> {title}\n\n{facts}"


def _markdown(text, line_end=" "):
    escaped = _MARKDOWN.sub(
        lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}{_escaped(match[3])}", text
    )
    return line_end.join(escaped.splitlines())


def _escaped(mark):
    return f"{mark[:-1]}\\{mark[-1]}"


def html_parts(table, pages, heading=""):
    """A page to print, without script; the rows are drawn page by page."""
    head, _, foot = render_to_string(
        "annotations/exports/print.html", {"heading": heading, "rows_mark": _ROWS}
    ).partition(_ROWS)
    yield head.encode()
    for rows in pages:
        drawn = [(_title(table, row), list(_facts(table, row))) for row in rows]
        context = {"rows": drawn, "is_quote": table.title == "quote"}
        yield render_to_string("annotations/exports/_print_rows.html", context).encode()
    yield foot.encode()


def _title(table, row):
    return cell_text(row[table.columns.index(table.title)])


def _facts(table, row):
    """(column, text) of the other cells for readers that are not empty."""
    for name, value in zip(table.columns, row, strict=True):
        text = cell_text(value)
        if text and name != table.title and name not in _FOR_PROGRAMS:
            yield name, text
