"""The fields of the search box that are about what was published."""

from django.db.models import Q

from corpus.dates import parse
from corpus.ids import is_id
from corpus.models import Article, Source
from corpus.names import name_key
from corpus.search.registry import SearchField, register

COMPLETIONS = 8


def register_fields():
    for field in FIELDS:
        register(field)


def from_source(value, member):
    """Articles of the sources of this name or domain; `none` asks for those of no known one."""
    if value.casefold() == "none":
        return Q(source=None)
    named = Q(name_key=name_key(value)) | Q(domain=value.casefold())
    if is_id(value):
        named |= Q(public_id=value)
    sources = Source.objects.present().filter(named)
    if not sources.exists():
        # What was begun is better than nothing: source:reut
        sources = Source.objects.present().starting(value)
    return Q(source__in=sources.values("pk"))


def written_by(value, member):
    return Q(byline__icontains=value)


def in_language(value, member):
    """Articles in a language, whatever its region: pt finds pt-BR."""
    return Q(language__iexact=value) | Q(language__istartswith=f"{value}-")


def published_since(value, member):
    return _within(first=parse(value).first)


def published_until(value, member):
    return _within(last=parse(value).last)


def _within(**period):
    return Q(pk__in=Article.objects.order_by().published_within(**period).values("pk"))


def sources_starting(typed):
    found = Source.objects.present().starting(typed).in_name_order()
    return list(found.values_list("name", flat=True)[:COMPLETIONS])


FIELDS = [
    SearchField("source", "a source, by its name or domain", from_source, sources_starting),
    SearchField("by", "whom the byline names", written_by),
    SearchField("from", "published on this day, month or year, or later", published_since),
    SearchField("to", "published on this day, month or year, or earlier", published_until),
    SearchField("lang", "a language: en, fa, zh", in_language),
]
