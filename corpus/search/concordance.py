"""Keyword in context: each hit of a text with what stands before and after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from corpus.search.query_tree import Node
from corpus.search.snippets import hits
from corpus.search.tokenizer import terms

# Code points of context on each side; what does not fit a line is cut off where it is shown.
AROUND = 70
# As many neighbours on a side as lines are sorted by.
NEIGHBOURS = 3

TEXT, LEFT, RIGHT = "text", "left", "right"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Line:
    """A hit, its number in its text from 1, and the words around it on one line.

    `left` and `right` are the words next to it as search knows them, the nearest first.
    """

    number: int
    start: int
    end: int
    before: str
    words: str
    after: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def lines(text: str, tree: Node | None) -> list[Line]:
    """Return a line for each hit of a text, in its order."""
    return [
        line(text, start, end, number) for number, (start, end) in enumerate(hits(text, tree), 1)
    ]


def line(text: str, start: int, end: int, number: int = 1) -> Line:
    """Return the line of the words between two code points."""
    before, after = _before(text, start), _after(text, end)
    return Line(
        number,
        start,
        end,
        _on_one_line(before),
        _on_one_line(text[start:end]),
        _on_one_line(after),
        tuple(terms(before)[0][: -NEIGHBOURS - 1 : -1]),
        tuple(terms(after)[0][:NEIGHBOURS]),
    )


def in_order(found: Iterable[Row], sort: str, line_of: Callable[[Row], Line]) -> list[Row]:
    """Return rows by what stands left or right of the hit of each; alike they stay as they are."""
    if sort == TEXT:
        return list(found)
    side = attrgetter(sort)
    return sorted(found, key=lambda row: side(line_of(row)))


def _before(text: str, end: int) -> str:
    start = max(0, end - AROUND)
    part = text[start:end]
    if start and not text[start - 1].isspace():
        part = part.partition(" ")[2] or part
    return part


def _after(text: str, start: int) -> str:
    end = start + AROUND
    part = text[start:end]
    if end < len(text) and not text[end].isspace():
        part = part.rpartition(" ")[0] or part
    return part


def _on_one_line(part: str) -> str:
    """Return words with one space where there is white space, at the edges too."""
    inner = " ".join(part.split())
    if not inner:
        return " " if part else ""
    return f"{' ' if part[0].isspace() else ''}{inner}{' ' if part[-1].isspace() else ''}"
