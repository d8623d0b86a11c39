"""What the reader of pages left out of an article's text, and how it is put in again."""

import re
from dataclasses import dataclass

from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.models import Retrieval, Snapshot
from corpus.readers.extraction import CONTEXT_LENGTH, LeftOut
from corpus.text import shown_context

REASON = "taken from the saved page"

# White space between two lines.
_BREAK = re.compile(r"\s*\n\s*(?=\S)")
_LINE_START, _LINE_END = r"^[^\S\n]*", r"(?=[^\S\n]*$)"


@dataclass(frozen=True)
class PlacedBlock:
    """A block that is not in a text; `position` is the end of the line that it belongs behind.

    It is in code points, 0 before the first line, None if the lines around the block are not in
    the text any more, or not in one place alone.
    """

    block: LeftOut
    position: int | None

    @property
    def context(self):
        """What stands before and after it in the page, without words that were cut off."""
        return shown_context(self.block.before, self.block.after, CONTEXT_LENGTH)


def number_left_out(article):
    """How many blocks of its saved page an article lacks; None if the page must be read first."""
    for stored, _, media_type in _newest_retrieval(article.pk):
        if stored is None and _is_page(media_type):
            return None
        return len(_lacking(article.text, _blocks(stored)))
    return 0


def blocks_left_out(article):
    """The PlacedBlocks that an article lacks of its newest saved page, in the page's order."""
    for stored, snapshot, media_type in _newest_retrieval(article.pk):
        if stored is None and _is_page(media_type):
            # Brings all that reads pages, which no page for reading needs.
            from corpus.readers.html_pages import left_out_of

            blocks = left_out_of(bytes(Snapshot.objects.get(pk=snapshot).content))
        else:
            blocks = _blocks(stored)
        return placed_blocks(article.text, blocks)
    return []


def placed_blocks(text, blocks):
    """The PlacedBlocks of those of some LeftOut that are not in a text."""
    lacking = set(_lacking(text, blocks))
    placed = []
    around, position = None, None
    for block in blocks:
        if (block.before, block.after) != around:
            around, position = (block.before, block.after), _position(text, block)
        if block in lacking:
            placed.append(PlacedBlock(block, position))
        elif position is not None:
            # Of several in a row, the next belongs behind the one that was taken in.
            match = re.compile(r"\s*" + _words(block.text) + _LINE_END, re.M).match(text, position)
            position = match.end() if match else position
    return placed


def with_blocks(text, placed):
    """A text with PlacedBlocks put in: each is a paragraph, or a line where it is between lines.

    Those without a position come at the end.
    """
    end = len(text.rstrip())
    positions = [end if each.position is None else each.position for each in placed]
    pairs = sorted(zip(positions, placed, strict=True), key=lambda pair: pair[0])
    # From the last on, so that the positions before stay right.
    for position, each in reversed(pairs):
        head, tail = text[:position], text[position:]
        line_break = _BREAK.match(tail)
        is_line = line_break and line_break[0].count("\n") == 1
        between = "\n" if is_line and head else "\n\n"
        parts = (head, between, each.block.text, tail) if head else (each.block.text, between, tail)
        text = "".join(parts)
    return text


def _is_page(media_type):
    return media_type.startswith("text/html")


def _blocks(stored):
    return [LeftOut(*block) for block in stored or ()]


def _lacking(text, blocks):
    words = " ".join(text.split()) if blocks else ""
    return [block for block in blocks if block.text not in words]


def _words(line):
    """A pattern of the words of a line, with any white space between them."""
    return r"\s+".join(map(re.escape, line.split()))


def _position(text, block):
    """Where a LeftOut belongs in a text, as in PlacedBlock.

    Behind the line before it; of several such lines, behind the one that the line after it
    follows soonest. Without the line before, the line after tells.
    """
    ends = [match.end() for match in _matches(text, block.before, is_start=False)]
    starts = [match.start() for match in _matches(text, block.after, is_start=True)]
    if not ends:
        if len(starts) > 1 and block.before:
            return None
        return len(text[: starts[0]].rstrip()) if starts else None
    if len(ends) == 1:
        return ends[0]
    gaps = sorted(
        (min((start - end for start in starts if start >= end), default=len(text)), end)
        for end in ends
    )
    return gaps[0][1] if gaps[0][0] < gaps[1][0] else None


def _matches(text, line, *, is_start):
    """Matches of a `line` at the start of a line of a text, or at its end; none if it is ""."""
    if not line:
        return []
    # A line that was not cut off is a whole line.
    is_whole = len(line) < CONTEXT_LENGTH
    start = _LINE_START if is_start or is_whole else ""
    end = _LINE_END if is_whole or not is_start else ""
    return list(re.finditer(start + _words(line) + end, text, re.M))


_newest_retrieval = CompiledQuery(
    KEY,
    build=lambda article_pk: (
        Retrieval.objects.filter(article=article_pk)
        .order_by("-pk")
        .values_list("left_out", "snapshot", "snapshot__media_type")[:1]
    ),
)
