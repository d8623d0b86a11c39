"""Suggests known people that an article names where no passage marks them yet."""

from dataclasses import dataclass, field

from annotations.anchoring.spans import CONTEXT_LENGTH
from annotations.models import Dismissal, DismissalKind, Placement
from annotations.models.member import seen_by
from annotations.names.name_matching import KnownName, NameIndex, find_names
from annotations.names.name_tokens import words_of
from annotations.names.spelling_variants import find_spelling_variants
from annotations.passages.bulk_marking import mark_all
from annotations.passages.marking import Annotation, Marking
from corpus.models import Alias, Article, Person, PersonKind
from corpus.names import name_key
from corpus.records.action import current_action
from corpus.text import around, shown_context

# Code points of the text shown on each side of a suggestion.
SHOWN_CONTEXT_LENGTH = 40
# Suggestions handled by one action; the others remain.
MAX_PER_ACTION = 100


class NothingSuggested(ValueError):
    """The selected suggestion does not exist, or no longer does."""


@dataclass(frozen=True, kw_only=True)
class TextLocation:
    """A location in the text where something is suggested; offsets are code points.

    `about` is the public id of what is suggested. `before` and `after` are shown; `prefix` and
    `suffix` identify the location in dismissals.
    """

    about: str
    start: int
    end: int
    words: str
    before: str
    after: str
    prefix: str
    suffix: str

    @property
    def key(self):
        return f"{self.about} {self.start}-{self.end}"


@dataclass(frozen=True, kw_only=True)
class Suggestion(TextLocation):
    """A person suggested at a location; `others` have the same name."""

    person: Person
    others: tuple[Person, ...] = ()


@dataclass(frozen=True)
class PersonGroup:
    """The suggestions of one person in the order of the text."""

    person: Person
    places: list[Suggestion] = field(default_factory=list)


@dataclass(frozen=True)
class Spelling:
    """A spelling that may be another name of a person, with its locations."""

    person: Person
    name: str
    spelling: str
    places: list[dict[str, int | str]]

    @property
    def key(self):
        return f"{self.person.public_id} {self.spelling}"


@dataclass(frozen=True)
class Suggestions:
    """All suggestions for an article's newest text, and the dismissed ones."""

    groups: list[PersonGroup]
    spellings: list[Spelling]
    dismissed: list[Dismissal]

    @property
    def places(self):
        return [place for group in self.groups for place in group.places]

    @property
    def number(self):
        return len(self.places) + len(self.spellings)


def suggestions_of(article, member=0):
    """The Suggestions of an article for a member (see `seen_by`), in a fixed number of queries."""
    known_names, resolved = _known_names()
    words = words_of(article.text)
    names = NameIndex(known_names, words)
    matches = find_names(words, names)
    similar = find_spelling_variants(article.text, words, names, matches)
    dismissals = Dismissal.objects.applying_to(
        article, [candidate.spelling for candidate in similar]
    )
    dismissals = list(dismissals.filter(seen_by(member)))
    pks = {person for match in matches for person in match.people}
    people = Person.objects.in_bulk(pks | {candidate.person for candidate in similar})
    dismissed_keys = {
        _dismissal_key(row, resolved.get(row.person_id)) for row in dismissals if row.person
    }
    covered_spans = _covered_spans(article, resolved, member)
    places = [
        suggestion
        for match in matches
        if not _is_covered(match, covered_spans)
        for suggestion in _suggestions(article.text, match, people)
        if _dismissal_keys(suggestion).isdisjoint(dismissed_keys)
    ]
    spellings = [
        Spelling(
            people[candidate.person],
            candidate.name,
            candidate.spelling,
            [words_around(article.text, *span) for span in candidate.places],
        )
        for candidate in similar
        if (DismissalKind.SPELLING, candidate.person, name_key(candidate.spelling))
        not in dismissed_keys
    ]
    return Suggestions(_grouped(places), spellings, dismissals)


def _known_names():
    """All names and aliases as Known, and {key of a person: key of whom they were merged into}."""
    people = list(
        Person.objects.present().values_list("pk", "merged_into", "name", "name_key", "kind")
    )
    present_pks = {pk for pk, *_ in people}
    resolved = {pk: into or pk for pk, into, *_ in people if (into or pk) in present_pks}
    human_pks = {pk for pk, *_, kind in people if kind == PersonKind.PERSON}
    names = [
        KnownName(resolved[pk], name, key, pk in human_pks)
        for pk, _, name, key, _ in people
        if pk in resolved
    ]
    aliases = Alias.objects.present().values_list("person", "name", "name_key")
    names += [
        KnownName(resolved[pk], name, key, pk in human_pks)
        for pk, name, key in aliases
        if pk in resolved
    ]
    return names, resolved


def _covered_spans(article, resolved, member):
    """{key of a person: spans of the passages that name them} in the newest text."""
    placements = Placement.objects.in_text_order().filter(
        seen_by(member, "passage__"),
        revision__article=article,
        revision__number=article.revision_number,
        passage__people__isnull=False,
    )
    spans_by_person = {}
    for pk, start, end in placements.values_list("passage__people__person", "start", "end"):
        spans_by_person.setdefault(resolved.get(pk), []).append((start, end))
    return spans_by_person


def _is_covered(match, covered_spans):
    return any(
        start <= match.start and match.end <= end
        for person in match.people
        for start, end in covered_spans.get(person, ())
    )


def words_around(text, start, end):
    """The text before, at and after a span; whole words, without line breaks."""
    context = around(text, start, end, SHOWN_CONTEXT_LENGTH)
    before, after = shown_context(*context, SHOWN_CONTEXT_LENGTH)
    return {
        "start": start,
        "end": end,
        "before": before.rpartition("\n")[2],
        "words": text[start:end],
        "after": after.partition("\n")[0],
    }


def context_at(text, start, end):
    """The fields of a TextLocation for a span, except `about`."""
    prefix, suffix = around(text, start, end, CONTEXT_LENGTH)
    return {"prefix": prefix, "suffix": suffix, **words_around(text, start, end)}


def _suggestions(text, match, people):
    candidates = [people[pk] for pk in match.people if pk in people]
    context = context_at(text, match.start, match.end)
    for person in candidates:
        others = tuple(other for other in candidates if other != person)
        yield Suggestion(about=person.public_id, person=person, others=others, **context)


def _dismissal_key(row, person):
    """What a Dismissal covers, as a value to compare."""
    if row.kind == DismissalKind.PERSON:
        return row.kind, person
    if row.kind == DismissalKind.SPELLING:
        return row.kind, person, row.words
    return row.kind, person, row.words, row.prefix, row.suffix


def _dismissal_keys(suggestion):
    """The keys of dismissals that cover a suggestion."""
    key, pk = name_key(suggestion.words), suggestion.person.pk
    return {
        (DismissalKind.PERSON, pk),
        (DismissalKind.PLACE, pk, key, suggestion.prefix, suggestion.suffix),
    }


def _grouped(places):
    """Group by person, in the order of their first location."""
    groups = {}
    for place in places:
        groups.setdefault(place.person.pk, PersonGroup(place.person)).places.append(place)
    return list(groups.values())


def accept(article, is_chosen, role):
    """Mark the chosen suggestions as passages; raises NothingSuggested."""
    pairs = [
        (
            Marking(article.revision_number, place.start, place.end, place.words),
            Annotation(people=((place.person, role),)),
        )
        for place in _chosen(article, is_chosen)
    ]
    return mark_all(article, pairs)


def dismiss(article, is_chosen):
    """Dismiss suggestions at their locations; raises NothingSuggested."""
    for place in _chosen(article, is_chosen):
        Dismissal.objects.dismiss(
            article,
            place.person,
            DismissalKind.PLACE,
            words=place.words,
            prefix=place.prefix,
            suffix=place.suffix,
        )


def dismiss_people(article, is_chosen):
    """Dismiss people for the whole article; raises NothingSuggested."""
    people = {place.person: None for place in _chosen(article, is_chosen)}
    for person in people:
        Dismissal.objects.dismiss(article, person, DismissalKind.PERSON)


def _chosen(article, is_chosen):
    # The lock makes requests wait, so that a suggestion is accepted only once.
    current = Article.lock(article.pk)
    places = suggestions_of(current, current_action().by).places
    chosen = [place for place in places if is_chosen(place)]
    if not chosen or current.revision_number != article.revision_number:
        raise NothingSuggested("This suggestion no longer exists.")
    return chosen[:MAX_PER_ACTION]


def accept_spelling(article, key):
    """Save a spelling of the article as an alias; raises NothingSuggested."""
    spelling = _spelling(article, key)
    return spelling.person.add_alias(spelling.spelling)


def dismiss_spelling(article, key):
    """Dismiss a spelling as not a name of this person; raises NothingSuggested."""
    spelling = _spelling(article, key)
    kind, words = DismissalKind.SPELLING, spelling.spelling
    return Dismissal.objects.dismiss(article, spelling.person, kind, words=words)


def _spelling(article, key):
    current = Article.lock(article.pk)
    for each in suggestions_of(current, current_action().by).spellings:
        if each.key == key:
            return each
    raise NothingSuggested("This suggestion no longer exists.")
