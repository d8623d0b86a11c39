"""Pure: finds the names of known people in a text.

Names match whole words, longest first, and never inside another match. A surname alone matches
if the text has the full name and no other known name contains that word.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotations.names.context_words import OPENERS, TITLES
from annotations.names.name_tokens import (
    APOSTROPHE,
    BREAK,
    HYPHEN,
    NOTHING,
    SPACE,
    STOP,
    Word,
    keys_of_name,
    words_of,
)

# Acronyms of up to this many letters match only in capitals: US is not us, IS is not is. Longer
# ones are written both ways: NATO, Nato.
SHORT_ACRONYM_LENGTH = 3
# The minimum length of a surname that matches alone.
MIN_SURNAME_LENGTH = 3

_EQUIVALENT_JOINS = {
    (SPACE, HYPHEN),
    (HYPHEN, SPACE),
    (STOP, SPACE),
    (APOSTROPHE, NOTHING),
}


# The caller's identifier of a person; all of one sortable type.
Person = int | str


class KnownName(NamedTuple):
    """A name or alias; `key` is its `name_key`. `is_human`: its last word is a surname."""

    person: Person
    name: str
    key: str
    is_human: bool = True


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An occurrence of a name, at half-open code points, and the people who have that name."""

    start: int
    end: int
    people: tuple[Person, ...]


class NameIndex:
    """An index of those names in `known` that can occur in a text with these words."""

    def __init__(self, known: Iterable[KnownName], words: list[Word]):
        in_text = {word.key for word in words}
        # A trie: nodes by the next word; None holds the names that end there, with their words.
        self.trie: dict[str | None, Any] = {}
        # The people with a word of the text, anywhere in a name.
        self._people_by_word: defaultdict[str, set[Person]] = defaultdict(set)
        self.by_person: defaultdict[Person, list[tuple[KnownName, list[str]]]] = defaultdict(list)
        # Each name with its words.
        self.known = [(name, keys) for name in known if (keys := keys_of_name(name.key))]
        for name, keys in self.known:
            if in_text.isdisjoint(keys):
                continue
            for key in in_text.intersection(keys):
                self._people_by_word[key].add(name.person)
            if keys[0] in in_text:
                self._insert(name)
            if keys[-1] in in_text:
                self.by_person[name.person].append((name, keys))

    def people_with_word(self, key: str) -> AbstractSet[Person]:
        """The people with this word of the text anywhere in a name."""
        return self._people_by_word.get(key, frozenset())

    def _insert(self, name: KnownName) -> None:
        words = words_of(name.name)
        node = self.trie
        for word in words:
            node = node.setdefault(word.key, {})
        node.setdefault(None, []).append((name, words))

    def longest_at(self, words: list[Word], start: int) -> tuple[int, tuple[Person, ...]]:
        """(number of words, people) of the longest name at `start`; (0, ()) for none."""
        node = self.trie
        longest: tuple[int, tuple[Person, ...]] = 0, ()
        for length in range(len(words) - start):
            word = words[start + length]
            if word.key not in node or (length and word.join == BREAK):
                break
            node = node[word.key]
            text_words = words[start : start + length + 1]
            people = {
                name.person
                for name, name_words in node.get(None, ())
                if _is_spelled_as(name_words, text_words)
            }
            if people:
                longest = length + 1, tuple(sorted(people))
        return longest


def find_names(words: list[Word], names: NameIndex) -> list[NameMatch]:
    """The matches of known names in a text, in text order, without overlaps.

    >>> words = words_of("He met Zamir Kabulov.")
    >>> find_names(words, NameIndex([KnownName(1, "Zamir Kabulov", "zamir kabulov")], words))
    [NameMatch(start=7, end=20, people=(1,))]
    """
    lowercase_keys = lowercase_keys_of(words)
    taken = [False] * len(words)
    matches = []
    fully_named: set[Person] = set()
    index = 0
    while index < len(words):
        length, people = names.longest_at(words, index)
        if length == 1 and _is_single_character(words[index]):
            length = 0
        if length == 0:
            index += 1
            continue
        if length > 1:
            fully_named.update(people)
        elif not _is_whole_name(words, index, taken, lowercase_keys, names, people):
            index += 1
            continue
        taken[index : index + length] = [True] * length
        first = _extend_to_given_names(words, index, taken, names, people) if length == 1 else index
        matches.append(NameMatch(words[first].start, words[index + length - 1].end, people))
        index += length
    matches += _find_surnames(words, taken, lowercase_keys, names, fully_named)
    return sorted(matches, key=lambda match: match.start)


def _find_surnames(
    words: list[Word],
    taken: list[bool],
    lowercase_keys: set[str],
    names: NameIndex,
    fully_named: set[Person],
) -> Iterator[NameMatch]:
    """Yield matches of single surnames, of people whose full names are in the text."""
    person_by_surname = {}
    for person in fully_named:
        for name, keys in names.by_person[person]:
            if name.is_human and len(keys) > 1 and names.people_with_word(keys[-1]) == {person}:
                person_by_surname[keys[-1]] = person
    for index, word in enumerate(words):
        if word.key not in person_by_surname or taken[index] or not _may_be_surname(word):
            continue
        if has_foreign_name_before(words, index, taken, lowercase_keys):
            continue
        if not _is_followed_by_name(words, index, taken):
            taken[index] = True
            yield NameMatch(word.start, word.end, (person_by_surname[word.key],))


def lowercase_keys_of(words: list[Word]) -> set[str]:
    """The words that also occur in lower case, whose capitals only start sentences."""
    return {word.key for word in words if word.written[0].islower()}


def has_foreign_name_before(
    words: list[Word], index: int, taken: list[bool], lowercase_keys: set[str]
) -> bool:
    """Whether the word is likely the surname of a person with another given name."""
    previous, word = words[index - 1] if index else None, words[index]
    if previous is None or word.join not in (SPACE, HYPHEN, STOP) or taken[index - 1]:
        return False
    if word.join == STOP and len(previous.key) > 1:
        return False
    if not previous.is_capitalised or previous.key in TITLES:
        return False
    return previous.key not in lowercase_keys and previous.key not in OPENERS


def _is_followed_by_name(words: list[Word], index: int, taken: list[bool]) -> bool:
    """Whether the word continues as another name: Nicholson Avenue, Kabulov-Khan."""
    if index + 1 == len(words) or taken[index + 1]:
        return False
    following = words[index + 1]
    return following.join in (SPACE, HYPHEN) and following.is_capitalised


def _may_be_surname(word: Word) -> bool:
    """Whether a word is long enough and, where the script has capitals, has one."""
    return len(word.key) >= MIN_SURNAME_LENGTH and not word.written[0].islower()


def _is_whole_name(
    words: list[Word],
    index: int,
    taken: list[bool],
    lowercase_keys: set[str],
    names: NameIndex,
    people: Collection[Person],
) -> bool:
    """Whether a name of one word is not part of another person's name."""
    is_human = any(name.is_human for person in people for name, _ in names.by_person[person])
    if not is_human or not has_foreign_name_before(words, index, taken, lowercase_keys):
        return True
    return names.people_with_word(words[index - 1].key) >= set(people)


def _extend_to_given_names(
    words: list[Word], index: int, taken: list[bool], names: NameIndex, people: Collection[Person]
) -> int:
    """The index of the first word before a surname that is a name of the same person."""
    first = index
    while first and not taken[first - 1] and words[first].join == SPACE:
        previous = words[first - 1]
        if not previous.is_capitalised or not names.people_with_word(previous.key) >= set(people):
            break
        first -= 1
        taken[first] = True
    return first


def _is_single_character(word: Word) -> bool:
    """Whether it is one character of a script without spaces, which is not a name by itself."""
    return len(word.key) == 1 and not word.key.isascii()


def _is_spelled_as(name_words: list[Word], text_words: list[Word]) -> bool:
    """Whether words of a text are an accepted spelling of a name."""
    return all(
        _is_case_allowed(name_word.written, text_word.written)
        and (index == 0 or _is_join_allowed(name_word.join, text_word.join, name_words[index - 1]))
        for index, (name_word, text_word) in enumerate(zip(name_words, text_words, strict=True))
    )


def _is_join_allowed(name_join: str, text_join: str, previous: Word) -> bool:
    if name_join == text_join or (name_join, text_join) in _EQUIVALENT_JOINS:
        return True
    # The stop after an initial is optional.
    return name_join == SPACE and text_join == STOP and len(previous.key) == 1


def _is_case_allowed(name_word: str, text_word: str) -> bool:
    if not name_word[0].isupper():
        return True
    if len(name_word) > 1 and len(name_word) <= SHORT_ACRONYM_LENGTH and name_word.isupper():
        return name_word == text_word
    return not text_word[0].islower()
