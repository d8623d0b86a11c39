"""Writes a text so that signs which mean the same are the same.

Equal are quotation marks of all kinds and apostrophes, dashes with or without spaces around them,
kinds and numbers of spaces, numbers of blank lines, Unicode's normal forms (NFC, NFD, NFKC, NFKD:
Unicode Standard Annex 15), and text with or without characters that nobody sees. Offsets are
half-open and count code points.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from corpus.characters import DEFAULT_IGNORABLE

_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″‴‵‶ʹʺʻʼʽˮ՚׳״「」『』﹁﹂〝〞〟＂＇"
_DASHES = "‐‑‒–—―−⁃﹘﹣－"
_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SAME = (
    dict.fromkeys(_QUOTES, "'")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2028\u2029", "\n")
)
_SIGN = re.compile("[" + re.escape("".join(_SAME)) + "]")

# Joiners make other words of the same letters, tags make other flags: they are compared.
_UNSEEN = re.compile(f"((?:(?![\u200c\u200d\U000e0020-\U000e007f])[{DEFAULT_IGNORABLE}])+)")
# The spaces that French puts inside guillemets; German opens with » and closes with «.
_GUILLEMETS = frozenset("«»‹›")
_IN_GUILLEMETS = re.compile(r"(?:(?<=[\s(])|^)[«‹](\s)|(\s)[»›](?!\w)")

# Longer rows of marks are in no language.
MAX_CLUSTER = 32

# What may be in another normal form: characters beyond ASCII, with the letter before them.
_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")

# What is left out once these are in a text: spaces after a space or around a line break, breaks
# after two, quotation marks and dashes after another, the spaces around a dash between words.
_REPEATED = {
    "  ": re.compile(" ( +)"),
    "\n ": re.compile("\n( +)"),
    " \n": re.compile("( )\n"),
    "\n\n\n": re.compile("\n\n(\n+)"),
    "''": re.compile("'('+)"),
    "--": re.compile("-(-+)"),
    " -": re.compile(r"( )-(?<=[\w,;)\]'] -)(?= ?[\w(\['])"),
    "- ": re.compile(r"-( )(?<=[\w,;)\]']- )(?=[\w(\['])"),
}


class FoldedText:
    """A text, `source`, with equal signs made the same, `text`."""

    def __init__(self, source: str):
        self.source = self.text = source
        # Where each code point of `text` comes from.
        self._starts: Sequence[int] = range(len(source))
        self._lengths = bytes([1]) * len(source)
        if not source.isascii():
            self._drop(_UNSEEN)
            if not _GUILLEMETS.isdisjoint(source):
                self._drop(_IN_GUILLEMETS)
        self.text = _SIGN.sub(lambda sign: _SAME[sign[0]], self.text)
        if not unicodedata.is_normalized("NFKC", self.text):
            self._replace(_normal_forms(self.text))
        for signs, pattern in _REPEATED.items():
            if signs in self.text:
                self._drop(pattern)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `text` for a span of the source; it is never empty.

        >>> FoldedText("“Kabul” —  fell").span(11, 15)
        (8, 12)
        """
        last = bisect_left(self._starts, end)
        first = bisect_right(self._starts, start) - 1
        if first < 0 or start >= self._end(first):
            first = min(first + 1, len(self.text) - 1)
        first = bisect_left(self._starts, self._starts[first])
        # Of what is left out at an edge, the sign before or after it tells whose it is.
        if first > 0 and start < self._starts[first]:
            first -= 1
        if 0 < last < len(self.text) and self._end(last - 1) < end:
            last += 1
        return first, max(last, first + 1)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source for a span of `text` that is not empty."""
        return self._starts[start], self._end(end - 1)

    def _end(self, index: int) -> int:
        return self._starts[index] + self._lengths[index]

    def _drop(self, pattern: re.Pattern[str]) -> None:
        """Leave out what the groups of a pattern match."""
        self._replace(
            (*match.span(group), "")
            for match in pattern.finditer(self.text)
            for group in range(1, pattern.groups + 1)
            if match[group]
        )

    def _replace(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Replace parts of the text, given as (start, end, new text) in order."""
        parts: list[str] = []
        starts, lengths = array("I"), bytearray()
        at = 0
        for start, end, new in edits:
            parts += (self.text[at:start], new)
            starts.extend(self._starts[at:start])
            lengths += self._lengths[at:start]
            starts.extend([self._starts[start]] * len(new))
            lengths += bytes([self._end(end - 1) - self._starts[start]]) * len(new)
            at = end
        if at:
            self.text = "".join([*parts, self.text[at:]])
            starts.extend(self._starts[at:])
            lengths += self._lengths[at:]
            self._starts, self._lengths = starts, bytes(lengths)


def _normal_forms(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, normal form) of the characters that are not in normal form."""
    for stretch in _BEYOND_ASCII.finditer(text):
        if not unicodedata.is_normalized("NFKC", stretch[0]):
            start = stretch.start()
            for cluster in _clusters(stretch[0]):
                if not unicodedata.is_normalized("NFKC", cluster):
                    yield start, start + len(cluster), unicodedata.normalize("NFKC", cluster)
                start += len(cluster)


def _clusters(text: str) -> Iterator[str]:
    """Split a text where its normal form can be split: before letters that join no other."""
    cluster = ""
    for letter in text:
        if cluster and (
            len(cluster) == MAX_CLUSTER
            or not (unicodedata.combining(letter) or _compose(cluster, letter))
        ):
            yield cluster
            cluster = ""
        cluster += letter
    yield cluster


def _compose(cluster: str, letter: str) -> bool:
    return len(unicodedata.normalize("NFC", cluster[-3:] + letter)) < len(
        unicodedata.normalize("NFC", cluster[-3:])
    ) + len(unicodedata.normalize("NFC", letter))
