"""Filters for lists of articles, as one member sees them."""

from django.db.models import Exists, OuterRef, Q, Subquery

from annotations.models import PassagePerson, PassageTag, ReadingState, ReadingStatus
from annotations.models.member import seen_by
from annotations.models.passage import with_passage_counts
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.models import Article

# Values and labels of the filter by reading status.
UNREAD, READING, DONE = ReadingStatus.UNREAD, ReadingStatus.READING, ReadingStatus.DONE
NOBODY, ASSIGNED = "nobody", "assigned"
READING_CHOICES = [
    (UNREAD, "unread"),
    (READING, "reading"),
    (DONE, "done"),
    (NOBODY, "unread by everyone"),
    (ASSIGNED, "assigned to me"),
]


def with_reading_state(articles, member):
    """Annotate articles with `my_state` and `is_mine`: whether they are assigned to the member."""
    own_states = ReadingState.objects.filter(article=OuterRef("pk"), member=member)
    return articles.annotate(
        my_state=Subquery(own_states.values("state")[:1]),
        is_mine=Exists(own_states.filter(is_assigned=True)),
    )


def as_seen_by(member, articles):
    """Annotate articles with `passage_count`, `my_state` and `is_mine`."""
    return with_reading_state(with_passage_counts(articles, member), member)


def _reading_states(keys, member):
    articles = as_seen_by(member, Article.objects.filter(pk__in_array=keys).order_by())
    return articles.values_list("pk", "passage_count", "my_state", "is_mine")


# (key, number of passages, reading state, whether it is assigned) of articles, for a member.
reading_states_of = CompiledQuery(KEYS, KEY, build=_reading_states)


def filtered(articles, member, *, source=None, person=None, tag=None, read="", period=None):
    """Filter articles by source, person named, tag, reading status and period.

    What is None or "" filters nothing. `period` is a pair of dates, either of which may be None.
    """
    if source:
        articles = articles.filter(source=source)
    if person:
        articles = articles.filter(Exists(links_of_passages(PassagePerson, member, person=person)))
    if tag:
        articles = articles.filter(Exists(links_of_passages(PassageTag, member, tag=tag)))
    if period:
        articles = articles.published_within(*period)
    return articles.filter(reading_condition(read, member)) if read else articles


def links_of_passages(model, member, **to):
    """Links of passages that a member sees, of the article in the outer query."""
    passage = "content_object" if model is PassageTag else "passage"
    return model.objects.filter(
        seen_by(member, f"{passage}__"),
        **{f"{passage}__article": OuterRef("pk"), f"{passage}__deleted_at": None},
        **to,
    )


def reading_condition(read, member):
    """The condition of articles whose reading state is `read`, UNREAD to ASSIGNED, for a member."""
    states = ReadingState.objects.filter(article=OuterRef("pk"))
    own_states = states.filter(member=member)
    # Few: they are looked up once, not for each article of the desk.
    in_hand = ReadingState.objects.filter(member=member).order_by().values("article")
    return {
        UNREAD: ~Exists(own_states.exclude(state=UNREAD)),
        READING: Q(pk__in=in_hand.filter(state=READING)),
        DONE: Exists(own_states.filter(state=DONE)),
        NOBODY: ~Exists(states.exclude(state=UNREAD)),
        ASSIGNED: Q(pk__in=in_hand.filter(is_assigned=True)),
    }[read]
