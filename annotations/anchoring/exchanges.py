"""Finds where a name or a figure was exchanged for another one: it may be another report."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

# Names that are as similar as this are two spellings of one.
MIN_SIMILARITY = 0.6


class Exchanges:
    """Decides whether words were exchanged for others of a text mostly in this script.

    In a text with capitals names are words that do not begin with a small letter, unless they
    do so elsewhere and have a capital only at the start of `sentences`; in a script without
    capitals they cannot be told from other words, and only figures count.
    """

    def __init__(self, words: Sequence[str], sentences: Iterable[int] = ()):
        self._has_capitals = 2 * sum(word[0].islower() for word in words) > len(words)
        starts = set(sentences)
        inside = {word for index, word in enumerate(words) if index not in starts}
        self._first_words = {words[index] for index in starts}
        self._small = {word for word in inside if word[0].islower()}
        self._capitals = inside - self._small

    def is_exchange(self, cut: Iterable[str], put_in: Iterable[str]) -> bool:
        """Return whether these words have a name or figure for which another was put in.

        >>> Exchanges(["officials", "in"]).is_exchange(["Kabul"], ["Herat"])
        True
        >>> Exchanges(["officials", "in"]).is_exchange(["Vikantov"], ["Bikantov"])
        False
        """
        names = [word for word in put_in if self._is_name(word)]
        return bool(names) and any(
            self._is_name(word) and not any(_is_spelling_of(name, word) for name in names)
            for word in cut
        )

    def _is_name(self, word: str) -> bool:
        if word.isnumeric() or not self._has_capitals:
            return word.isnumeric()
        # A word that stands nowhere yet may be a name that is like another word.
        is_first_word = word in self._first_words and word not in self._capitals
        return not word[0].islower() and not (is_first_word and word.lower() in self._small)


def _is_spelling_of(one: str, other: str) -> bool:
    if one.isnumeric() or other.isnumeric():
        return one == other
    return Levenshtein.normalized_similarity(one, other) >= MIN_SIMILARITY
