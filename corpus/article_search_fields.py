"""The fields of the search box that are about what was published."""

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

COMPLETIONS = 8
LOOKED_AT = 2_000
BYLINES_LOOKED_AT = 200
# As much of BCP 47 as searches need; what lies beyond ASCII the databases compare differently.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def register_fields():
    for field in FIELDS:
        register(field)


def from_source(value, member):
    """Articles of the sources of this name or domain; `none` asks for those of no known one."""
    if value.casefold() == "none":
        return Q(source=None)
    named = Q(name_key=name_key(value)) | Q(domain=value.lower().removeprefix("www."))
    if is_id(value):
        named |= Q(public_id=value)
    sources = Source.objects.present().filter(named)
    if not sources.exists():
        # What was begun is better than nothing: source:reut
        sources = Source.objects.present().starting(value)
    return Q(source__in=sources.values("pk"))


def written_by(value, member):
    """Articles whose byline holds these words, one after the other; the last one may be begun."""
    return ArticleIndex.condition(_in_byline(value), member)


def _in_byline(value):
    exact, _, is_begun = sought(value)
    if not exact:
        raise ValueError(f"“{value}” holds no name to search bylines for.")
    form = PREFIX if is_begun or value.endswith("*") else EXACT
    return Words(tuple(exact), form, in_byline=True)


def in_language(value, member):
    """Articles in a language, whatever its region: pt finds pt-BR."""
    _language(value)
    return Q(language__iexact=value) | Q(language__istartswith=f"{value}-")


def _language(value):
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValueError(f"Write a language as its tag, such as en, fa or pt-BR, not “{value}”.")


def published_since(value, member):
    return _within(first=parse(value).first)


def published_until(value, member):
    return _within(last=parse(value).last)


def _within(**period):
    return Q(pk__in=Article.objects.order_by().published_within(**period).values("pk"))


def sources_starting(typed):
    found = Source.objects.present().starting(typed).in_name_order()
    return list(found.values_list("name", flat=True)[:COMPLETIONS])


def bylines_with(typed):
    """Bylines of the newest articles whose byline holds these words, the last one begun."""
    try:
        asked = _in_byline(f"{typed}*")
    except ValueError:
        return []
    found = newest(Article.objects.present(), asked, most=BYLINES_LOOKED_AT)
    bylines = Article.objects.filter(sort_key__in=found.keys).order_by("-sort_key")
    return list(dict.fromkeys(bylines.values_list("byline", flat=True)))[:COMPLETIONS]


def languages_starting(typed):
    """Languages of the newest articles: all of a large corpus would be too many to look at."""
    last = Article.objects.present().in_reading_order().values("pk")[:LOOKED_AT]
    known = Article.objects.filter(pk__in=last).order_by("language")
    begun = typed.lower()
    found = known.values_list("language", flat=True).distinct()
    return [each for each in found if each.lower().startswith(begun)][:COMPLETIONS]


FIELDS = [
    SearchField("source", "a source, by its name or domain", from_source, sources_starting),
    SearchField("by", "whom the byline names", written_by, bylines_with, _in_byline),
    SearchField(
        "from", "published on this day, month or year, or later", published_since, check=parse
    ),
    SearchField(
        "to", "published on this day, month or year, or earlier", published_until, check=parse
    ),
    SearchField("lang", "a language: en, fa, zh", in_language, languages_starting, _language),
]
