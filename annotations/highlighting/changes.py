"""Draws only the paragraphs that new passages change, for the answer to a save.

Drawing the whole text twice, with the passages and without, costs more than the save itself
where an article has many. Offsets are half-open and count code points.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable

from annotations.highlighting.html import DrawnParagraph, drawn_paragraphs, touched_paragraphs
from annotations.highlighting.lanes import Highlight, Span, highlights, moved_by
from annotations.highlighting.segments import cut
from corpus.text import Paragraph, paragraphs


def changed_paragraphs(
    text: str, spans: Iterable[Span], passages: Container[str]
) -> list[DrawnParagraph]:
    """Draw the paragraphs whose HTML differs because of these passages, which `spans` hold too.

    A new passage moves the underlines of others too, in paragraphs that it does not touch.
    """
    in_text = paragraphs(text)
    drawn = highlights(spans)
    new = [highlight for highlight in drawn if highlight.passage in passages]
    starts = {
        paragraph.start
        for highlight in (*new, *moved_by(passages, drawn))
        for start, end in highlight.pieces
        for paragraph in touched_paragraphs(in_text, start, end)
    }
    return [
        paragraph
        for before, low, high in _with_breaks(in_text, len(text))
        if low in starts
        # A passage of the break before it alone shows in a paragraph too.
        for paragraph in drawn_paragraphs(
            cut(text, _between(drawn, before, high), in_text, low, high)
        )
    ]


def _with_breaks(drawn: list[Paragraph], length: int) -> list[tuple[int, int, int]]:
    """(end of the one before, start, start of the one after) of each paragraph."""
    befores = [0, *[paragraph.end for paragraph in drawn]]
    afters = [*[paragraph.start for paragraph in drawn[1:]], length]
    return [
        (before, paragraph.start, after)
        for before, paragraph, after in zip(befores, drawn, afters, strict=False)
    ]


def _between(drawn: list[Highlight], low: int, high: int) -> list[Highlight]:
    """Those of `drawn`, which are in the order of their starts, that reach into a part."""
    after = bisect_left(drawn, high, key=lambda highlight: highlight.pieces[0][0])
    return [highlight for highlight in drawn[:after] if highlight.pieces[-1][1] > low]
