"""How much two texts have in common, told from a sketch of each.

A sketch is a bottom-k sample of a text's shingles (runs of four words): the k smallest of their
hashes. Of two texts the sketches hold the same part of both, so that what is common in the
sample estimates what is common in the texts; short texts are held whole. Words are those of
`corpus.search.tokenizer`, folded.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from operator import xor

SHINGLE = 4
# How many hashes a sketch holds: the estimate is off by 4 hundredths at most times (one sigma),
# and a usual news text of 130 words is held nearly whole.
SAMPLE = 128
# By so many of its smallest hashes a text is looked up.
LOOKED_UP = 8
# So many words are taken at once: the hashes of a long text would need fifty times its memory.
AT_ONCE = 10_000
# Fewer shingles say too little: "to be announced at a later date" is in many texts.
LEAST = 16
# Texts of which so much is the same are one text carried twice; or one holds so much of the other.
ALIKE = 0.6
HELD = 0.85

# Whether two texts can be one article, told from all of their words. Whoever changes or rewrites a
# text leaves runs of three words as they were. Of 506 real pages of news and blogs, each beside all
# others in its language, 3 of 53,944 pairs have an eighth of the shorter in runs that both have,
# two of which share their quotations, and of 83 pairs on one site none; two reports of one briefing
# have a twelfth. Of texts of which a fifth of the sentences were kept, or half of the words, at
# most 3 in 1,000 have less.
RUN = 3
COMMON = 0.125
# A sentence or two may lose every run, but not their words: of other articles cut to twelve words
# 5 in 10,000 share a third of them. Of longer texts more do, and there it says nothing.
FEW = 100
COMMON_OF_FEW = 1 / 3
# Beside all of a report that follows it, "Explosion heard in Kabul" is asked for its own words: 87
# of 100 titles have half of theirs in their own article, 9 in another.
STUB = 8
COMMON_OF_STUB = 0.5
# Of two words nothing can be told: the address decides.
TOO_FEW = 3

# Enough for the words of most corpora; each takes some 300 bytes.
_KNOWN_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: `same` of what they have together, `held` of the shorter one."""

    same: float
    held: float

    @property
    def is_near(self) -> bool:
        return self.same >= ALIKE or self.held >= HELD

    @property
    def percent(self) -> int:
        """Hundredths that are the same; 100 only where all of it is."""
        return int(self.same * 100)

    @property
    def held_percent(self) -> int:
        return int(self.held * 100)


@lru_cache(maxsize=_KNOWN_WORDS)
def _hashes(word: str) -> tuple[int, int, int, int]:
    """Four independent hashes of a word, one for each place in a shingle."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return struct.unpack("<4I", digest)


def sketch_of(words: Iterable[str]) -> tuple[int, ...]:
    """The sketch of a text: the smallest hashes of its shingles, ascending; () if it says little.

    Simple tabulation: a shingle's hash is the XOR of its words' hashes for their places
    (Pătraşcu and Thorup, "The power of simple tabulation hashing", 2012).
    """
    words = iter(words)
    found, before = set(), []
    while few := list(islice(words, AT_ONCE)):
        few = before + few
        found |= _shingles(few)
        if len(found) > SAMPLE:
            found = set(sorted(found)[:SAMPLE])
        before = few[1 - SHINGLE :]
    return tuple(sorted(found)) if len(found) >= LEAST else ()


def _shingles(words):
    if len(words) < SHINGLE:
        return set()
    first, second, third, fourth = zip(*map(_hashes, words), strict=True)
    # Without a loop of our own: it would take twice as long.
    return set(map(xor, map(xor, first, second[1:]), map(xor, third[2:], fourth[3:])))


def likeness(one: Sequence[int], other: Sequence[int]) -> Likeness:
    """How alike the texts of two sketches are."""
    # Up to here both sketches know all that their texts hold.
    known = min((sketch[-1] for sketch in (one, other) if len(sketch) >= SAMPLE), default=None)
    if known is not None:
        one, other = one[: bisect_right(one, known)], other[: bisect_right(other, known)]
    common = len(set(one).intersection(other))
    return Likeness(common / (len(one) + len(other) - common), common / min(len(one), len(other)))


def in_common(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the shorter of two texts, given as words, stands in runs that both have."""
    shorter, longer = sorted((one, other), key=len)
    runs = set(_runs(longer))
    stands = [False] * len(shorter)
    for at, run in enumerate(_runs(shorter)):
        if run in runs:
            stands[at : at + RUN] = [True] * RUN
    return sum(stands) / len(shorter) if shorter else 0.0


def are_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts, given as words, have next to nothing in common."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < TOO_FEW or in_common(one, other) >= COMMON:
        return False
    both = len(set(shorter).intersection(longer))
    if len(longer) <= FEW:
        return both < COMMON_OF_FEW * len(set(longer if len(shorter) >= STUB else shorter))
    return len(shorter) >= STUB or both < COMMON_OF_STUB * len(set(shorter))


def _runs(words):
    return zip(*(words[first:] for first in range(RUN)), strict=False)


def packed(sketch: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(sketch)}I", *sketch)


def unpacked(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content)
