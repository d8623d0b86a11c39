"""Finds the hits of a query in a text, and the parts of the text worth showing.

Offsets are half-open and count code points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from corpus.search.arabic_prefixes import meets
from corpus.search.hyphens import joined_spans
from corpus.search.plain_words import is_plain, words_like
from corpus.search.query_tree import PREFIX, STEM, Node, Words, positive_words
from corpus.search.tokenizer import word_tuples, word_tuples_from

# Code points. A snippet takes about two lines, a third of it before the first hit.
SNIPPET_LENGTH, LEAD_LENGTH = 180, 60
MAX_SNIPPETS = 2


class Marked(str):
    """Text that is safe HTML already: escaped, with its hits between <mark> tags."""

    __slots__ = ()

    def __html__(self) -> "Marked":
        return self


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text: `start` and `end` in the whole text, `spans` of hits within the part.

    `is_cut_before` and `is_cut_after` say whether text is left out there.
    """

    start: int
    end: int
    text: str
    spans: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool

    @property
    def html(self) -> Marked:
        return marked(self.text, self.spans)


WordTuple = tuple[int, int, str, str]
# A leaf, and for each of its words those that meet it.
_Leaf = tuple[Words, list[list[str]]]
# Between words of which no phrase has two.
_NO_WORD = (0, 0, "", "")


class HitFinder:
    """Finds the hits of one tree in any number of texts.

    `in_title` says that they are titles; leaves restricted to titles match nothing else.
    """

    def __init__(self, tree: Node | None, *, in_title: bool = False) -> None:
        leaves = [each for each in positive_words(tree) if not each.in_byline]
        leaves = [each for each in leaves if in_title or not each.in_title]
        self._longest = max((len(each.words) for each in leaves), default=0)
        self._exacts: dict[str, list[_Leaf]] = {}
        self._stems: dict[str, list[_Leaf]] = {}
        prefixes = []
        for each in leaves:
            if each.form == PREFIX and len(each.words) == 1:
                prefixes.append(each.words[0])
            else:
                by_first_word = self._stems if each.form == STEM else self._exacts
                alike = each.alike()
                for word in alike[0]:
                    by_first_word.setdefault(word, []).append((each, alike))
        self._prefixes = tuple(prefixes)
        self._candidates = words_like([*self._exacts, *self._stems, *prefixes])
        # Whether a leaf begins with a candidate: texts have the same few of them over and over.
        self._is_beginning: dict[str, bool] = {}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of hits in a text, sorted, without overlaps."""
        if not self._longest:
            return []
        if self._candidates and is_plain(text):
            matches = self._candidate_spans(text, self._candidates)
        else:
            matches = self._spans_among(word_tuples(text))
        return _merged([*matches, *self._spans_among([*_joined(text)])])

    def _candidate_spans(self, text: str, candidates: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        for match in candidates.finditer(text):
            is_beginning = self._is_beginning.get(match[0])
            if is_beginning is None:
                [(_, _, exact, stem)] = word_tuples(match[0])
                is_beginning = self._is_beginning[match[0]] = self._may_begin(exact, stem)
            if is_beginning:
                yield from self._spans_at(word_tuples_from(text, match.start(), self._longest), 0)

    def _spans_among(self, text_words: Sequence[WordTuple]) -> Iterator[tuple[int, int]]:
        # Few words are hits, so each is checked as cheaply as possible.
        for index, (_, _, exact, stem) in enumerate(text_words):
            if self._may_begin(exact, stem):
                yield from self._spans_at(text_words, index)

    def _may_begin(self, exact: str, stem: str) -> bool:
        """Return whether a leaf begins with this word."""
        return (
            exact in self._exacts
            or stem in self._stems
            or exact.startswith(self._prefixes)
            or (exact in self._stems and not exact.isascii())
        )

    def _spans_at(self, text_words: Sequence[WordTuple], index: int) -> Iterator[tuple[int, int]]:
        """Yield the span of each leaf whose words begin at this index."""
        start, end, exact, stem = text_words[index]
        if exact.startswith(self._prefixes):
            yield start, end
        leaves = [*self._exacts.get(exact, ()), *self._stems.get(stem, ())]
        if exact != stem and not exact.isascii():
            leaves += self._stems.get(exact, ())
        for each, alike in leaves:
            last = index + len(each.words)
            if last <= len(text_words) and _has_words(text_words[index:last], each, alike):
                yield start, text_words[last - 1][1]


def hits(text: str, tree: Node | None, *, in_title: bool = False) -> list[tuple[int, int]]:
    """Return the spans of `text` that match positive leaves of a tree, as a HitFinder."""
    return HitFinder(tree, in_title=in_title).spans(text)


def _joined(text: str) -> Iterator[WordTuple]:
    """Yield the words that a text has with a hyphen as those without, each by itself."""
    for start, end, word in joined_spans(text):
        yield _NO_WORD
        yield from ((start, end, exact, stem) for _, _, exact, stem in word_tuples(word))


def _has_words(
    text_words: Sequence[WordTuple], leaf: Words, alike: Sequence[Sequence[str]]
) -> bool:
    exacts = [exact for _, _, exact, _ in text_words]
    if leaf.form == PREFIX:
        return exacts[:-1] == list(leaf.words[:-1]) and exacts[-1].startswith(leaf.words[-1])
    if leaf.form == STEM:
        return all(
            meets(exact, stem, words)
            for (_, _, exact, stem), words in zip(text_words, alike, strict=True)
        )
    return exacts == list(leaf.words)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Marked:
    """Return a text as HTML with its hits marked."""
    pieces = []
    copied_until = 0
    for start, end in spans:
        pieces += [escape(text[copied_until:start]), "<mark>", escape(text[start:end]), "</mark>"]
        copied_until = end
    return Marked("".join([*pieces, escape(text[copied_until:])]))


def snippets(text: str, finder: HitFinder, limit: int = MAX_SNIPPETS) -> list[Snippet]:
    """Return at most `limit` snippets with the most different hits, in the order of the text.

    Without hits, returns the opening of the text.
    """
    spans = finder.spans(text)
    if not spans:
        return [_snippet(text, 0, spans)]
    chosen: list[Snippet] = []
    starts = [start for start, _ in spans]
    for index in _by_variety(text, spans):
        low = spans[index][0] - LEAD_LENGTH
        if all(each.end <= low or low + SNIPPET_LENGTH <= each.start for each in chosen):
            first = bisect_left(starts, low)
            chosen.append(_snippet(text, low, spans[first:]))
        if len(chosen) == limit:
            break
    return sorted(chosen, key=lambda each: each.start)


def html_of(parts: Sequence[Snippet]) -> Marked:
    """Return snippets of one text, in its order, as HTML with an ellipsis for what is left out."""
    shown = " ".join([f"… {part.html}" if part.is_cut_before else part.html for part in parts])
    return Marked(f"{shown} …" if parts and parts[-1].is_cut_after else shown)


def full_snippet(text: str, finder: HitFinder) -> Snippet:
    """Return a short text as one snippet."""
    return Snippet(0, len(text), text, tuple(finder.spans(text)), False, False)


def _by_variety(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the indexes of hits, those first that begin a window with the most different words."""
    starts = [start for start, _ in spans]
    matched_texts = [text[start:end].casefold() for start, end in spans]

    def variety(index: int) -> int:
        last = bisect_right(starts, starts[index] + SNIPPET_LENGTH - LEAD_LENGTH)
        return len(set(matched_texts[index:last]))

    return sorted(range(len(spans)), key=lambda index: (-variety(index), index))


def _snippet(text: str, low: int, spans: Sequence[tuple[int, int]]) -> Snippet:
    start, end = _at_words(text, max(0, low), min(len(text), max(0, low) + SNIPPET_LENGTH))
    inside = tuple(
        (first - start, last - start) for first, last in spans if start <= first < last <= end
    )
    return Snippet(start, end, text[start:end], inside, start > 0, end < len(text))


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the edges of a window inwards to white space within 30 code points, if there is any."""
    if start > 0:
        candidates = range(start, min(start + 30, end))
        start = next((at + 1 for at in candidates if text[at].isspace()), start)
    if end < len(text):
        space = next(
            (at for at in range(end, max(end - 30, start), -1) if text[at].isspace()), None
        )
        end = end if space is None else space
    return start, end
