"""Pure: where annotations of a file stand in a text.

The quote is the truth, an offset is a hint that is checked by it. Spans are half-open and count
code points of the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from annotations.anchoring.find_quote import QuoteFinder
from annotations.anchoring.spans import LOST, NEEDS_REVIEW
from annotations.formats.offsets import Span, convert
from annotations.formats.record import Annotation, OffsetRule, Piece
from corpus.characters import is_blank, without_unusable

# How a passage is placed: at its offsets, or where alone its words stand.
EXACT, BY_QUOTE = "exact", "quote"
# How a passage is not placed, as its file says: with a position to review, or without any.
UNCERTAIN = (NEEDS_REVIEW, LOST)
# Occurrences of a quote that are compared by the words around them.
MAX_OCCURRENCES = 1_000
# The most code points of context that are compared on either side.
MAX_CONTEXT = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """The spans of an annotation's pieces, in their order; `way` is EXACT or BY_QUOTE."""

    spans: tuple[Span, ...]
    way: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The spans proposed for the pieces of an annotation whose position is not certain.

    A lost piece has None. `way` is NEEDS_REVIEW, or LOST where a piece is lost.
    """

    spans: tuple[Span | None, ...]

    @property
    def way(self) -> str:
        return LOST if None in self.spans else NEEDS_REVIEW


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """Why an annotation has no place in the text, as a sentence."""

    why: str


Outcome: TypeAlias = Placed | Proposed | NotPlaced


def place_all(
    annotations: Sequence[Annotation], text: str, raw: str | None = None, *, is_same: bool = False
) -> list[Outcome]:
    """Return where each annotation stands in a normalised text.

    One whose position its file does not call certain is Proposed, whatever stands there.

    `raw` is the text that their offsets count in, as the file has it; without it they count in
    `text`. Offsets of a piece without a quote are trusted only if that text `is_same`: the one
    that was annotated.
    """
    target = _Target(text, is_same)
    spans_by_rule: dict[OffsetRule, list[Span | None]] = defaultdict(list)
    for annotation in annotations:
        spans_by_rule[annotation.rule] += [_offsets(piece) for piece in annotation.pieces]
    converted = {
        rule: iter(_converted(text if raw is None else raw, rule, spans))
        for rule, spans in spans_by_rule.items()
    }
    outcomes: list[Outcome] = []
    for annotation in annotations:
        pieces = [(piece, next(converted[annotation.rule])) for piece in annotation.pieces]
        if annotation.state in UNCERTAIN:
            outcomes.append(target.propose(pieces, is_lost=annotation.state == LOST))
        else:
            outcomes.append(target.place(pieces))
    return outcomes


def _offsets(piece: Piece) -> Span | None:
    if piece.start is None or piece.end is None:
        return None
    return piece.start, piece.end


def _converted(raw: str, rule: OffsetRule, spans: Iterable[Span | None]) -> list[Span | None]:
    spans = list(spans)
    converted = iter(convert(raw, rule, [span for span in spans if span]))
    return [next(converted) if span else None for span in spans]


class _Target:
    def __init__(self, text: str, is_same: bool):
        self._text, self._is_same = text, is_same

    @cached_property
    def _finder(self) -> QuoteFinder:
        return QuoteFinder(self._text)

    def place(self, pieces: list[tuple[Piece, Span | None]]) -> Placed | NotPlaced:
        spans, way = [], EXACT
        for piece, span in pieces:
            quote = folded(piece.quote)
            if span and not self._has_words(span, quote):
                span = self._words_from(span[0], quote)
            if span is None:
                way = BY_QUOTE
                by_quote = self._by_quote(piece, quote)
                if isinstance(by_quote, NotPlaced):
                    return by_quote
                span = by_quote
            spans.append(span)
        if all(is_blank(self._text[start:end]) for start, end in spans):
            return NotPlaced("There are no words at its position.")
        return Placed(tuple(spans), way)

    def propose(self, pieces: list[tuple[Piece, Span | None]], *, is_lost: bool) -> Proposed:
        spans = [
            # A lost passage may have pieces that are not: these have offsets.
            None if is_lost and piece.start is None else self._proposed(piece, span)
            for piece, span in pieces
        ]
        return Proposed((None,) * len(spans) if is_lost and None not in spans else tuple(spans))

    def _proposed(self, piece: Piece, span: Span | None) -> Span | None:
        """The span of a piece where this text is the one it was proposed in, else of its words."""
        quote = folded(piece.quote)
        is_within = span and span[1] <= len(self._text)
        if span and is_within and not is_blank(self._text[span[0] : span[1]]):
            is_here = self._is_same or self._has_words(span, quote)
            if is_here or self._is_surrounded(span, piece):
                return span
        by_quote = self._by_quote(piece, quote)
        return None if isinstance(by_quote, NotPlaced) else by_quote

    def _is_surrounded(self, span: Span, piece: Piece) -> bool:
        """Whether a span stands between the words that its file has around it."""
        sides = bool(folded(piece.prefix)) + bool(folded(piece.suffix))
        return sides > 0 and self._context_score(span, piece) == sides

    def _has_words(self, span: Span, quote: str) -> bool:
        words = self._text[span[0] : span[1]]
        if not words or span[1] > len(self._text):
            return False
        return folded(words) == quote if quote else self._is_same

    def _words_from(self, start: int, quote: str) -> Span | None:
        """The span of these words from a position, with any white space between them.

        Programs that write a line break as one space give an end that is too near.
        """
        words = quote.split(" ")
        if len(words) < 2:
            return None
        match = re.compile(r"\s+".join(map(re.escape, words))).match(self._text, start)
        return match.span() if match else None

    def _by_quote(self, piece: Piece, quote: str) -> Span | NotPlaced:
        if not quote:
            offsets = f"{piece.start}–{piece.end}"
            if piece.start is None:
                return NotPlaced("It has neither words nor offsets.")
            return NotPlaced(f"Its offsets {offsets} fit no text here, and it has no words.")
        occurrences = self._finder.find(quote, MAX_OCCURRENCES + 1)
        if not occurrences:
            return NotPlaced("Its words are not in the text.")
        if len(occurrences) == 1:
            return occurrences[0]
        scores = [self._context_score(span, piece) for span in occurrences]
        best = [
            span for span, score in zip(occurrences, scores, strict=True) if score == max(scores)
        ]
        if max(scores) and len(best) == 1 and len(occurrences) <= MAX_OCCURRENCES:
            return best[0]
        number = (
            f"{len(occurrences):,}"
            if len(occurrences) <= MAX_OCCURRENCES
            else (f"more than {MAX_OCCURRENCES:,}")
        )
        return NotPlaced(f"Its words stand {number} times in the text, and nothing tells where.")

    def _context_score(self, span: Span, piece: Piece) -> int:
        """How many sides of a span have the words around the piece."""
        prefix = folded(piece.prefix[-MAX_CONTEXT:])
        suffix = folded(piece.suffix[:MAX_CONTEXT])
        before = folded(self._text[max(0, span[0] - 2 * MAX_CONTEXT) : span[0]])
        after = folded(self._text[span[1] : span[1] + 2 * MAX_CONTEXT])
        is_after = bool(prefix) and before.endswith(prefix)
        return is_after + (bool(suffix) and after.startswith(suffix))


def folded(words: str) -> str:
    """Return words as they are compared: usable characters, single spaces."""
    return " ".join(without_unusable(words).split())
