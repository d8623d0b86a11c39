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
# So many names are compared one by one with all; for more a table of them pays.
FEW = 8
# As many names with one spelling are looked at; a page names three.
MOST_ALIKE = 20

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
        _, here, _ = _forms(name)
        found = process.extract(
            here, self._singular, scorer=OSA.distance, score_cutoff=SLIPS, limit=None
        )
        return self._nearest(name, (other for _, _, other in found), most)

    def near_all(self, names, most=MOST):
        """{name: the names it is nearly one of}, of those that have any, in their order.

        The effort grows with the letters of both lists, not with one list times the other.
        """
        names = list(names)
        if len(names) <= FEW:
            near = {name: self.near(name, most) for name in names}
        else:
            slips = Slips(names)
            found = slips.among(self._singular)
            near = {name: self._nearest(name, found.get(name, ()), most) for name in names}
        return {name: others for name, others in near.items() if others}

    def _nearest(self, name, slips, most):
        """The nearest names, of those with the same words and of `slips`, one slip away."""
        key, here, words = _forms(name)
        if not here:
            return []
        found = dict.fromkeys(self._by_words.get(words, ())[:MOST_ALIKE], 0)
        for other in slips:
            there = self._singular[other]
            # Another number is another thing, however near it is written.
            if max(len(here), len(there)) >= SHORTEST_SLIP and _digits(here) == _digits(there):
                found.setdefault(other, OSA.distance(here, there))
        others = [other for other in found if self._keys[other] != key]
        return sorted(others, key=lambda other: (found[other], self._keys[other]))[:most]


class Slips:
    """Names by how they read with each one letter left out: two that meet so are a slip apart."""

    def __init__(self, names=()):
        self._names, self._lengths = {}, set()
        for name in names:
            self.add(name)

    def add(self, name):
        _, here, _ = _forms(name)
        self._lengths.add(len(here))
        for spelling in _spellings(here):
            alike = self._names.setdefault(spelling, [])
            if len(alike) < MOST_ALIKE:
                alike.append(name)

    def near(self, name):
        """The names at most one slip away from another, each once."""
        _, here, _ = _forms(name)
        if self._lengths.isdisjoint((len(here) - 1, len(here), len(here) + 1)):
            return {}
        met = {}
        for spelling in _spellings(here):
            met |= dict.fromkeys(self._names.get(spelling, ()))
        return {
            other: None
            for other in met
            if OSA.distance(here, _forms(other)[1], score_cutoff=SLIPS) <= SLIPS
        }

    def among(self, known):
        """{name: those of some known names that are a slip away}, of the names given before."""
        found = {}
        for name in known:
            for other in self.near(name):
                found.setdefault(other, []).append(name)
        return found


def near_in_turn(known, new, most=MOST):
    """{new name: the names that it is nearly one of}, known ones and new ones above it."""
    names, above = Names(known), Slips()
    found = Slips(new).among(names._singular)
    near = {}
    for name in new:
        slips = [*found.get(name, ()), *above.near(name)]
        if others := names._nearest(name, slips, most):
            near[name] = others
        names.add(name)
        above.add(name)
    return near


def _spellings(here):
    """A name as it is, and with each one letter left out; other numbers never meet."""
    if len(here) < SHORTEST_SLIP - 1:
        return {}
    numbers = tuple(_digits(here))
    short = (here[:at] + here[at + 1 :] for at in range(len(here)))
    return dict.fromkeys((numbers, spelling) for spelling in (here, *short))


# A codebook is asked again with every letter that is typed.
@lru_cache(maxsize=50_000)
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
