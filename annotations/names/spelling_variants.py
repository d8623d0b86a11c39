"""Pure: finds other spellings of known names in a text, such as Vikantov for Bikantov."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from annotations.names.name_matching import (
    KnownName,
    NameIndex,
    NameMatch,
    Person,
    has_foreign_name_before,
    lowercase_keys_of,
)
from annotations.names.name_tokens import SPACE, Word

# Shorter words are similar to too many others.
MIN_WORD_LENGTH = 6
# One typo in six letters: a letter replaced, deleted, inserted, or two swapped.
# Bikantov and Vikantov have a similarity of 0.875, Zakharova and Zaharova 0.89; Tajikistan and
# Pakistan 0.6.
MIN_SIMILARITY = 5 / 6
# Transcriptions of given names vary more (Alexander, Aleksandr: 0.67); they count only before the
# same surname.
MIN_GIVEN_NAME_SIMILARITY = 0.65
# Maximum of variants; the most similar are kept.
MAX_VARIANTS = 9
# Only words that share this many first or last letters are compared: one typo in six letters
# leaves them unchanged at one end.
EDGE_LENGTH = 3


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpellingVariant:
    """A spelling in the text and the similar name; `places` are half-open code points."""

    spelling: str
    person: Person
    name: str
    likeness: float
    places: tuple[Span, ...]


def find_spelling_variants(
    text: str, words: list[Word], names: NameIndex, matches: list[NameMatch]
) -> list[SpellingVariant]:
    """The spellings similar to known names, the most similar first, without `matches`."""
    is_matched = _matched_words(words, matches)
    lowercase_keys = lowercase_keys_of(words)
    occurrences = defaultdict(list)
    for index, word in enumerate(words):
        if not is_matched[index] and word.is_capitalised and word.key not in lowercase_keys:
            occurrences[word.key].append(index)
    targets = _Targets(names, occurrences)
    variants: list[SpellingVariant] = []
    for key, indexes in occurrences.items():
        if target := targets.nearest(key):
            variants += _surname_variants(
                text, words, is_matched, lowercase_keys, names, indexes, *target
            )
        else:
            variants += _given_name_variants(
                text, words, is_matched, indexes, targets.full_names.get(key, [])
            )
    return sorted(variants, key=lambda variant: (-variant.likeness, variant.places))[:MAX_VARIANTS]


class _Targets:
    """The names that a word of the text is compared with: surnames, and names of one word."""

    def __init__(self, names: NameIndex, keys_in_text: Iterable[str]):
        starts = {key[:EDGE_LENGTH] for key in keys_in_text}
        ends = {key[-EDGE_LENGTH:] for key in keys_in_text}
        self.people_with_word = names.people_with_word
        self.names_by_person: defaultdict[str, dict[Person, KnownName]] = defaultdict(dict)
        self.full_names: defaultdict[str, list[tuple[KnownName, list[str]]]] = defaultdict(list)
        self._by_start: defaultdict[str, set[str]] = defaultdict(set)
        self._by_end: defaultdict[str, set[str]] = defaultdict(set)
        for name, keys in names.known:
            last = keys[-1]
            start, end = last[:EDGE_LENGTH], last[-EDGE_LENGTH:]
            if start not in starts and end not in ends:
                continue
            if len(keys) > 1:
                if not name.is_human:
                    continue
                self.full_names[last].append((name, keys))
            if len(last) >= MIN_WORD_LENGTH:
                self.names_by_person[last][name.person] = name
                self._by_start[start].add(last)
                self._by_end[end].add(last)

    def nearest(self, key: str) -> tuple[float, KnownName] | None:
        """(similarity, name) of the one person whose name is nearest; None for none or several."""
        if len(key) < MIN_WORD_LENGTH or self.people_with_word(key):
            return None
        comparable = self._by_start.get(key[:EDGE_LENGTH], set()) | self._by_end.get(
            key[-EDGE_LENGTH:], set()
        )
        similar = [
            (similarity, other)
            for other, similarity, _ in process.extract(
                key,
                sorted(comparable),
                scorer=OSA.normalized_similarity,
                score_cutoff=MIN_SIMILARITY,
                limit=None,
            )
            # Endings derive other words from a name: Russia, Russian; Zakharov, Zakharova.
            if not key.startswith(other) and not other.startswith(key)
        ]
        if not similar:
            return None
        best = max(similarity for similarity, _ in similar)
        people = {
            person: name
            for similarity, other in similar
            if similarity == best
            for person, name in self.names_by_person[other].items()
        }
        return (best, next(iter(people.values()))) if len(people) == 1 else None


def _surname_variants(
    text: str,
    words: list[Word],
    is_matched: list[bool],
    lowercase_keys: set[str],
    names: NameIndex,
    indexes: list[int],
    similarity: float,
    name: KnownName,
) -> Iterator[SpellingVariant]:
    """Yield the variant at these indexes of one word, unless it is another person's surname."""
    spans = []
    for index in indexes:
        first = index
        while first and _is_given_name_of(words, first, is_matched, names, name.person):
            first -= 1
        if (
            first == index
            and name.is_human
            and has_foreign_name_before(words, index, is_matched, lowercase_keys)
        ):
            return
        spans.append((words[first].start, words[index].end))
    yield _variant(text, spans, name, similarity)


def _is_given_name_of(
    words: list[Word], index: int, is_matched: list[bool], names: NameIndex, person: Person
) -> bool:
    before = words[index - 1]
    return (
        words[index].join == SPACE
        and not is_matched[index - 1]
        and before.is_capitalised
        and person in names.people_with_word(before.key)
    )


def _given_name_variants(
    text: str,
    words: list[Word],
    is_matched: list[bool],
    indexes: list[int],
    full_names: list[tuple[KnownName, list[str]]],
) -> Iterator[SpellingVariant]:
    """Yield the surname of one person after a given name that is similar to that person's."""
    if not full_names or len({name.person for name, _ in full_names}) > 1:
        return
    spans: defaultdict[tuple[str, KnownName, float], list[Span]] = defaultdict(list)
    for index in indexes:
        if (
            index == 0
            or is_matched[index - 1]
            or words[index].join != SPACE
            or not words[index - 1].is_capitalised
        ):
            continue
        given_name = words[index - 1].key
        for name, keys in full_names:
            similarity = OSA.normalized_similarity(given_name, keys[0])
            if len(given_name) > 1 and similarity >= MIN_GIVEN_NAME_SIMILARITY:
                spans[given_name, name, similarity].append(
                    (words[index - 1].start, words[index].end)
                )
                break
    for (_, name, similarity), occurrences in spans.items():
        yield _variant(text, occurrences, name, similarity)


def _variant(text: str, spans: list[Span], name: KnownName, similarity: float) -> SpellingVariant:
    """Return a SpellingVariant; its spelling is that of the longest occurrence."""
    start, end = max(spans, key=lambda span: span[1] - span[0])
    spelling = " ".join(text[start:end].split())
    return SpellingVariant(spelling, name.person, name.name, similarity, tuple(spans))


def _matched_words(words: list[Word], matches: list[NameMatch]) -> list[bool]:
    is_matched = [False] * len(words)
    remaining = iter(matches)
    match = next(remaining, None)
    for index, word in enumerate(words):
        while match and match.end <= word.start:
            match = next(remaining, None)
        is_matched[index] = match is not None and match.start <= word.start
    return is_matched
