"""Keyword in context: each hit of a text with the text before and after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from corpus.search.query_tree import Node
from corpus.search.snippets import hits
from corpus.search.tokenizer import terms

# Code points of context on each side; the page truncates them to its line.
CONTEXT_LENGTH = 70
# Lines are sorted by this many words on one side.
SORT_WORDS = 3

TEXT, LEFT, RIGHT = "text", "left", "right"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A hit and its context on one line.

    `number` counts the hits of a text from 1; `start` and `end` are code points. `left` and
    `right` are the folded words next to it, the nearest first.
    """

    number: int
    start: int
    end: int
    before: str
    words: str
    after: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def concordance_lines(text: str, tree: Node | None) -> list[ConcordanceLine]:
    """Return one line for each hit of a text, in the order of the text."""
    return [
        line_at(text, start, end, number) for number, (start, end) in enumerate(hits(text, tree), 1)
    ]


def line_at(text: str, start: int, end: int, number: int = 1) -> ConcordanceLine:
    """Return the line of the hit between two code points, half-open."""
    before, after = _before(text, start), _after(text, end)
    return ConcordanceLine(
        number,
        start,
        end,
        _on_one_line(before),
        _on_one_line(text[start:end]),
        _on_one_line(after),
        tuple(terms(before)[0][: -SORT_WORDS - 1 : -1]),
        tuple(terms(after)[0][:SORT_WORDS]),
    )


def sorted_rows(
    rows: Iterable[Row], sort: str, line_of: Callable[[Row], ConcordanceLine]
) -> list[Row]:
    """Return rows sorted by the words LEFT or RIGHT of their hits; TEXT keeps their order.

    The sort is stable.
    """
    if sort == TEXT:
        return list(rows)
    side = attrgetter(sort)
    return sorted(rows, key=lambda row: side(line_of(row)))


def _before(text: str, end: int) -> str:
    start = max(0, end - CONTEXT_LENGTH)
    part = text[start:end]
    if start and not text[start - 1].isspace():
        part = part.partition(" ")[2] or part
    return part


def _after(text: str, start: int) -> str:
    end = start + CONTEXT_LENGTH
    part = text[start:end]
    if end < len(text) and not text[end].isspace():
        part = part.rpartition(" ")[0] or part
    return part


def _on_one_line(part: str) -> str:
    """Collapse runs of white space to one space, at the edges too."""
    inner = " ".join(part.split())
    if not inner:
        return " " if part else ""
    return f"{' ' if part[0].isspace() else ''}{inner}{' ' if part[-1].isspace() else ''}"
