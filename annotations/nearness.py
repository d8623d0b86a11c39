"""Pure: which names of a codebook a new name is nearly one of.

"casualties" beside "casualty" is one tag written twice; "phase 1" beside "phase 2" is not. Two
names are near when one of these is all that parts them: case, accents and punctuation; the order
of the words; singular and plural; one slip of the hand (a letter more, less, another, or two in
the wrong order).
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.names import name_key

# In shorter words one letter makes another word: war and car, Iran and Iraq, 1st and 2nd.
SHORTEST_SLIP = 6
# Typing slips are counted one at a time; from two on, different words come too close
# (import and export, north and south lie two letters apart).
SLIPS = 1
MOST = 3

_APART = re.compile(r"[^\w/]+|_+")
_DIGITS = re.compile(r"\d+")
# Plurals of English, the ending that goes and what stands in its place; the first that fits.
_PLURALS = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")]
_NO_PLURAL = ("ss", "us", "is")


class Names:
    """The names of a codebook, made ready to be asked many times."""

    def __init__(self, known=()):
        self._by_words, self._singular, self._keys = {}, {}, {}
        for name in known:
            self.add(name)

    def add(self, name):
        self._keys[name], self._singular[name], words = _forms(name)
        self._by_words.setdefault(words, []).append(name)

    def near(self, name, most=MOST):
        """The names that `name` is nearly one of, the nearest first; itself never."""
        key, here, words = _forms(name)
        if not here:
            return []
        found = dict.fromkeys(self._by_words.get(words, ()), 0)
        for there, distance, other in self._slips(here):
            # Another number is another thing, however near it is written.
            if max(len(here), len(there)) >= SHORTEST_SLIP and _digits(here) == _digits(there):
                found.setdefault(other, distance)
        others = [other for other in found if self._keys[other] != key]
        return sorted(others, key=lambda other: (found[other], self._keys[other]))[:most]

    def _slips(self, here):
        return process.extract(
            here, self._singular, scorer=OSA.distance, score_cutoff=SLIPS, limit=None
        )


# A codebook is asked again with every letter that is typed.
@lru_cache(maxsize=20_000)
def _forms(name):
    """The key of a name, the name in the singular, and its words in no order, by group."""
    groups = [[_singular(word) for word in part.split()] for part in _plain(name).split("/")]
    singular = "/".join(" ".join(words) for words in groups)
    return name_key(name), singular.strip("/"), tuple(tuple(sorted(words)) for words in groups)


def _digits(words):
    return _DIGITS.findall(words)


def _plain(name):
    """A name without case, accents and punctuation; the slash stays, for it makes groups."""
    marks = unicodedata.normalize("NFKD", name_key(name))
    bare = "".join(char for char in marks if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", bare).split())


def _singular(word):
    if len(word) < 4 or word.endswith(_NO_PLURAL):
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word
