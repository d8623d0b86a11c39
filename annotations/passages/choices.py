"""What a filter of passages offers, each with the number of passages that it would leave."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from annotations.models import Passage, PassagePerson, PassageTag, Placement, Role, Tag
from corpus.models import Person, Source

# Names that a filter offers; others are reached from their own pages.
MAX_NAMES = 50
TO_REVIEW, REMOVED = "review", "removed"
STATES = [(TO_REVIEW, "to review"), (REMOVED, "no longer in the text")]
# (value in an address, words, number of passages).
Choice = tuple[str, str, int]


@dataclass(frozen=True)
class PassageChoices:
    """The choices of each field of a filter, those with most passages first.

    Each number counts what all other filters let through.
    """

    with_tag: list[Choice]
    person: list[Choice]
    role: list[Choice]
    source: list[Choice]
    author: list[Choice]
    state: list[Choice]


def choices_of(passages_without, chosen):
    """The PassageChoices, in a fixed number of queries.

    `passages_without(field)` gives the passages that all filters but that of the field let
    through; `chosen` is {field: the row or value that is chosen, or None}.
    """
    return PassageChoices(
        with_tag=_tags(passages_without("with_tag"), chosen["with_tag"]),
        person=_people(passages_without("person"), chosen["role"], chosen["person"]),
        role=_roles(passages_without("role"), chosen["person"]),
        source=_sources(passages_without("source"), chosen["source"]),
        author=_authors(passages_without("author")),
        state=_states(passages_without("state")),
    )


def in_state(passages, state):
    """The passages in one of STATES."""
    if state == TO_REVIEW:
        return passages.filter(pk__in=Passage.objects.to_review().order_by().values("pk"))
    newest = Placement.objects.filter(revision__number=F("passage__article__revision_number"))
    return passages.filter(pk__in=newest.filter(is_set_aside=True).order_by().values("passage"))


def _keys(passages):
    return passages.order_by().values("pk")


def _tags(passages, chosen):
    links = PassageTag.objects.filter(content_object__in=_keys(passages), tag__deleted_at=None)
    return _named(Tag.objects.present(), _numbers(links, "tag", "content_object"), chosen)


def _people(passages, role, chosen):
    links = PassagePerson.objects.filter(passage__in=_keys(passages))
    links = links.filter(role=role) if role else links
    resolved = links.annotate(resolved=Coalesce("person__merged_into", "person"))
    return _named(Person.objects.standing(), _numbers(resolved, "resolved", "passage"), chosen)


def _roles(passages, person):
    links = PassagePerson.objects.filter(passage__in=_keys(passages))
    if person:
        links = links.filter(person__in=Person.objects.identities([person.pk]).values("pk"))
    numbers = _numbers(links, "role", "passage")
    return [(value, words, numbers.get(value, 0)) for value, words in Role.choices]


def _sources(passages, chosen):
    return _named(Source.objects.present(), _numbers(passages, "article__source", "pk"), chosen)


def _authors(passages):
    numbers = _numbers(passages, "created_by__username", "pk")
    ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(name, name, number) for name, number in ranked[:MAX_NAMES]]


def _states(passages):
    return [(state, words, in_state(passages, state).count()) for state, words in STATES]


def _numbers(rows, column, counted):
    """{value of the column: number of different `counted`}."""
    numbers = rows.order_by().values_list(column).annotate(number=Count(counted, distinct=True))
    return dict(numbers)


def _named(rows, numbers, chosen):
    """The Choices of the rows with the largest numbers, those of one number by name.

    The chosen row is always among them: a form that is sent again must not lose it.
    """
    keys = sorted((key for key in numbers if key is not None), key=lambda key: -numbers[key])
    row_by_key = rows.in_bulk(keys[: 2 * MAX_NAMES])
    ranked = sorted(row_by_key.values(), key=lambda row: (-numbers[row.pk], row.name_key))
    ranked = ranked[:MAX_NAMES]
    if chosen and chosen not in ranked:
        ranked.append(chosen)
    return [(row.public_id, row.name, numbers.get(row.pk, 0)) for row in ranked]
