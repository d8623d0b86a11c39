"""Pure: finds names in a codebook that are similar to a new name.

"casualties" and "casualty" are one tag written twice; "phase 1" and "phase 2" are not. Two
names are similar if they differ in only one of these: case, accents and punctuation; word order;
singular and plural; one typo (a letter inserted, deleted, replaced or swapped with the next).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.names import name_key

# In shorter words one letter makes a different word: war and car, Iran and Iraq, 1st and 2nd.
MIN_TYPO_LENGTH = 6
# With two typos different words become similar (import and export, north and south differ in
# two letters).
MAX_TYPOS = 1
MAX_SIMILAR = 3
# A form that asks before it makes a record shows so many.
MAX_NEAR = 5
# Up to this many names are compared with all others; for more an index is faster.
MAX_PAIRWISE = 8
# Maximum of names considered per spelling; a page shows three.
MAX_PER_SPELLING = 20

_SEPARATORS = re.compile(r"[^\w/]+|_+")
_DIGITS = re.compile(r"\d+")
# English plural endings and their replacements; the first match is used.
_PLURALS = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")]
_NO_PLURAL = ("ss", "us", "is")


# The sorted words of a name, group by group.
GroupedWords = tuple[tuple[str, ...], ...]
# A form of a name with at most one letter deleted, and the numbers in the name.
Deletion = tuple[tuple[str, ...], str]


class SimilarNames:
    """The names of a codebook, indexed for many look-ups."""

    def __init__(self, known: Iterable[str] = ()):
        self._by_words: dict[GroupedWords, list[str]] = {}
        self._singulars: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        self._keys[name], self._singulars[name], words = _forms(name)
        self._by_words.setdefault(words, []).append(name)

    def similar(self, name: str) -> list[str]:
        """Up to MAX_SIMILAR names similar to `name`, the nearest first, without `name`.

        >>> SimilarNames(["casualty", "actor"]).similar("casualties")
        ['casualty']
        """
        _, singular, _ = _forms(name)
        matches = process.extract(
            singular, self._singulars, scorer=OSA.distance, score_cutoff=MAX_TYPOS, limit=None
        )
        return self._nearest(name, (other for _, _, other in matches))

    def similar_all(self, names: Iterable[str]) -> dict[str, list[str]]:
        """{name: its similar names} for names that have any, in order.

        The cost grows with the sum of both lists, not with their product.
        """
        names = list(names)
        if len(names) <= MAX_PAIRWISE:
            similar = {name: self.similar(name) for name in names}
        else:
            index = DeletionIndex(names)
            matches = index.matches_of(self._singulars)
            similar = {name: self._nearest(name, matches.get(name, ())) for name in names}
        return {name: others for name, others in similar.items() if others}

    def _nearest(self, name: str, one_typo_away: Iterable[str]) -> list[str]:
        """The nearest names, of those with the same words and of `one_typo_away`."""
        key, singular, words = _forms(name)
        if not singular:
            return []
        distances = dict.fromkeys(self._by_words.get(words, [])[:MAX_PER_SPELLING], 0)
        for other in one_typo_away:
            other_singular = self._singulars[other]
            # Names with different numbers mean different things.
            is_long = max(len(singular), len(other_singular)) >= MIN_TYPO_LENGTH
            if is_long and _digits(singular) == _digits(other_singular):
                distances.setdefault(other, OSA.distance(singular, other_singular))
        others = [other for other in distances if self._keys[other] != key]
        return sorted(others, key=lambda other: (distances[other], self._keys[other]))[:MAX_SIMILAR]


class DeletionIndex:
    """An index of names by all forms with one letter deleted, to find those one typo apart."""

    def __init__(self, names: Iterable[str] = ()):
        self._names: dict[Deletion, list[str]] = {}
        self._lengths: set[int] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        _, singular, _ = _forms(name)
        self._lengths.add(len(singular))
        for spelling in _deletions(singular):
            names = self._names.setdefault(spelling, [])
            if len(names) < MAX_PER_SPELLING:
                names.append(name)

    def within_one_typo(self, name: str) -> dict[str, None]:
        """The names at most one typo away from a name, each once, as the keys of a dict."""
        _, singular, _ = _forms(name)
        if self._lengths.isdisjoint((len(singular) - 1, len(singular), len(singular) + 1)):
            return {}
        candidates: dict[str, None] = {}
        for spelling in _deletions(singular):
            candidates |= dict.fromkeys(self._names.get(spelling, ()))
        return {
            other: None
            for other in candidates
            if OSA.distance(singular, _forms(other)[1], score_cutoff=MAX_TYPOS) <= MAX_TYPOS
        }

    def matches_of(self, known: Iterable[str]) -> dict[str, list[str]]:
        """{indexed name: those of `known` that are at most one typo away}."""
        matches: dict[str, list[str]] = {}
        for name in known:
            for other in self.within_one_typo(name):
                matches.setdefault(other, []).append(name)
        return matches


def similar_in_order(known: Iterable[str], new: Sequence[str]) -> dict[str, list[str]]:
    """{new name: its similar names}, among the known names and the new ones before it."""
    names, earlier = SimilarNames(known), DeletionIndex()
    matches = DeletionIndex(new).matches_of(names._singulars)
    similar = {}
    for name in new:
        one_typo_away = [*matches.get(name, ()), *earlier.within_one_typo(name)]
        if others := names._nearest(name, one_typo_away):
            similar[name] = others
        names.add(name)
        earlier.add(name)
    return similar


def _deletions(singular: str) -> Mapping[Deletion, None]:
    """A name and all its forms with one letter deleted, each with the numbers in the name."""
    if len(singular) < MIN_TYPO_LENGTH - 1:
        return {}
    numbers = tuple(_digits(singular))
    shortened = (singular[:index] + singular[index + 1 :] for index in range(len(singular)))
    return dict.fromkeys((numbers, spelling) for spelling in (singular, *shortened))


# The same codebook is searched for every typed letter.
@lru_cache(maxsize=50_000)
def _forms(name: str) -> tuple[str, str, GroupedWords]:
    """The key of a name, the name in the singular, and its sorted words by group."""
    groups = [[_singular(word) for word in part.split()] for part in _normalized(name).split("/")]
    singular = "/".join(" ".join(words) for words in groups)
    return name_key(name), singular.strip("/"), tuple(tuple(sorted(words)) for words in groups)


def _digits(words: str) -> list[str]:
    return _DIGITS.findall(words)


def _normalized(name: str) -> str:
    """A name without case, accents and punctuation, but with the slashes that separate groups."""
    marks = unicodedata.normalize("NFKD", name_key(name))
    bare = "".join(char for char in marks if not unicodedata.combining(char))
    return " ".join(_SEPARATORS.sub(" ", bare).split())


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(_NO_PLURAL):
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def near_names(name: str, known_names: Iterable[str]) -> list[str]:
    """Up to MAX_NEAR known names that may be another spelling of `name`, the nearest first.

    They are similar, or the words of one are among those of the other.

    >>> near_names("Zabihullah Mujahid", ["Zabihullah Mujahid (spokesman)", "Zahir Mujahid"])
    ['Zabihullah Mujahid (spokesman)']
    """
    different_names = list(dict.fromkeys(known_names))
    words = set(_normalized(name).split())
    words_by_name = {other: set(_normalized(other).split()) for other in different_names}
    within = [
        other
        for other, others in words_by_name.items()
        if words and others and (words <= others or others <= words)
    ]
    within.sort(key=lambda other: (abs(len(words_by_name[other]) - len(words)), other))
    return list(dict.fromkeys([*SimilarNames(different_names).similar(name), *within]))[:MAX_NEAR]
