"""What can be exported, and the files that it is written to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from annotations.exports.claims import CLAIMS
from annotations.exports.corpus_tables import ARTICLES, ORIGINS, PEOPLE, SOURCES
from annotations.exports.passages import PASSAGES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.exports.table import ROWS_PER_PAGE, key_pages, one_row_a_tag, pages_of
from annotations.exports.writers import csv_parts, html_parts, json_lines_parts, markdown_parts
from annotations.exports.xlsx import write_xlsx
from annotations.search.results import scan_limits
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.newest_hits import PATIENT_LIMITS, newest

NOUNS = {noun.name: noun for noun in (PASSAGES, CLAIMS, ARTICLES, PEOPLE, SOURCES, ORIGINS)}
# Hits that one scan of the index looks for.
MAX_HITS = 10_000
# The ends of addresses, with the label on pages and the media type of each.
SUFFIXES = {
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "json": ("JSON Lines", "application/jsonl"),
    "md": ("Markdown", "text/markdown; charset=utf-8"),
    "html": ("Page to print", "text/html; charset=utf-8"),
}


@dataclass(frozen=True)
class Export:
    """Rows of a noun as a member sees them.

    `rows` is a QuerySet; for articles that a search finds, `query` is the search instead. `table`
    names one of several tables, `by_tag` gives a passage one row for each tag, `bom` is for CSV.
    """

    noun: Any
    member: Any
    rows: Any = None
    query: Any = None
    table: str = ""
    by_tag: bool = False
    bom: bool = True

    def parts(self, suffix):
        """The file as bytes, part by part; not for XLSX, which is written as a whole."""
        table = self.noun.table(self.table)
        table = one_row_a_tag(table) if self.by_tag else table
        heading = table.name.capitalize()
        writers: dict[str, Callable[..., Iterator[bytes]]] = {
            "csv": partial(csv_parts, bom=self.bom),
            "json": json_lines_parts,
            "md": partial(markdown_parts, heading=heading),
            "html": partial(html_parts, heading=heading),
        }
        return writers[suffix](table, self._row_pages(table))

    def file_name(self, suffix):
        """The name that the file is saved under."""
        return f"{self.noun.table(self.table).name}.{suffix}"

    def annotation_parts(self, file_format):
        """The passages as a file of a Format of `annotations.formats`, part by part."""
        from annotations.interchange.desk_entries import desk_entries

        entries = desk_entries(self.rows, file_format.name, has_texts=file_format.needs_texts)
        return file_format.dumps(entries)

    def reference_parts(self, name):
        """The rows in one of REFERENCE_FORMATS, part by part."""
        reference_format = REFERENCE_FORMATS[self.noun.name][name]
        pages = map(reference_format.read, self._key_pages())
        return reference_format.dumps(chain.from_iterable(pages))

    def write_xlsx(self, file):
        """Write all tables of the noun as sheets of a workbook; yields as `xlsx.write_xlsx`."""
        first, *further = self.noun.tables
        tables = (one_row_a_tag(first) if self.by_tag else first, *further)
        return write_xlsx(file, ((table, self._row_pages(table)) for table in tables))

    def count_up_to(self, limit):
        """How many rows the noun has, `limit` at most; `limit` for a search of articles."""
        return limit if self.query else self.rows.order_by()[:limit].count()

    def xlsx_pages(self):
        """How many pages of rows `write_xlsx` yields; None for a search of articles."""
        if self.query:
            return None
        return -(-self.rows.count() // ROWS_PER_PAGE) * len(self.noun.tables)

    def _row_pages(self, table):
        return (list(table.read(keys, self.member)) for keys in self._key_pages())

    def _key_pages(self):
        if self.query is None:
            return key_pages(self.rows, self.noun.key)
        return _keys_of_hits(self.query, self.member)


def _keys_of_hits(query, member):
    """Pages of the sort keys of all articles that a search finds, newest first."""
    limits = scan_limits(query, member)
    while True:
        hits = newest(PRESENT, query.tree, member, most=MAX_HITS, limits=PATIENT_LIMITS, **limits)
        yield from pages_of(hits.keys)
        if hits.is_complete:
            return
        limits["before"] = hits.keys[-1] if hits.has_more else hits.stopped_at
