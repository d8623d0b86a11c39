"""Where passages stand in a text, and where they went when it was corrected.

The quote is the truth, the position a hint, and a passage never moves in silence. All
offsets are half-open and count code points.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from annotations.anchoring.alignment import Alignment
from annotations.anchoring.find_quote import locate
from annotations.anchoring.fuzzy_match import Likeness, Resemblance, Sought

__all__ = [
    "LOST",
    "NEEDS_REVIEW",
    "PLACED",
    "Context",
    "Rebased",
    "describe",
    "locate",
    "rebase",
]

PLACED, NEEDS_REVIEW, LOST = "placed", "needs_review", "lost"

# The text that is kept on each side of a passage, in code points.
CONTEXT = 32

# How much unchanged text on each side of a place must stand once in both texts with it,
# in code points; less where the text changed sooner.
STRETCH = 200

# How much quote, text before, text after and position count when places are compared.
# From match-quote.ts of the Hypothesis client (https://github.com/hypothesis/client),
# where the position decides between places that are otherwise equal.
QUOTE_WEIGHT, PREFIX_WEIGHT, SUFFIX_WEIGHT, POSITION_WEIGHT = 50, 20, 20, 2

# How many places with the same words are compared on each side of where the diff leads.
MOST_EQUALS = 8

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """The up to 32 code points on each side of a span."""

    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Rebased:
    """What became of a span: its state, its new place and how good that place is.

    The score is 0 to 100 and weighs quote, context and position; PLACED has 100. A LOST
    span has no place and 0.
    """

    state: str
    start: int | None
    end: int | None
    score: float


def describe(text: str, spans: Iterable[Place]) -> list[Context]:
    """Return the text around each span."""
    return [
        Context(text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
        for start, end in spans
    ]


def rebase(old: str, new: str, spans: Iterable[Place]) -> list[Rebased]:
    """Return what becomes of each span of `old` in `new`, in the order given.

    A span is PLACED where the diff by words leads it to the same words, and the unchanged
    stretch around them, up to 200 code points on each side, stands once in the old text
    and once in the new. The same words anywhere else, or others that are like them by 80
    percent, are a proposal: NEEDS_REVIEW. Where there are none the span is LOST. In equal
    texts all stay PLACED.

    The quote is what stands at the span in `old`, so `old` should be the last text in
    which the passage was certain. Spans that are empty or reach beyond it raise
    ValueError. One call with all spans costs one diff.
    """
    places = [(start, end) for start, end in spans]
    for start, end in places:
        if not 0 <= start < end <= len(old):
            raise ValueError(f"No span can stand at {start} to {end} of {len(old)} code points.")
    if old == new:
        return [Rebased(PLACED, start, end, 100.0) for start, end in places]
    correction = _Correction(old, new)
    known = correction.rebased(set(places))
    return [known[place] for place in places]


class _Correction:
    """An old text and a new one, and what has been found out about the two."""

    def __init__(self, old: str, new: str):
        self._old = old
        self._new = new
        self._alignment = Alignment(old, new)
        self._resemblance = Resemblance(new)

    def rebased(self, places: Iterable[Place]) -> dict[Place, Rebased]:
        found: dict[Place, Rebased] = {}
        unknown: list[tuple[Place, Sought]] = []
        for place in places:
            if placed := self._placed(*place):
                found[place] = Rebased(PLACED, *placed, 100.0)
                continue
            sought = Sought(self._old[slice(*place)], *self._alignment.led_to(*place))
            if equals := self._equals(place, sought):
                alike = [Likeness(at, at + len(sought.quote), 100.0) for at in equals]
                found[place] = self._best(place, sought, alike)
            else:
                unknown.append((place, sought))
        likenesses = self._resemblance.find([sought for _, sought in unknown])
        for (place, sought), alike in zip(unknown, likenesses, strict=True):
            found[place] = self._best(place, sought, alike)
        return found

    def _best(self, place: Place, sought: Sought, alike: list[Likeness]) -> Rebased:
        if not alike:
            return Rebased(LOST, None, None, 0.0)
        [context] = describe(self._old, [place])
        score, *best = max(
            (self._score(each, context, sought.start), each.start, each.end) for each in alike
        )
        return Rebased(NEEDS_REVIEW, *best, round(score, 1))

    def _placed(self, start: int, end: int) -> Place | None:
        stay = self._alignment.stay(start, end)
        if stay is None:
            return None
        within, shift = stay.within, stay.within.shift
        low, high = max(within.start, start - STRETCH), min(within.end, end + STRETCH)
        stretch = self._old[low:high]
        if not _stands_once(stretch, self._old) or not _stands_once(stretch, self._new):
            return None
        conservation = self._alignment.conservation
        sentences = self._alignment.sentences(start, end, within)
        if not conservation.stands_as_often(*sentences) or conservation.is_doubled(
            min(sentences[0], start), max(sentences[1], end)
        ):
            return None
        is_wide = (start - low == STRETCH or low == shift == 0) and (
            high - end == STRETCH or high == len(self._old) == len(self._new) - shift
        )
        if conservation.is_repeated(*sentences) and not is_wide:
            return None
        return start + shift, end + shift

    def _equals(self, place: Place, sought: Sought) -> set[int]:
        """Return where the same words stand: in the same context, and near the hint."""
        new, quote, hint = self._new, sought.quote, sought.start
        found: set[int] = set()
        if quote not in new:
            return found
        [context] = describe(self._old, [place])
        for before in {context.prefix, ""}:
            for after in {context.suffix, ""}:
                at = new.find(before + quote + after)
                if at >= 0:
                    found.add(at + len(before))
        at = hint
        for _ in range(MOST_EQUALS):
            at = new.find(quote, at)
            if at < 0:
                break
            found.add(at)
            at += 1
        at = hint
        for _ in range(MOST_EQUALS):
            at = new.rfind(quote, 0, at + len(quote) - 1)
            if at < 0:
                break
            found.add(at)
        return found

    def _score(self, likeness: Likeness, context: Context, hint: int) -> float:
        start, end = likeness.start, likeness.end
        before = self._new[max(0, start - len(context.prefix)) : start]
        after = self._new[end : end + len(context.suffix)]
        weighed = (
            QUOTE_WEIGHT * likeness.percent / 100
            + PREFIX_WEIGHT * _likeness(before, context.prefix)
            + SUFFIX_WEIGHT * _likeness(after, context.suffix)
            + POSITION_WEIGHT * (1 - abs(start - hint) / len(self._new))
        )
        return 100 * weighed / (QUOTE_WEIGHT + PREFIX_WEIGHT + SUFFIX_WEIGHT + POSITION_WEIGHT)


def _stands_once(part: str, text: str) -> bool:
    at = text.find(part)
    return at >= 0 and text.find(part, at + 1) < 0


def _likeness(found: str, kept: str) -> float:
    """Return how like the context found is to the one kept, 0 to 1; none kept is as kept."""
    return Levenshtein.normalized_similarity(found, kept) if kept else 1.0
