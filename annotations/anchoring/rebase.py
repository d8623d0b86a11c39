"""Finds the positions of a text's spans in its correction.

The quote is authoritative, the position a hint, and no span is moved silently. All
offsets are half-open and count code points.
"""

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from annotations.anchoring.alignment import Alignment
from annotations.anchoring.folding import FoldedText
from annotations.anchoring.fuzzy_match import FuzzyMatch, FuzzyMatcher, QuoteTarget
from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED, Context, Rebased, Span, describe

# Maximum unchanged text on each side, in code points, that must occur exactly once in both
# texts together with the span.
STRETCH_LENGTH = 200

# The weights of quote, text before, text after and position when positions are compared.
# From match-quote.ts of the Hypothesis client (https://github.com/hypothesis/client);
# the position only breaks ties.
QUOTE_WEIGHT, PREFIX_WEIGHT, SUFFIX_WEIGHT, POSITION_WEIGHT = 50, 20, 20, 2

# How many exact matches are compared on each side of the position given by the diff.
MAX_EXACT_MATCHES = 8


def rebase(old: str, new: str, spans: Iterable[Span]) -> list[Rebased]:
    """Return the outcome of each span of `old` in `new`, in the order given.

    A span is PLACED if the word diff maps it to the same words, and the unchanged text
    around them, up to 200 code points on each side, occurs once in the old text and once in the
    new. The same words anywhere else, or text that is 80 percent similar, are only proposed:
    NEEDS_REVIEW. Otherwise the span is LOST. If both texts are equal, all spans are PLACED.

    The quote is the text of the span in `old`, so `old` should be the last text in which the
    passage was placed. Raises ValueError for a span that is empty or reaches beyond `old`.
    Pass all spans in one call: each call computes a diff.

    >>> rebase("Kabul fell.", "Herat held. Kabul fell.", [(0, 10)])
    [Rebased(state='placed', start=12, end=22, score=100.0)]
    """
    pairs = [(start, end) for start, end in spans]
    for start, end in pairs:
        if not 0 <= start < end <= len(old):
            raise ValueError(f"No span can stand at {start} to {end} of {len(old)} code points.")
    if old == new:
        return [Rebased(PLACED, start, end, 100.0) for start, end in pairs]
    old_folded, new_folded = FoldedText(old), FoldedText(new)
    if not old_folded.text:
        return [Rebased(LOST, None, None, 0.0) for _ in pairs]
    folded_spans = [old_folded.span(start, end) for start, end in pairs]
    if old_folded.text == new_folded.text:
        outcomes = {span: Rebased(PLACED, *span, 100.0) for span in folded_spans}
    else:
        outcomes = _Correction(old_folded.text, new_folded.text).rebased(set(folded_spans))
    return [
        _unfolded(outcomes[folded_span], folded_span, pair, old_folded, new_folded)
        for pair, folded_span in zip(pairs, folded_spans, strict=True)
    ]


def _unfolded(
    outcome: Rebased, folded_span: Span, span: Span, old: FoldedText, new: FoldedText
) -> Rebased:
    """Return the outcome of a folded span with its position in the new text itself.

    A span may begin or end in the middle of what is folded to one sign, or with spaces that
    folding leaves out: the new one does so too where the new text is the same there.
    """
    if outcome.start is None or outcome.end is None:
        return outcome
    start, end = new.source_span(outcome.start, outcome.end)
    if new.text[outcome.start : outcome.end] == old.text[slice(*folded_span)]:
        first, last = old.source_span(*folded_span)
        before, rest = old.source[span[0] : first], old.source[last : span[1]]
        cut, left = old.source[first : span[0]], old.source[span[1] : last]
        start -= len(before) * _are_same(before, new.source[max(0, start - len(before)) : start])
        end += len(rest) * _are_same(rest, new.source[end : end + len(rest)])
        start += len(cut) * _are_same(cut, new.source[start : start + len(cut)])
        end -= len(left) * _are_same(left, new.source[max(0, end - len(left)) : end])
    return replace(outcome, start=start, end=end)


def _are_same(old: str, new: str) -> bool:
    return len(old) == len(new) and (old == new or FoldedText(old).text == FoldedText(new).text)


class _Correction:
    """An old and a new text, with results that are shared by all spans."""

    def __init__(self, old: str, new: str):
        self._old = old
        self._new = new
        self._alignment = Alignment(old, new)
        self._fuzzy_matcher = FuzzyMatcher(new)

    def rebased(self, spans: Iterable[Span]) -> dict[Span, Rebased]:
        outcomes: dict[Span, Rebased] = {}
        unmatched: list[tuple[Span, QuoteTarget]] = []
        for span in spans:
            if placed := self._placed(*span):
                outcomes[span] = Rebased(PLACED, *placed, 100.0)
                continue
            target = QuoteTarget(self._old[slice(*span)], *self._alignment.mapped_span(*span))
            if exact_starts := self._exact_matches(span, target):
                matches = [
                    FuzzyMatch(start, start + len(target.quote), 100.0) for start in exact_starts
                ]
                outcomes[span] = self._best(span, target, matches)
            else:
                unmatched.append((span, target))
        match_lists = self._fuzzy_matcher.find([target for _, target in unmatched])
        for (span, target), matches in zip(unmatched, match_lists, strict=True):
            outcomes[span] = self._best(span, target, matches)
        return outcomes

    def _best(self, span: Span, target: QuoteTarget, matches: list[FuzzyMatch]) -> Rebased:
        if not matches:
            return Rebased(LOST, None, None, 0.0)
        [context] = describe(self._old, [span])
        score, start, end = max(
            (self._score(match, context, target.start), match.start, match.end) for match in matches
        )
        return Rebased(NEEDS_REVIEW, start, end, round(score, 1))

    def _placed(self, start: int, end: int) -> Span | None:
        """Return the certain new position of a span, with the white space after its words."""
        words_end = start + len(self._old[start:end].rstrip())
        placed = self._placed_words(start, words_end if start < words_end else end)
        if placed is None or words_end in (start, end):
            return placed
        space = self._old[words_end:end]
        new_end = placed[1] + len(space)
        return (placed[0], new_end) if self._new[placed[1] : new_end] == space else None

    def _placed_words(self, start: int, end: int) -> Span | None:
        if self._alignment.has_exchange(start, end):
            return None
        stable_block = self._alignment.stable_block(start, end)
        block = stable_block or self._alignment.block_in_edited_sentence(start, end)
        if block is None:
            moved = self._alignment.moved_sentences(start, end)
            return None if moved is None else (start + moved, end + moved)
        extent, shift = block.extent, block.extent.shift
        if self._alignment.is_held(start, end, extent):
            return start + shift, end + shift
        low, high = max(extent.start, start - STRETCH_LENGTH), min(extent.end, end + STRETCH_LENGTH)
        if not self._alignment.occurs_once(low, high):
            return None
        word_counts = self._alignment.word_counts
        sentences = self._alignment.sentences(start, end, extent)
        touched = min(sentences[0], start), max(sentences[1], end)
        whole = self._alignment.sentences(start, end)
        is_whole = stable_block and whole == sentences
        if (
            not self._alignment.occurs_as_often(*sentences)
            or word_counts.is_doubled(*touched)
            or word_counts.resembles_another(*touched)
            or (not is_whole and word_counts.has_doubled_phrase(*touched))
        ):
            return None
        is_wide = (start - low == STRETCH_LENGTH or low == shift == 0) and (
            high - end == STRETCH_LENGTH or high == len(self._old) == len(self._new) - shift
        )
        # Beside a change, what is left of a sentence may be a common phrase: the sentence is not.
        if not is_wide and word_counts.is_repeated(*whole):
            return None
        return start + shift, end + shift

    def _exact_matches(self, span: Span, target: QuoteTarget) -> set[int]:
        """Return the starts of exact matches: with the same context, and near the hint."""
        new, quote, hint = self._new, target.quote, target.start
        starts: set[int] = set()
        if quote not in new:
            return starts
        [context] = describe(self._old, [span])
        for prefix in {context.prefix, ""}:
            for suffix in {context.suffix, ""}:
                start = new.find(prefix + quote + suffix)
                if start >= 0:
                    starts.add(start + len(prefix))
        start = hint
        for _ in range(MAX_EXACT_MATCHES):
            start = new.find(quote, start)
            if start < 0:
                break
            starts.add(start)
            start += 1
        start = hint
        for _ in range(MAX_EXACT_MATCHES):
            start = new.rfind(quote, 0, start + len(quote) - 1)
            if start < 0:
                break
            starts.add(start)
        return starts

    def _score(self, match: FuzzyMatch, context: Context, hint: int) -> float:
        start, end = match.start, match.end
        before = self._new[max(0, start - len(context.prefix)) : start]
        after = self._new[end : end + len(context.suffix)]
        weighted = (
            QUOTE_WEIGHT * match.percent / 100
            + PREFIX_WEIGHT * _context_similarity(before, context.prefix)
            + SUFFIX_WEIGHT * _context_similarity(after, context.suffix)
            + POSITION_WEIGHT * (1 - abs(start - hint) / len(self._new))
        )
        return 100 * weighted / (QUOTE_WEIGHT + PREFIX_WEIGHT + SUFFIX_WEIGHT + POSITION_WEIGHT)


def _context_similarity(new: str, old: str) -> float:
    """Return the similarity of two contexts, 0 to 1; 1 if there was none before."""
    return Levenshtein.normalized_similarity(new, old) if old else 1.0
