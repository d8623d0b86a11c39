"""Pure: limits on how much of an article may be quoted in public.

A quote has at most 1,000 code points. All quotes of an article together may cover 600 code
points; beyond that, at most a quarter of its text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_QUOTE_LENGTH = 1_000
# Most countries' laws allow short quotations. In a short text a single sentence is a large share,
# so the share applies only above this length.
FREE_LENGTH = 600
MAX_SHARE = (1, 4)


@dataclass(frozen=True)
class QuotedAmount:
    """How much of one article would be quoted: `covered` of its `length` code points."""

    title: str
    length: int
    covered: int

    @property
    def is_too_much(self) -> bool:
        part, whole = MAX_SHARE
        return self.covered > FREE_LENGTH and self.covered * whole > self.length * part

    def __str__(self) -> str:
        share = self.covered * 100 / self.length
        return (
            f"Quotes would take {self.covered:,} of the {self.length:,} characters of "
            f"“{self.title}” ({share:.1f} %), including those in other published claims. "
            f"The limit is {FREE_LENGTH:,} or a quarter ({self.length // 4:,}), whichever is more."
        )


def covered_length(spans: Iterable[tuple[int, int]]) -> int:
    """How many code points half-open spans of one text cover together.

    >>> covered_length([(0, 10), (5, 12), (20, 21)])
    13
    """
    total = covered_to = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, covered_to))
        covered_to = max(covered_to, end)
    return total


def length_refusal(title: str, quote: str) -> str:
    """Why a quote is too long to publish, in a sentence, or ""."""
    if len(quote) <= MAX_QUOTE_LENGTH:
        return ""
    return (
        f"A quote from “{title}” has {len(quote):,} characters; the limit for a published quote is "
        f"{MAX_QUOTE_LENGTH:,}."
    )
