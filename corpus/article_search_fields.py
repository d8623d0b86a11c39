"""The search fields about articles: source, by, from, to, lang."""

import re

from django.db.models import Q

from corpus.dates import parse
from corpus.ids import is_id
from corpus.models import Article, ArticleIndex, Source
from corpus.names import name_key
from corpus.search.fields import SearchField, register
from corpus.search.query_tree import EXACT, PREFIX, Words
from corpus.search.tokenizer import sought
from corpus.search_index.newest_hits import newest

COMPLETION_LIMIT = 8
ARTICLE_SCAN_LIMIT = 2_000
BYLINE_SCAN_LIMIT = 200
# As much of BCP 47 as searches need; the databases compare non-ASCII differently.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def register_fields():
    for field in FIELDS:
        register(field)


def from_source(value, member):
    """Articles of sources with this name, domain or id; `none` is for those without a source."""
    if value.casefold() == "none":
        return Q(source=None)
    condition = Q(name_key=name_key(value)) | Q(domain=value.lower().removeprefix("www."))
    if is_id(value):
        condition |= Q(public_id=value)
    sources = Source.objects.present().filter(condition)
    if not sources.exists():
        # Otherwise the beginning of a name: source:reut
        sources = Source.objects.present().starting(value)
    return Q(source__in=sources.values("pk"))


def written_by(value, member):
    """Articles whose byline contains these words in sequence; the last may be a prefix."""
    return ArticleIndex.condition(_in_byline(value), member)


def _in_byline(value):
    words, _, is_prefix = sought(value)
    if not words:
        raise ValueError(f"“{value}” holds no name to search bylines for.")
    form = PREFIX if is_prefix or value.endswith("*") else EXACT
    return Words(tuple(words), form, in_byline=True)


def in_language(value, member):
    """Articles in a language of any region: pt matches pt-BR."""
    _check_language(value)
    return Q(language__iexact=value) | Q(language__istartswith=f"{value}-")


def _check_language(value):
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValueError(f"Write a language as its tag, such as en, fa or pt-BR, not “{value}”.")


def published_since(value, member):
    return _within(first=parse(value).first)


def published_until(value, member):
    return _within(last=parse(value).last)


def _within(**period):
    return Q(pk__in=Article.objects.order_by().published_within(**period).values("pk"))


def sources_starting(typed):
    sources = Source.objects.present().starting(typed).in_name_order()
    return list(sources.values_list("name", flat=True)[:COMPLETION_LIMIT])


def bylines_with(typed):
    """Bylines of the newest articles that contain these words, the last as a prefix."""
    try:
        tree = _in_byline(f"{typed}*")
    except ValueError:
        return []
    hits = newest(Article.objects.present(), tree, most=BYLINE_SCAN_LIMIT)
    bylines = Article.objects.filter(sort_key__in=hits.keys).order_by("-sort_key")
    return list(dict.fromkeys(bylines.values_list("byline", flat=True)))[:COMPLETION_LIMIT]


def languages_starting(typed):
    """Languages of the newest ARTICLE_SCAN_LIMIT articles: scanning all would take too long."""
    newest_keys = Article.objects.present().in_reading_order().values("pk")[:ARTICLE_SCAN_LIMIT]
    articles = Article.objects.filter(pk__in=newest_keys).order_by("language")
    prefix = typed.lower()
    languages = articles.values_list("language", flat=True).distinct()
    return [language for language in languages if language.lower().startswith(prefix)][
        :COMPLETION_LIMIT
    ]


FIELDS = [
    SearchField("source", "a source, by its name or domain", from_source, sources_starting),
    SearchField("by", "whom the byline names", written_by, bylines_with, _in_byline),
    SearchField(
        "from", "published on this day, month or year, or later", published_since, check=parse
    ),
    SearchField(
        "to", "published on this day, month or year, or earlier", published_until, check=parse
    ),
    SearchField("lang", "a language: en, fa, zh", in_language, languages_starting, _check_language),
]
