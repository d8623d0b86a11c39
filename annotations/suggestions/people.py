"""Which known people an article's text names without a passage that says so."""

from dataclasses import dataclass, field

from annotations.anchoring.rebase import CONTEXT_LENGTH
from annotations.models import Dismissal, DismissalKind, Placement
from annotations.names.name_matching import KnownName, NameIndex, find_names_in
from annotations.names.name_tokens import words_of
from annotations.names.spelling_variants import find_spelling_variants
from annotations.passages.bulk_marking import make_all
from annotations.passages.marking import Annotation, Marking
from corpus.models import Alias, Article, Person, PersonKind, acting
from corpus.names import name_key

# As much as is shown of the text around a place, in code points.
AROUND = 40
# So many are settled by one act; the rest is suggested still.
MOST_AT_ONCE = 100


class NothingSuggested(ValueError):
    """What was chosen is not suggested, or not any more."""


@dataclass(frozen=True, kw_only=True)
class TextLocation:
    """A place of the text where something is suggested, with what stands around it.

    `about` is the public id of what is suggested; `prefix` and `suffix` tell the place apart.
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
    """A person at a place of the text; `others` may be meant by the same name."""

    person: Person
    others: tuple = ()


@dataclass(frozen=True)
class Group:
    """The suggestions of one person in the order of the text."""

    person: Person
    places: list = field(default_factory=list)


@dataclass(frozen=True)
class Spelling:
    """A spelling that may be another name of a person, with its first place."""

    person: Person
    name: str
    spelling: str
    places: list

    @property
    def key(self):
        return f"{self.person.public_id} {self.spelling}"


@dataclass(frozen=True)
class Suggestions:
    """All there is to suggest of an article as it stands, and what was dismissed."""

    groups: list
    spellings: list
    dismissed: list

    @property
    def places(self):
        return [place for group in self.groups for place in group.places]

    @property
    def number(self):
        return len(self.places) + len(self.spellings)


def suggestions_of(article, only_by=None):
    """The Suggestions of an article, in a fixed number of queries.

    `only_by` is the member, where what colleagues did is hidden from them; else None.
    """
    known, resolved = _known()
    words = words_of(article.text)
    names = NameIndex(known, words)
    found = find_names_in(words, names)
    near = find_spelling_variants(article.text, words, names, found)
    dismissals = Dismissal.objects.applying_to(article, [each.spelling for each in near])
    if only_by:
        dismissals = dismissals.filter(created_by=only_by)
    dismissals = list(dismissals)
    pks = {person for place in found for person in place.people}
    people = Person.objects.in_bulk(pks | {each.person for each in near})
    said = {_said(row, resolved.get(row.person_id)) for row in dismissals if row.person}
    covered = _covered(article, resolved, only_by)
    places = [
        suggestion
        for place in found
        if not _is_covered(place, covered)
        for suggestion in _suggestions(article.text, place, people)
        if _facts(suggestion).isdisjoint(said)
    ]
    spellings = [
        Spelling(
            people[each.person],
            each.name,
            each.spelling,
            [around(article.text, *span) for span in each.places],
        )
        for each in near
        if (DismissalKind.SPELLING, each.person, name_key(each.spelling)) not in said
    ]
    return Suggestions(_grouped(places), spellings, dismissals)


def _known():
    """Every name and alias that somebody goes by, and who each person turned out to be."""
    people = list(
        Person.objects.present().values_list("pk", "merged_into", "name", "name_key", "kind")
    )
    present = {pk for pk, *_ in people}
    resolved = {pk: into or pk for pk, into, *_ in people if (into or pk) in present}
    human = {pk for pk, *_, kind in people if kind == PersonKind.PERSON}
    known = [
        KnownName(resolved[pk], name, key, pk in human)
        for pk, _, name, key, _ in people
        if pk in resolved
    ]
    aliases = Alias.objects.present().values_list("person", "name", "name_key")
    known += [
        KnownName(resolved[pk], name, key, pk in human)
        for pk, name, key in aliases
        if pk in resolved
    ]
    return known, resolved


def _covered(article, resolved, only_by):
    """The spans of passages in the newest text, by the person whom they name."""
    placements = Placement.objects.in_text_order().filter(
        revision__article=article,
        revision__number=article.revision_number,
        passage__people__isnull=False,
    )
    if only_by:
        placements = placements.filter(passage__created_by=only_by)
    covered = {}
    for pk, start, end in placements.values_list("passage__people__person", "start", "end"):
        covered.setdefault(resolved.get(pk), []).append((start, end))
    return covered


def _is_covered(place, covered):
    return any(
        start <= place.start and place.end <= end
        for person in place.people
        for start, end in covered.get(person, ())
    )


def around(text, start, end):
    """The words before, at and after a place; whole words, without line breaks."""
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return {
        "start": start,
        "end": end,
        "before": before.rpartition("\n")[2],
        "words": text[start:end],
        "after": after.partition("\n")[0],
    }


def spot_at(text, start, end):
    """What a Spot says of a place of the text."""
    return {
        "prefix": text[max(0, start - CONTEXT_LENGTH) : start],
        "suffix": text[end : end + CONTEXT_LENGTH],
        **around(text, start, end),
    }


def _suggestions(text, place, people):
    bearers = [people[pk] for pk in place.people if pk in people]
    spot = spot_at(text, place.start, place.end)
    for person in bearers:
        others = tuple(other for other in bearers if other != person)
        yield Suggestion(about=person.public_id, person=person, others=others, **spot)


def _said(row, person):
    """What a dismissal says, as a value to compare."""
    if row.kind == DismissalKind.PERSON:
        return row.kind, person
    if row.kind == DismissalKind.SPELLING:
        return row.kind, person, row.words
    return row.kind, person, row.words, row.prefix, row.suffix


def _facts(suggestion):
    """What would have to be said to dismiss a suggestion."""
    key, pk = name_key(suggestion.words), suggestion.person.pk
    return {
        (DismissalKind.PERSON, pk),
        (DismissalKind.PLACE, pk, key, suggestion.prefix, suggestion.suffix),
    }


def _grouped(places):
    """By person, whoever is named first first."""
    groups = {}
    for place in places:
        groups.setdefault(place.person.pk, Group(place.person)).places.append(place)
    return list(groups.values())


def accept(article, is_chosen, role, by, only_by=None):
    """Make passages of suggestions, as one Action; raises NothingSuggested."""
    with acting("suggestion.accept", by):
        pairs = [
            (
                Marking(article.revision_number, place.start, place.end, place.words),
                Annotation(people=((place.person, role),)),
            )
            for place in _chosen(article, is_chosen, only_by)
        ]
        return make_all(article, pairs, by)


def dismiss(article, is_chosen, by, only_by=None):
    """Dismiss suggestions at their places, as one Action; raises NothingSuggested."""
    with acting("suggestion.dismiss", by):
        for place in _chosen(article, is_chosen, only_by):
            Dismissal.objects.dismiss(
                article,
                place.person,
                DismissalKind.PLACE,
                by,
                words=place.words,
                prefix=place.prefix,
                suffix=place.suffix,
            )


def dismiss_people(article, is_chosen, by, only_by=None):
    """Dismiss people in the whole article, as one Action; raises NothingSuggested."""
    with acting("suggestion.dismiss", by):
        people = {place.person: None for place in _chosen(article, is_chosen, only_by)}
        for person in people:
            Dismissal.objects.dismiss(article, person, DismissalKind.PERSON, by)


def _chosen(article, is_chosen, only_by):
    # The lock makes two analysts wait for each other: what one accepted is not suggested then.
    current = Article.lock(article.pk)
    chosen = [each for each in suggestions_of(current, only_by).places if is_chosen(each)]
    if not chosen or current.revision_number != article.revision_number:
        raise NothingSuggested("This is not suggested any more.")
    return chosen[:MOST_AT_ONCE]


def take_spelling(article, key, by, only_by=None):
    """Note a spelling of the article as an alias, as one Action; raises NothingSuggested."""
    with acting("person.alias", by):
        spelling = _spelling(article, key, only_by)
        return spelling.person.add_alias(spelling.spelling, by)


def dismiss_spelling(article, key, by, only_by=None):
    """Say that a spelling is another name than this person's; raises NothingSuggested."""
    with acting("suggestion.dismiss", by):
        spelling = _spelling(article, key, only_by)
        kind, words = DismissalKind.SPELLING, spelling.spelling
        return Dismissal.objects.dismiss(article, spelling.person, kind, by, words=words)


def _spelling(article, key, only_by):
    current = Article.lock(article.pk)
    for each in suggestions_of(current, only_by).spellings:
        if each.key == key:
            return each
    raise NothingSuggested("This spelling is not suggested any more.")
