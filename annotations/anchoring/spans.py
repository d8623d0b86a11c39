"""What is kept of a span of a text, and what became of it in a corrected one.

Offsets are half-open and count code points. `rebase` finds the outcomes; most pages only show them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.text import around

PLACED, NEEDS_REVIEW, LOST = "placed", "needs_review", "lost"

# The context stored on each side of a passage, in code points.
CONTEXT_LENGTH = 32

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """The up to 32 code points on each side of a span."""

    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Rebased:
    """The outcome of a span: its state, its new position and the score of that position.

    The score is 0 to 100 and weighs quote, context and position; PLACED has 100. A LOST
    span has no position and 0.
    """

    state: str
    start: int | None
    end: int | None
    score: float


def describe(text: str, spans: Iterable[Span]) -> list[Context]:
    """Return the text around each span."""
    return [Context(*around(text, *span, CONTEXT_LENGTH)) for span in spans]
