"""Draws only the paragraphs that new passages change, for the answer to a save.

Drawing the whole text twice, with the passages and without, costs more than the save itself
where an article has many. Offsets are half-open and count code points.
"""

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence

from annotations.highlighting.html import DrawnParagraph, drawn_paragraphs, touched_paragraphs
from annotations.highlighting.lanes import Outline, Piece, filled, moved_by, outlines
from annotations.highlighting.segments import cut
from corpus.text import Paragraph, paragraphs


def changed_paragraphs(
    text: str, pieces: Sequence[Piece], hues: Mapping[str, int], passages: Container[str]
) -> list[DrawnParagraph]:
    """Draw the paragraphs whose HTML differs because of these passages, which `pieces` hold too.

    A new passage moves the underlines of others too, in paragraphs that it does not touch. `hues`
    are by passage, as in a Span.
    """
    in_text = paragraphs(text)
    drawn = outlines(pieces)
    moved = moved_by(passages, drawn)
    starts = {
        paragraph.start
        for passage, start, end in pieces
        if passage in moved or passage in passages
        for paragraph in touched_paragraphs(in_text, start, end)
        # An underline that was moved shows only below words.
        if passage in passages or max(start, paragraph.start) < min(end, paragraph.end)
    }
    # A passage of the break before it alone shows in a paragraph too.
    changed = [part for part in _with_breaks(in_text, len(text)) if part[1] in starts]
    near = [_between(drawn, before, high) for before, _, high in changed]
    shown = filled({outline: None for part in near for outline in part}, pieces, hues)
    by_passage = {highlight.passage: highlight for highlight in shown}
    return [
        paragraph
        for (_, low, high), part in zip(changed, near, strict=True)
        for paragraph in drawn_paragraphs(
            cut(text, [by_passage[outline.passage] for outline in part], in_text, low, high)
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


def _between(drawn: list[Outline], low: int, high: int) -> list[Outline]:
    """Those of `drawn`, which are in the order of their starts, that reach into a part."""
    after = bisect_left(drawn, high, key=lambda outline: outline.start)
    return [outline for outline in drawn[:after] if outline.end > low]
