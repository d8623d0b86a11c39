"""Pure: the known people whom a text names, at their places.

A name is found as whole words, the longest first, and nothing is found inside another name. A
surname alone counts where the text has the full name and nobody else known bears that word.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotations.names.context_words import OPENERS, TITLES
from annotations.names.name_tokens import (
    APOSTROPHE,
    BREAK,
    HYPHEN,
    NOTHING,
    SPACE,
    STOP,
    Word,
    keys_in,
    words_of,
)

# Letters of an acronym that must be written just so: US is not us, nor IS is. Longer ones are
# written both ways: NATO, Nato.
SHORT_ACRONYM = 3
# Letters of a surname that may stand alone.
SHORTEST_SURNAME = 3

_ALIKE = {
    (SPACE, HYPHEN),
    (HYPHEN, SPACE),
    (STOP, SPACE),
    (APOSTROPHE, NOTHING),
}


class Known(NamedTuple):
    """A name or alias; `key` is its `name_key`. `is_human`: its last word is a surname."""

    person: Hashable
    name: str
    key: str
    is_human: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A place that names somebody, or one of several who bear the name."""

    start: int
    end: int
    people: tuple


class Names:
    """The known names as a text needs them: thousands are looked at, few stand in it."""

    def __init__(self, known: Iterable[Known], words: list[Word]):
        in_text = {word.key for word in words}
        self.trie: dict = {}
        # Who bears a word of the text, anywhere in a name.
        self._bearers = defaultdict(set)
        self.by_person = defaultdict(list)
        # Each name with its words.
        self.known = [(name, keys) for name in known if (keys := keys_in(name.key))]
        for name, keys in self.known:
            if in_text.isdisjoint(keys):
                continue
            for key in in_text.intersection(keys):
                self._bearers[key].add(name.person)
            if keys[0] in in_text:
                self._plant(name)
            if keys[-1] in in_text:
                self.by_person[name.person].append((name, keys))

    def bearers_of(self, key):
        """Who bears this word of the text, anywhere in a name."""
        return self._bearers.get(key, frozenset())

    def _plant(self, name):
        words = words_of(name.name)
        node = self.trie
        for word in words:
            node = node.setdefault(word.key, {})
        node.setdefault(None, []).append((name, words))

    def longest_at(self, words, at):
        """(how many words, who bear the name) of the longest name there; (0, ()) for none."""
        node = self.trie
        best = 0, ()
        for length in range(len(words) - at):
            word = words[at + length]
            node = node.get(word.key)
            if node is None or (length and word.join == BREAK):
                break
            written = words[at : at + length + 1]
            people = {name.person for name, own in node.get(None, ()) if _is_written(own, written)}
            if people:
                best = length + 1, tuple(sorted(people))
        return best


def find(text: str, known: Iterable[Known]) -> list[Found]:
    """Where the text names known people, in its order; no two places overlap."""
    words = words_of(text)
    return find_in(words, Names(known, words))


def find_in(words: list[Word], names: Names) -> list[Found]:
    """As `find`, of what was read already."""
    lower = lower_case_keys(words)
    taken = [False] * len(words)
    found = []
    full = set()
    at = 0
    while at < len(words):
        length, people = names.longest_at(words, at)
        if length == 1 and _is_sign(words[at]):
            length = 0
        if length == 0:
            at += 1
            continue
        if length > 1:
            full.update(people)
        elif not _stands_alone(words, at, taken, lower, names, people):
            at += 1
            continue
        taken[at : at + length] = [True] * length
        first = _with_own_given_names(words, at, taken, names, people) if length == 1 else at
        found.append(Found(words[first].start, words[at + length - 1].end, people))
        at += length
    found += _surnames(words, taken, lower, names, full)
    return sorted(found, key=lambda place: place.start)


def _surnames(words, taken, lower, names, full):
    """The last words of full names that the text has, where they stand alone."""
    owners = {}
    for person in full:
        for name, keys in names.by_person[person]:
            if name.is_human and len(keys) > 1 and names.bearers_of(keys[-1]) == {person}:
                owners[keys[-1]] = person
    for at, word in enumerate(words):
        person = owners.get(word.key)
        if person is None or taken[at] or not _is_like_a_name(word):
            continue
        if not has_foreign_name_before(words, at, taken, lower) and not _goes_on(words, at, taken):
            taken[at] = True
            yield Found(word.start, word.end, (person,))


def lower_case_keys(words):
    """The words that the text also writes small: a capital of theirs begins a sentence."""
    return {word.key for word in words if word.written[0].islower()}


def has_foreign_name_before(words, at, taken, lower):
    """Whether the word is likely the surname of somebody with another given name."""
    before, word = words[at - 1] if at else None, words[at]
    if before is None or word.join not in (SPACE, HYPHEN, STOP) or taken[at - 1]:
        return False
    if word.join == STOP and len(before.key) > 1:
        return False
    if not before.is_capitalised or before.key in TITLES:
        return False
    return before.key not in lower and before.key not in OPENERS


def _goes_on(words, at, taken):
    """Whether a name of something else follows: Nicholson Avenue, Kabulov-Khan."""
    if at + 1 == len(words) or taken[at + 1]:
        return False
    after = words[at + 1]
    return after.join in (SPACE, HYPHEN) and after.is_capitalised


def _is_like_a_name(word):
    """A capital, where the script has capitals; and not too short to mean anything."""
    return len(word.key) >= SHORTEST_SURNAME and not word.written[0].islower()


def _stands_alone(words, at, taken, lower, names, people):
    """Whether a name of one word is not a piece of somebody else's."""
    is_human = any(name.is_human for person in people for name, _ in names.by_person[person])
    if not is_human or not has_foreign_name_before(words, at, taken, lower):
        return True
    return names.bearers_of(words[at - 1].key) >= set(people)


def _with_own_given_names(words, at, taken, names, people):
    """The first of the words before a surname that are the same person's other names."""
    first = at
    while first and not taken[first - 1] and words[first].join == SPACE:
        before = words[first - 1]
        if not before.is_capitalised or not names.bearers_of(before.key) >= set(people):
            break
        first -= 1
        taken[first] = True
    return first


def _is_sign(word):
    """One sign of a script without spaces is no name by itself."""
    return len(word.key) == 1 and not word.key.isascii()


def _is_written(own, written):
    """Whether the words of a text are those of a name as names are written."""
    return all(
        _has_its_case(name.written, word.written)
        and (n == 0 or _is_joined(name.join, word.join, own[n - 1]))
        for n, (name, word) in enumerate(zip(own, written, strict=True))
    )


def _is_joined(own, join, before):
    if own == join or (own, join) in _ALIKE:
        return True
    # A stop after an initial is left out or put in.
    return own == SPACE and join == STOP and len(before.key) == 1


def _has_its_case(own, written):
    if not own[0].isupper():
        return True
    if len(own) > 1 and len(own) <= SHORT_ACRONYM and own.isupper():
        return own == written
    return not written[0].islower()
