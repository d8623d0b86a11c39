"""Facets of the matching articles: counts by source, period, person, tag and language."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import PassagePerson, PassageTag
from annotations.models.member import seen_by
from annotations.search.query import SearchQuery
from annotations.search.results import scan_limits
from corpus.article_search_fields import UNKNOWN_LANGUAGE
from corpus.dates import MONTH, MONTH_NAMES, YEAR
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.ids import is_id
from corpus.models import Article, Source
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
    rows = _facts(hits.keys)
    dates = Counter((day, precision) for day, precision, _, _ in rows)
    languages, sources = Counter(row[2] for row in rows), Counter(row[3] for row in rows)
    return Facets(
        articles=hits.count,
        counted=len(rows),
        is_all=hits.is_complete,
        period=_period(query, dates),
        facets=tuple(
            facet
            for facet in (
                _sources(query, sources),
                _people(query, hits.keys, member),
                _tags(query, hits.keys, member),
                _languages(query, languages),
            )
            if facet.values
        ),
    )


def _articles(keys):
    return Article.objects.filter(sort_key__in_array=keys).order_by()


# What facets are counted by. To group the rows in the database takes several times as long.
_facts = CompiledQuery(
    KEYS,
    build=lambda keys: _articles(keys).values_list(
        "published_on", "published_precision", "language", "source"
    ),
)
_named_sources = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Source.objects.filter(pk__in_array=keys)
        .order_by("name_key")
        .values_list("pk", "name", "public_id")
    ),
)


def _with_name(query, field, name, public_id):
    # A name that looks like an id is replaced by its id.
    return query.with_fields({field: public_id if is_id(name) else name})


def _facet(name, label, rows, value_of):
    """The Facet of rows, the most frequent first; only of those shown a Value is made."""
    values = tuple(value_of(*row) for row in rows[:MAX_VALUES])
    return Facet(name, label, values, max(0, len(rows) - MAX_VALUES))


def _sources(query, counted):
    def value_of(name, public_id, number):
        if name is None:
            return Value("Publisher unknown", number, query.with_fields({"source": "none"}))
        return Value(name, number, _with_name(query, "source", name, public_id))

    named = _named_sources([source for source in counted if source is not None])
    rows = [(name, public_id, counted[source]) for source, name, public_id in named]
    if None in counted:
        rows.append((None, "", counted[None]))
    # Those with equally many stay in the order of their names.
    return _facet("source", "Source", sorted(rows, key=lambda row: -row[2]), value_of)


def _people(query, keys, member):
    def value_of(name, public_id, number):
        return Value(name, number, _with_name(query, "person", name, public_id))

    return _facet("person", "Person", _counted_people(keys, member.pk), value_of)


def _build_counted_people(keys, member):
    links = PassagePerson.objects.filter(
        seen_by(member, "passage__"),
        passage__deleted_at=None,
        passage__article__in=_articles(keys).values("pk"),
        person__deleted_at=None,
        person__merged_into=None,
    )
    rows = links.order_by().values_list("person__name", "person__public_id")
    counted = rows.annotate(n=Count("passage__article", distinct=True))
    return counted.order_by("-n", "person__name_key")


_counted_people = CompiledQuery(KEYS, KEY, build=_build_counted_people)


def _tags(query, keys, member):
    def value_of(name, public_id, hue, number):
        return Value(name, number, _with_name(query, "tag", name, public_id), hue)

    return _facet("tag", "Tag", _counted_tags(keys, member.pk), value_of)


def _build_counted_tags(keys, member):
    links = PassageTag.objects.filter(
        seen_by(member, "content_object__"),
        content_object__deleted_at=None,
        content_object__article__in=_articles(keys).values("pk"),
        tag__deleted_at=None,
        tag__merged_into=None,
    )
    rows = links.order_by().values_list("tag__name", "tag__public_id", "tag__hue")
    counted = rows.annotate(n=Count("content_object__article", distinct=True))
    return counted.order_by("-n", "tag__name_key")


_counted_tags = CompiledQuery(KEYS, KEY, build=_build_counted_tags)


def _languages(query, counted):
    def value_of(language, number):
        typed = query.with_fields({"lang": language or UNKNOWN_LANGUAGE})
        return Value(language or "unknown", number, typed)

    # A single language refines nothing.
    rows = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])) if len(counted) > 1 else []
    return _facet("lang", "Language", rows, value_of)


def _period(query, dates):
    """The chart of {(date, precision): number}, by month while they fit, else by year."""
    months, years = Counter(), Counter()
    undated = by_year_only = 0
    for (day, precision), number in dates.items():
        if day is None:
            undated += number
            continue
        years[day.year] += number
        if precision == YEAR:
            by_year_only += number
        else:
            months[day.year, day.month] += number
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
