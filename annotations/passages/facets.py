"""What the passages of a page have in common: their tags, sources and months, counted."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import PassageTag, Tag
from corpus.dates import YEAR, parse
from corpus.models import Source

# Rows and columns of a table, and names offered by a filter.
MAX_ROWS, MAX_SOURCES, MAX_MONTHS, MAX_NAMES = 12, 6, 12, 50


@dataclass(frozen=True)
class CrossTable:
    """Tags by something else.

    `columns` are (value in an address, words); `rows` are (Tag, total, numbers in the order of the
    columns).
    """

    field: str
    columns: list[tuple[str, str]]
    rows: list[tuple[Tag, int, list[int]]]

    @property
    def cells(self):
        """(Tag, total, [(value of the column, number)]) of each row."""
        for tag, total, numbers in self.rows:
            values = (value for value, _ in self.columns)
            yield tag, total, list(zip(values, numbers, strict=True))


@dataclass(frozen=True)
class PassageFacets:
    """`tags` and `sources` are (row, number of passages), most first."""

    tags: list[tuple[Tag, int]]
    sources: list[tuple[Source, int]]
    by_source: CrossTable
    by_month: CrossTable


def facets_of(passages):
    """The PassageFacets of some passages, in a fixed number of queries."""
    keys = passages.order_by().values("pk")
    links = PassageTag.objects.filter(content_object__in=keys, tag__deleted_at=None).order_by()
    article = "content_object__article__"
    by_source = Counter(_counted(links, "tag", f"{article}source"))
    by_day = _counted(links, "tag", f"{article}published_on", f"{article}published_precision")
    by_month = Counter()
    for (tag, day, precision), number in by_day.items():
        if day and precision != YEAR:
            by_month[tag, day.isoformat()[:7]] += number
    totals = Counter()
    for (tag, _), number in by_source.items():
        totals[tag] += number
    of_sources = _counted(passages.order_by(), "article__source")
    tags = _ranked(Tag.objects.present(), totals)
    sources = _ranked(Source.objects.present(), Counter({pk: n for (pk,), n in of_sources.items()}))
    months = sorted({month for _, month in by_month}, reverse=True)[:MAX_MONTHS]
    shown = sources[:MAX_SOURCES]
    return PassageFacets(
        tags=tags,
        sources=sources,
        by_source=_table(
            "source", tags, [(one.public_id, one.name, one.pk) for one, _ in shown], by_source
        ),
        by_month=_table(
            "month", tags, [(month, str(parse(month)), month) for month in months], by_month
        ),
    )


def _counted(rows, *columns):
    """{values of the columns: number of rows}."""
    counted = rows.values_list(*columns).annotate(Count("pk"))
    return {tuple(values): number for *values, number in counted}


def _ranked(rows, numbers):
    """(row, number) of the rows with the largest numbers."""
    keys = [pk for pk, _ in numbers.most_common(MAX_NAMES) if pk is not None]
    row_by_key = rows.in_bulk(keys)
    return [(row_by_key[pk], numbers[pk]) for pk in keys if pk in row_by_key]


def _table(field, tags, columns, numbers):
    rows = [
        (tag, total, [numbers[tag.pk, key] for _, _, key in columns])
        for tag, total in tags[:MAX_ROWS]
    ]
    return CrossTable(field, [(value, words) for value, words, _ in columns], rows)
