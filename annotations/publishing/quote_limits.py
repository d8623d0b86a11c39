"""Pure: how much of an article may be quoted in public.

A quote has at most 1,000 code points. All quotes of an article together may cover 600 code
points; beyond that, at most a quarter of its text.
"""

from dataclasses import dataclass

LONGEST_QUOTE = 1_000
# Short quotation is what the law of most countries lets a reader check a claim by. A short text
# is quoted out of proportion by any sentence of it, so the share applies only above the floor.
FREE = 600
LARGEST_SHARE = (1, 4)


@dataclass(frozen=True)
class Quoting:
    """What would be quoted of one article: code points covered, of a text of `length`."""

    title: str
    length: int
    covered: int

    @property
    def is_too_much(self):
        part, whole = LARGEST_SHARE
        return self.covered > FREE and self.covered * whole > self.length * part

    def __str__(self):
        share = self.covered * 100 / self.length
        return (
            f"Quotes would cover {self.covered:,} of the {self.length:,} characters of "
            f"“{self.title}” ({share:.1f} %), those of other published claims included; "
            f"{FREE:,} or a quarter, {self.length // 4:,}, may be quoted, whichever is more."
        )


def covered(spans):
    """How many code points half-open spans of one text cover together."""
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def too_long(title, quote):
    """Why a quote is too long to publish, or ""."""
    if len(quote) <= LONGEST_QUOTE:
        return ""
    return (
        f"A quote from “{title}” has {len(quote):,} characters; a published one has at most "
        f"{LONGEST_QUOTE:,}."
    )
