"""Pure: estimates how similar two texts are from a sketch of each.

A sketch is a bottom-k sample of a text's shingles (runs of four words): the k smallest hashes.
Sketches of two texts sample the same hashes, so the overlap of the samples estimates that of the
texts; short texts are sampled completely. Words come from `corpus.search.tokenizer`, folded.
"""

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

SHINGLE_LENGTH = 4
# The bytes of a word's hash.
HASHES_BYTES = 16
# Hashes in a sketch: the standard error of the estimate is 0.04, and a typical news text of 130
# words is stored almost completely.
SKETCH_LENGTH = 128
# A text is looked up by this many of its smallest hashes.
LOOKUP_LENGTH = 8
# Words hashed per step: all hashes of a long text would need fifty times its memory.
BATCH_LENGTH = 10_000
# Fewer shingles are not significant: "to be announced at a later date" is in many texts.
MIN_SHINGLES = 16
# Minimum portions of near-duplicates: of both texts together, or of the shorter one.
MIN_RESEMBLANCE = 0.6
MIN_CONTAINMENT = 0.85

# Whether two texts can be one article, judged by all of their words. Editing or rewriting a
# text leaves runs of three words intact. Of 506 real pages of news and blogs, each compared
# with all others in its language, 3 of 53,944 pairs have an eighth of the shorter in common runs,
# two of them because of shared quotations, and of 83 pairs on one site none; two reports of one
# briefing have a twelfth. If a fifth of the sentences or half of the words are kept, at most 3 in
# 1,000 have less.
RUN_LENGTH = 3
MIN_SHARED = 0.125
# A sentence or two may lose every run, but not their words: of unrelated articles cut to twelve
# words, 5 in 10,000 share a third of them. Longer texts share more, so the test does not apply.
SHORT_TEXT_LENGTH = 100
MIN_SHORT_SHARED = 1 / 3
# A stub such as "Explosion heard in Kabul" is compared with the report that follows it by its own
# words: 87 of 100 titles have half of theirs in their own article, 9 in another.
STUB_LENGTH = 8
MIN_STUB_SHARED = 0.5
# Two words are not significant: the address decides.
MIN_WORDS = 3

_EMPTY = blake2b(digest_size=HASHES_BYTES)
# Enough for the words of most corpora; each takes some 300 bytes.
_CACHED_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Similarity:
    """Estimated portions, 0 to 1, of the shingles of two texts that both have.

    `resemblance` is that of both texts together, `containment` that of the shorter one (Broder,
    "On the resemblance and containment of documents", 1997).
    """

    resemblance: float
    containment: float

    @property
    def is_near(self) -> bool:
        return self.resemblance >= MIN_RESEMBLANCE or self.containment >= MIN_CONTAINMENT

    @property
    def percent(self) -> int:
        """Resemblance in percent, rounded down; 100 only if the samples are equal."""
        return int(self.resemblance * 100)

    @property
    def held_percent(self) -> int:
        return int(self.containment * 100)


class WordHashes(dict[str, bytes]):
    """By word, four independent hashes of 32 bits, one for each position in a shingle.

    A dict is read in half the time of a cached function.
    """

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _CACHED_WORDS:
            self.clear()
        # A copy takes half the time of a new one with its parameters.
        hashed = _EMPTY.copy()
        hashed.update(word.encode("utf-8", "surrogatepass"))
        self[word] = digest = hashed.digest()
        return digest


class NewWordHashes(WordHashes):
    """The same for the texts of one import; keeps a list of the words that were new to it.

    Each of them stands in it at least once, until it is emptied.
    """

    def __init__(self) -> None:
        super().__init__()
        self.new_words: list[str] = []

    def __missing__(self, word: str) -> bytes:
        self.new_words.append(word)
        return super().__missing__(word)


_hashes = WordHashes()


def sketch_of(words: Iterable[str], hashes: WordHashes = _hashes) -> tuple[int, ...]:
    """The sketch of a text: the smallest hashes of its shingles, ascending.

    () for a text of fewer than MIN_SHINGLES different shingles. All words of a text are looked up
    in `hashes`, if it has SHINGLE_LENGTH of them.

    Simple tabulation: a shingle's hash is the XOR of its words' hashes for their positions
    (Pătraşcu and Thorup, "The power of simple tabulation hashing", 2012).
    """
    smallest: list[int] = []
    overlap: list[str] = []
    for batch in _batches(words):
        shingles = _shingles(overlap + batch if overlap else batch, hashes)
        smallest = _smallest([*smallest, *shingles] if smallest else shingles)
        overlap = batch[1 - SHINGLE_LENGTH :]
    return tuple(smallest) if len(smallest) >= MIN_SHINGLES else ()


def _batches(words: Iterable[str]) -> Iterator[list[str]]:
    """Yield some words BATCH_LENGTH at a time; a list of no more is not copied."""
    if isinstance(words, list) and len(words) <= BATCH_LENGTH:
        yield words
        return
    rest = iter(words)
    while batch := list(islice(rest, BATCH_LENGTH)):
        yield batch


def _shingles(words: Sequence[str], word_hashes: WordHashes) -> Sequence[int]:
    if len(words) < SHINGLE_LENGTH:
        return ()
    # All shingles at once, as one large number: shifted by five hashes, the second hash of the next
    # word stands at the first one of each word, and so on. It takes a tenth of the time of a loop.
    hashes = int.from_bytes(b"".join(map(word_hashes.__getitem__, words)), "little")
    for_next = (SHINGLE_LENGTH + 1) * 32
    pairs = hashes ^ hashes >> for_next
    shingles = pairs ^ pairs >> 2 * for_next
    numbers = array("I", shingles.to_bytes(HASHES_BYTES * len(words), "little"))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers[: SHINGLE_LENGTH * (1 - SHINGLE_LENGTH) : SHINGLE_LENGTH]


def _smallest(hashes: Collection[int]) -> list[int]:
    """The SKETCH_LENGTH smallest different hashes, ascending, or all if there are fewer."""
    # Hashes are spread evenly: hardly more than those needed are compared and sorted.
    limit = 5 * SKETCH_LENGTH * 2**32 // (4 * max(len(hashes), 1))
    small = {number for number in hashes if number < limit}
    if len(small) < SKETCH_LENGTH:
        small = set(hashes)
    return sorted(small)[:SKETCH_LENGTH]


def similarity(one: Sequence[int], other: Sequence[int]) -> Similarity:
    """Estimate how similar the texts of two sketches are; neither may be empty."""
    # Both sketches are complete up to this hash.
    full = [sketch for sketch in (one, other) if len(sketch) >= SKETCH_LENGTH]
    limit = min((sketch[-1] for sketch in full), default=None)
    if limit is not None:
        one, other = one[: bisect_right(one, limit)], other[: bisect_right(other, limit)]
    common = len(set(one).intersection(other))
    return Similarity(common / (len(one) + len(other) - common), common / min(len(one), len(other)))


def shared_portion(one: Sequence[str], other: Sequence[str]) -> float:
    """The portion, 0 to 1, of the shorter of two texts (lists of words) in runs that both have."""
    shorter, longer = sorted((one, other), key=len)
    runs = set(_runs(longer))
    is_shared = [False] * len(shorter)
    for position, run in enumerate(_runs(shorter)):
        if run in runs:
            is_shared[position : position + RUN_LENGTH] = [True] * RUN_LENGTH
    return sum(is_shared) / len(shorter) if shorter else 0.0


def are_unrelated(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts (lists of words) have too little in common to be one article."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < MIN_WORDS or shared_portion(one, other) >= MIN_SHARED:
        return False
    shared = len(set(shorter).intersection(longer))
    if len(longer) <= SHORT_TEXT_LENGTH:
        compared = longer if len(shorter) >= STUB_LENGTH else shorter
        return shared < MIN_SHORT_SHARED * len(set(compared))
    return len(shorter) >= STUB_LENGTH or shared < MIN_STUB_SHARED * len(set(shorter))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[first:] for first in range(RUN_LENGTH)), strict=False)


def pack(sketch: Sequence[int]) -> bytes:
    """A sketch as stored: 32-bit little-endian integers."""
    return struct.pack(f"<{len(sketch)}I", *sketch)


def lookup_hashes(content: bytes) -> tuple[int, ...]:
    """The hashes by which a stored sketch is looked up."""
    return unpack(content[: 4 * LOOKUP_LENGTH])


def unpack(content: bytes) -> tuple[int, ...]:
    """The sketch in the bytes that `pack` made."""
    return struct.unpack(f"<{len(content) // 4}I", content)
