"""Facets of the matching articles: counts by source, period, person, tag and language."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F

from annotations.models import PassagePerson, PassageTag
from annotations.models.member import seen_by
from annotations.search.query import SearchQuery
from annotations.search.results import scan_limits
from corpus.article_search_fields import UNKNOWN_LANGUAGE
from corpus.dates import MONTH, MONTH_NAMES, YEAR
from corpus.ids import is_id
from corpus.models import Article
from corpus.pagination import BoundedCount
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.newest_hits import PATIENT_LIMITS, newest_keys

MAX_VALUES = 8
# Bars that the chart has room for; one a month while they fit, else one a year.
MAX_BARS = 24


@dataclass(frozen=True)
class Value:
    """A value to refine the search by: its label, its number of articles, the refined query."""

    words: str
    count: int
    typed: str
    hue: int = 0


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[Value, ...]
    others: int = 0


@dataclass(frozen=True)
class Bar:
    """A month or year of the chart; positions are in the units of its view box, 304 by 106."""

    label: str
    title: str
    count: int
    typed: str
    x: float
    width: float
    y: float
    height: float
    has_label: bool

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Period:
    bars: tuple[Bar, ...]
    undated: int
    unplaced: int
    by: str


@dataclass(frozen=True)
class Facets:
    """`counted` is the number of articles counted; `is_all` whether these are all matches.

    `articles` is their BoundedCount.
    """

    articles: BoundedCount
    counted: int
    is_all: bool
    period: Period
    facets: tuple[Facet, ...]


def facets_of(query: SearchQuery, member):
    """The Facets of the articles that match a query, in a fixed number of queries."""
    limits = scan_limits(query, member)
    hits = newest_keys(PRESENT, query.tree, member, limits=PATIENT_LIMITS, **limits)
    articles = Article.objects.filter(sort_key__in_array=hits.keys)
    rows = list(articles.values_list("published_on", "published_precision", "language"))
    return Facets(
        articles=hits.count,
        counted=len(rows),
        is_all=hits.is_complete,
        period=_period(query, [row[:2] for row in rows]),
        facets=tuple(
            facet
            for facet in (
                _sources(query, articles),
                _people(query, articles, member),
                _tags(query, articles, member),
                _languages(query, Counter(row[2] for row in rows)),
            )
            if facet.values
        ),
    )


def _with_name(query, field, name, public_id):
    # A name that looks like an id is replaced by its id.
    return query.with_fields({field: public_id if is_id(name) else name})


def _facet(name, label, values):
    others = len(values) - MAX_VALUES
    return Facet(name, label, tuple(values[:MAX_VALUES]), max(0, others))


def _sources(query, articles):
    rows = articles.order_by().values_list("source__name", "source__public_id")
    counted = rows.annotate(n=Count("pk")).order_by(
        "-n", F("source__name_key").asc(nulls_last=True)
    )
    values = [
        Value(
            name or "Publisher unknown",
            n,
            _with_name(query, "source", name, pid)
            if name
            else query.with_fields({"source": "none"}),
        )
        for name, pid, n in counted
    ]
    return _facet("source", "Source", values)


def _people(query, articles, member):
    links = PassagePerson.objects.filter(
        seen_by(member, "passage__"),
        passage__deleted_at=None,
        passage__article__in=articles.order_by().values("pk"),
        person__deleted_at=None,
        person__merged_into=None,
    )
    rows = links.order_by().values_list("person__name", "person__public_id")
    counted = rows.annotate(n=Count("passage__article", distinct=True))
    values = [
        Value(name, n, _with_name(query, "person", name, pid))
        for name, pid, n in counted.order_by("-n", "person__name_key")
    ]
    return _facet("person", "Person", values)


def _tags(query, articles, member):
    links = PassageTag.objects.filter(
        seen_by(member, "content_object__"),
        content_object__deleted_at=None,
        content_object__article__in=articles.order_by().values("pk"),
        tag__deleted_at=None,
        tag__merged_into=None,
    )
    rows = links.order_by().values_list("tag__name", "tag__public_id", "tag__hue")
    counted = rows.annotate(n=Count("content_object__article", distinct=True))
    values = [
        Value(name, n, _with_name(query, "tag", name, pid), hue)
        for name, pid, hue, n in counted.order_by("-n", "tag__name_key")
    ]
    return _facet("tag", "Tag", values)


def _languages(query, counted):
    # A single language refines nothing.
    values = [
        Value(language or "unknown", n, query.with_fields({"lang": language or UNKNOWN_LANGUAGE}))
        for language, n in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return _facet("lang", "Language", values if len(values) > 1 else [])


def _period(query, dates):
    """The chart, by month while their number fits, else by year."""
    months = Counter((d.year, d.month) for d, precision in dates if d and precision != YEAR)
    years = Counter(d.year for d, _ in dates if d)
    undated = sum(d is None for d, _ in dates)
    by_year_only = sum(precision == YEAR for _, precision in dates)
    span = _month_span(months)
    if months and len(span) <= MAX_BARS:
        units = [(f"{year}-{month:02}", f"{MONTH_NAMES[month - 1]} {year}") for year, month in span]
        counted = [months[each] for each in span]
        labels = [str(year) if month == 1 or n == 0 else "" for n, (year, month) in enumerate(span)]
        return Period(_bars(query, units, counted, labels), undated, by_year_only, MONTH)
    if not years:
        return Period((), undated, 0, YEAR)
    every = range(min(years), max(years) + 1)
    # In a corpus of centuries only years with articles get a bar.
    shown = list(every) if len(every) <= MAX_BARS else sorted(years)[-MAX_BARS:]
    units = [(str(year), str(year)) for year in shown]
    step = -(-len(shown) // 6)
    labels = [str(year) if n % step == 0 else "" for n, year in enumerate(shown)]
    left_out = sum(n for year, n in years.items() if year < shown[0])
    bars = _bars(query, units, [years[year] for year in shown], labels)
    return Period(bars, undated, left_out, YEAR)


def _month_span(months):
    if not months:
        return []
    (first_year, first), (last_year, last) = min(months), max(months)
    ordinals = range(first_year * 12 + first - 1, last_year * 12 + last)
    return [(each // 12, each % 12 + 1) for each in ordinals]


WIDTH, TOP, FOOT = 304, 20, 86


def _bars(query, units, counted, labels):
    slot = WIDTH / len(units)
    width = min(32, slot * 0.8)
    most = max(counted)
    bars = []
    for n, ((value, title), count, label) in enumerate(zip(units, counted, labels, strict=True)):
        height = (FOOT - TOP) * count / most
        bars.append(
            Bar(
                label=label,
                title=title,
                count=count,
                typed=query.with_fields({"from": value, "to": value}),
                x=round(n * slot + (slot - width) / 2, 1),
                width=round(width, 1),
                y=round(FOOT - height, 1),
                height=round(height, 1),
                has_label=bool(label),
            )
        )
    return tuple(bars)
