"""Which articles a list shows to a member."""

from django.db.models import Exists, OuterRef, Subquery

from annotations.models import PassagePerson, PassageTag, Reader, ReadingState
from annotations.models.member import seen_by
from annotations.models.passage import with_passage_counts
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.models import Article

# What the list can be narrowed to by reading: in words, as they stand in the form.
UNREAD, READING, DONE = ReadingState.UNREAD, ReadingState.READING, ReadingState.DONE
NOBODY, ASSIGNED = "nobody", "assigned"
READINGS = [
    (UNREAD, "not yet read by me"),
    (READING, "that I am reading"),
    (DONE, "read by me"),
    (NOBODY, "not yet read by anyone"),
    (ASSIGNED, "assigned to me"),
]


def with_state_of(articles, member):
    """Articles each with `my_state` and `is_mine`: whether they were assigned to the member."""
    own = Reader.objects.filter(article=OuterRef("pk"), member=member)
    return articles.annotate(
        my_state=Subquery(own.values("state")[:1]),
        is_mine=Exists(own.filter(is_assigned=True)),
    )


def _stated(keys, member):
    articles = Article.objects.filter(pk__in_array=keys).order_by()
    told = with_state_of(with_passage_counts(articles, member), member)
    return told.values_list("pk", "passage_count", "my_state", "is_mine")


# (key, number of passages, reading state, whether it is assigned) of articles, for a member.
states_of = CompiledQuery(KEYS, KEY, build=_stated)


def narrowed(articles, member, *, source=None, person=None, tag=None, read="", period=None):
    """Articles of a source, naming a person, carrying a tag, at a state of reading, in a period.

    What is None or "" narrows nothing. `period` is a pair of days, each of them or None.
    """
    if source:
        articles = articles.filter(source=source)
    if person:
        articles = articles.filter(Exists(links_in(PassagePerson, member, person=person)))
    if tag:
        articles = articles.filter(Exists(links_in(PassageTag, member, tag=tag)))
    if period:
        articles = articles.published_within(*period)
    return articles.filter(at(read, member)) if read else articles


def links_in(model, member, **to):
    """The links of passages of the article in question that a member may see."""
    passage = "content_object" if model is PassageTag else "passage"
    return model.objects.filter(
        seen_by(member, f"{passage}__"),
        **{f"{passage}__article": OuterRef("pk"), f"{passage}__deleted_at": None},
        **to,
    )


def at(read, member):
    beside = Reader.objects.filter(article=OuterRef("pk"))
    own = beside.filter(member=member)
    return {
        UNREAD: ~Exists(own.exclude(state=UNREAD)),
        READING: Exists(own.filter(state=READING)),
        DONE: Exists(own.filter(state=DONE)),
        NOBODY: ~Exists(beside.exclude(state=UNREAD)),
        ASSIGNED: Exists(own.filter(is_assigned=True)),
    }[read]
