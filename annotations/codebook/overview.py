"""The codebook as a page shows it: tags by group, each with how much carries it."""

from dataclasses import dataclass

from django.db.models import Exists, F, IntegerField, OuterRef, Subquery

from annotations.models import ClaimTag, PassageTag
from annotations.names.tag_names import group_of
from corpus.pagination import COUNT_LIMIT, BoundedCount, Page, name_page_of

# A codebook is read as a whole; one of more tags than this is paged.
PAGE_SIZE = 1_000
ABOUT = 200
BY_NAME, BY_USE = "name", "use"


class _Counted(Subquery):
    """How many rows a subquery has. It is sliced: nothing is counted without end."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class _CountedArticles(_Counted):
    template = "(SELECT COUNT(DISTINCT article_id) FROM (%(subquery)s) AS counted)"


@dataclass(frozen=True)
class Entry:
    """A tag, and how many passages, articles and claims carry it.

    Articles are those of the passages that were counted.
    """

    tag: object
    passages: BoundedCount
    articles: BoundedCount
    claims: BoundedCount
    former: tuple = ()

    @property
    def is_unused(self):
        return not self.passages.number and not self.claims.number

    # A template would say these with filters, which take most of the time of 1,000 rows.

    @property
    def about(self):
        about = self.tag.definition or "not defined yet"
        return about if len(about) <= ABOUT else f"{about[: ABOUT - 1]}…"

    @property
    def use(self):
        """How much carries it, in words."""
        said = []
        if self.passages.number:
            articles = _counted(self.articles, "article")
            said.append(f"{_counted(self.passages, 'passage')} in {articles}")
        if self.claims.number:
            said.append(_counted(self.claims, "claim"))
        return ", ".join(said) or "unused"


@dataclass(frozen=True)
class Group:
    """Entries whose names begin with the same word before a slash; "" where there is none."""

    name: str
    entries: list

    @property
    def anchor(self):
        return f"group-{self.entries[0].tag.public_id}"


def read_codebook(tags, cursor, *, sort=BY_NAME, unused=False, with_former=False):
    """A page of tags as (Page of tags, Groups), in a fixed number of queries.

    By name they stand in groups, those without one first; by use in one, the most used first.
    """
    if unused:
        tags = tags.filter(~Exists(_marked()), ~Exists(_claimed()))
    tags = _with_numbers(tags)
    if sort == BY_USE:
        rows = tags.order_by("-passage_number", "-claim_number", "name_key", "pk")[:PAGE_SIZE]
        page = Page(list(rows), None, None)
    else:
        page = name_page_of(tags, cursor, size=PAGE_SIZE)
    former = tags.model.objects.former_names(page.rows) if with_former else {}
    entries = [_entry(tag, former.get(tag.pk, ())) for tag in page]
    return page, [Group("", entries)] if sort == BY_USE and entries else _grouped(entries)


def _grouped(entries):
    # A word that is a tag by itself heads the group of its name.
    keys = {key for entry in entries if (key := group_of(entry.tag.name_key))}
    groups = {}
    for entry in entries:
        key = group_of(entry.tag.name_key)
        if not key and entry.tag.name_key in keys:
            key = entry.tag.name_key
        groups.setdefault(key, []).append(entry)
    alone = [Group("", groups.pop(""))] if "" in groups else []
    return alone + [Group(_name_of(found), found) for found in groups.values()]


def _name_of(entries):
    """A group's name as it is written, by its last entry: the first may be the word alone."""
    return group_of(entries[-1].tag.name) or entries[-1].tag.name


def _entry(tag, former):
    numbers = (tag.passage_number, tag.article_number, tag.claim_number)
    passages, articles, claims = map(_tally, numbers)
    if passages.is_more:
        articles = BoundedCount(articles.number, True)
    return Entry(tag, passages, articles, claims, tuple(former))


def _counted(tally, noun):
    return f"{tally} {noun}" if str(tally) == "1" else f"{tally} {noun}s"


def _tally(number):
    return BoundedCount(min(number, COUNT_LIMIT), number > COUNT_LIMIT)


def _with_numbers(tags):
    some = COUNT_LIMIT + 1
    articles = _marked().values(article_id=F("content_object__article"))
    return tags.annotate(
        passage_number=_Counted(_marked().values("pk")[:some]),
        article_number=_CountedArticles(articles[:some]),
        claim_number=_Counted(_claimed().values("pk")[:some]),
    )


def _marked():
    """The links of the tag at hand to passages that are there to be read."""
    return PassageTag.objects.filter(
        tag=OuterRef("pk"),
        content_object__deleted_at=None,
        content_object__article__deleted_at=None,
    ).order_by()


def _claimed():
    return ClaimTag.objects.filter(tag=OuterRef("pk"), content_object__deleted_at=None).order_by()
