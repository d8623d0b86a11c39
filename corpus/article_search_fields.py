"""The search fields about what was published: source, address, by, from, to, lang."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from corpus.canonical_urls import address_part
from corpus.dates import parse
from corpus.ids import is_id
from corpus.models import Article, ArticleIndex, Source
from corpus.names import name_key
from corpus.readers.languages import stated_language
from corpus.search.fields import SearchField, register
from corpus.search.query_tree import EXACT, PREFIX, Words
from corpus.search.tokenizer import query_terms
from corpus.search_index.newest_hits import newest
from corpus.search_index.word_forms import with_hyphens

MAX_COMPLETIONS = 8
SAMPLED_ARTICLES = 2_000
SAMPLED_BYLINES = 200
# The part of BCP 47 that searches need; ASCII only, since the databases compare other letters
# differently.
# The tag of BCP 47 for an undetermined language.
UNKNOWN_LANGUAGE = "und"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def register_fields():
    for field in FIELDS:
        register(field)


def from_source(value, member):
    """Return the Q of articles of the sources with this name, domain or id; `none`: no source."""
    if value.casefold() == "none":
        return Q(source=None)
    matches = Q(name_key=name_key(value)) | Q(domain=value.lower().removeprefix("www."))
    if is_id(value):
        matches |= Q(public_id=value)
    sources = Source.objects.present().filter(matches)
    if not sources.exists():
        # Fall back to a prefix: source:reut
        sources = Source.objects.present().starting(value)
    return Q(source__in=sources.values("pk"))


def at_address(value, member):
    """Return the Q of articles with this web address, else of those with it as a part."""
    return Q(pk__in=Article.objects.present().order_by().addressed(value).values("pk"))


def _check_address(value):
    if not address_part(value):
        raise ValueError(f"“{value}” is not a web address or a part of one.")


def written_by(value, member):
    """Return the Q of articles whose byline contains this phrase; "Smi*" matches a prefix."""
    return ArticleIndex.condition(with_hyphens(_in_byline(value)), member)


def _in_byline(value):
    exact, _, is_prefix = query_terms(value)
    if not exact:
        raise ValueError(f"“{value}” has no name to search bylines for.")
    form = PREFIX if is_prefix or value.endswith("*") else EXACT
    return Words(tuple(exact), form, in_byline=True, typed=value)


def in_language(value, member):
    """Return the Q of articles in a language, of any region: pt and Portuguese match pt-BR.

    UNKNOWN_LANGUAGE stands for the articles without one.
    """
    _check_language(value)
    if value.lower() == UNKNOWN_LANGUAGE:
        return Q(language="")
    tags = {value, stated_language(value)} - {""}
    conditions = [Q(language__iexact=tag) | Q(language__istartswith=f"{tag}-") for tag in tags]
    return reduce(or_, conditions)


def _check_language(value):
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValueError(f"“{value}” is not a language tag. Use a tag such as en, fa or pt-BR.")


def published_since(value, member):
    return _within(first=parse(value).first)


def published_until(value, member):
    return _within(last=parse(value).last)


def _within(**period):
    return Q(pk__in=Article.objects.order_by().published_within(**period).values("pk"))


def sources_starting(typed):
    sources = Source.objects.present().starting(typed).in_name_order()
    return list(sources.values_list("name", flat=True)[:MAX_COMPLETIONS])


def bylines_with(typed):
    """Return bylines of the newest articles with these words, the last one as a prefix."""
    try:
        words = _in_byline(f"{typed}*")
    except ValueError:
        return []
    hits = newest(Article.objects.present(), words, most=SAMPLED_BYLINES)
    bylines = Article.objects.filter(sort_key__in=hits.keys).order_by("-sort_key")
    return list(dict.fromkeys(bylines.values_list("byline", flat=True)))[:MAX_COMPLETIONS]


def languages_starting(typed):
    """Return languages of the newest articles; reading a whole large corpus takes too long."""
    newest_articles = Article.objects.present().in_reading_order().values("pk")[:SAMPLED_ARTICLES]
    articles = Article.objects.filter(pk__in=newest_articles).order_by("language")
    prefix = typed.lower()
    languages = articles.values_list("language", flat=True).distinct()
    tags = [language or UNKNOWN_LANGUAGE for language in languages]
    return [tag for tag in tags if tag.lower().startswith(prefix)][:MAX_COMPLETIONS]


FIELDS = [
    SearchField("source", "a source, by name or domain", from_source, sources_starting),
    SearchField("address", "a web address, or a part of one", at_address, check=_check_address),
    SearchField("by", "a name in the byline", written_by, bylines_with, _in_byline),
    SearchField(
        "from", "published on or after this day, month or year", published_since, check=parse
    ),
    SearchField(
        "to", "published on or before this day, month or year", published_until, check=parse
    ),
    SearchField(
        "lang",
        "a language: en, fa, zh; und: unknown",
        in_language,
        languages_starting,
        _check_language,
    ),
]
