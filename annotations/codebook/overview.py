"""The page of the codebook: tags by group, each with how often it is used."""

from dataclasses import dataclass

from django.db.models import Exists, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from annotations.models import ClaimTag, PassageTag, Tag
from annotations.names.tag_names import group_of
from corpus.names import name_key
from corpus.number_words import number_of
from corpus.pagination import COUNT_LIMIT, BoundedCount, ordered_page_of

# A codebook is shown on one page; one of more tags than this is paged.
PAGE_SIZE = 1_000
MAX_SUMMARY_LENGTH = 200
BY_NAME, BY_USE, BY_LAST_USE, BY_AGE = "name", "use", "recent", "added"
# The words and columns of each order of the codebook.
ORDERS = {
    BY_NAME: ("name, in groups", ("name_key", "pk")),
    BY_USE: ("most used", ("-passages_and_articles", "-claim_number", "name_key", "pk")),
    BY_LAST_USE: ("recently used", ("-last_used", "name_key", "pk")),
    BY_AGE: ("recently added", ("-pk",)),
}
# More than any number that is counted.
TWO_NUMBERS = COUNT_LIMIT + 2


class _Counted(Subquery):
    """The number of rows of a subquery, which is sliced to bound the cost of counting."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS count_hits)"
    output_field = IntegerField()


class _CountedTwice(_Counted):
    """The number of rows times TWO_NUMBERS, plus that of their articles: they are read once."""

    template = (
        "(SELECT COUNT(*) * %(two_numbers)s + COUNT(DISTINCT article_id)"
        " FROM (%(subquery)s) AS count_hits)"
    )


@dataclass(frozen=True)
class TagUsage:
    """A tag, and how many passages, articles and claims carry it.

    `articles` counts those of the count_hits passages.
    """

    tag: Tag
    passages: BoundedCount
    articles: BoundedCount
    claims: BoundedCount
    former: tuple[str, ...] = ()

    @property
    def is_unused(self):
        return not self.passages.number and not self.claims.number

    # In a template, filters for these would take most of the time of 1,000 rows.

    @property
    def about(self):
        about = self.tag.definition or "no definition yet"
        return about if len(about) <= MAX_SUMMARY_LENGTH else f"{about[: MAX_SUMMARY_LENGTH - 1]}…"

    @property
    def use(self):
        """How often the tag is used, in words."""
        phrases = []
        if self.passages.number:
            articles = number_of(self.articles, "article")
            phrases.append(f"{number_of(self.passages, 'passage')} in {articles}")
        if self.claims.number:
            phrases.append(number_of(self.claims, "claim"))
        return ", ".join(phrases) or "unused"


@dataclass(frozen=True)
class TagGroup:
    """TagUsages whose names share the part before a slash; "" for names without a slash."""

    name: str
    entries: list[TagUsage]

    @property
    def anchor(self):
        return f"group-{self.entries[0].tag.public_id}"


def codebook_page(tags, cursor, *, sort=BY_NAME, unused=False, with_former=False):
    """A page of tags as (Page of tags, list of TagGroups), in a fixed number of queries.

    By name, tags without a group come first; in the other orders all are in one group. By use,
    those with most passages come first, then those in most articles.
    """
    if unused:
        tags = tags.filter(~Exists(_passage_links()), ~Exists(_claim_links()))
    _, columns = ORDERS[sort]
    rows, all_rows = _with_numbers(tags), _with_numbers(Tag.objects.all())
    if sort == BY_LAST_USE:
        rows, all_rows = _with_last_use(rows), _with_last_use(all_rows)
    page = ordered_page_of(rows, columns, cursor, cursor_rows=all_rows, size=PAGE_SIZE)
    former = tags.model.objects.former_names(page.rows) if with_former else {}
    entries = [_tag_usage(tag, former.get(tag.pk, ())) for tag in page]
    return page, [TagGroup("", entries)] if sort != BY_NAME and entries else _grouped(entries)


def _grouped(entries):
    # A tag named like a group heads that group.
    keys = {key for entry in entries if (key := _group_key(entry.tag))}
    groups = {}
    for entry in entries:
        key, own_key = _group_key(entry.tag), name_key("/".join(entry.tag.path))
        own_key = own_key or entry.tag.name_key
        if not key and own_key in keys:
            key = own_key
        groups.setdefault(key, []).append(entry)
    ungrouped = [TagGroup("", groups.pop(""))] if "" in groups else []
    return ungrouped + [
        TagGroup(_name_of(group_entries), group_entries) for group_entries in groups.values()
    ]


def _group_key(tag):
    """The name key of the group of a tag, "" for none."""
    return (
        name_key(tag.path[0]) if len(tag.path) > 1 else "" if tag.path else group_of(tag.name_key)
    )


def _name_of(entries):
    """The name of a group, from its last entry: the first may be a tag named like the group."""
    tag = entries[-1].tag
    return (tag.path[0] if tag.path else group_of(tag.name)) or tag.name


def _tag_usage(tag, former):
    numbers = (*divmod(tag.passages_and_articles, TWO_NUMBERS), tag.claim_number)
    passages, articles, claims = map(_bounded_count, numbers)
    if passages.is_more:
        articles = BoundedCount(articles.number, True)
    return TagUsage(tag, passages, articles, claims, tuple(former))


def _bounded_count(number):
    return BoundedCount(min(number, COUNT_LIMIT), number > COUNT_LIMIT)


def _with_numbers(tags):
    limit = COUNT_LIMIT + 1
    articles = _passage_links().values(article_id=F("content_object__article"))
    return tags.annotate(
        passages_and_articles=_CountedTwice(articles[:limit], two_numbers=TWO_NUMBERS),
        claim_number=_Counted(_claim_links().values("pk")[:limit]),
    )


def _with_last_use(tags):
    newest = PassageTag.objects.filter(tag=OuterRef("pk")).order_by("-pk").values("pk")
    return tags.annotate(last_used=Coalesce(Subquery(newest[:1]), 0))


def _passage_links():
    """Links of the tag in the outer query to present passages of present articles."""
    return PassageTag.objects.filter(
        tag=OuterRef("pk"),
        content_object__deleted_at=None,
        content_object__article__deleted_at=None,
    ).order_by()


def _claim_links():
    return ClaimTag.objects.filter(tag=OuterRef("pk"), content_object__deleted_at=None).order_by()
