"""Draws only the paragraphs that new passages change, for the answer to a save.

Drawing the whole text twice, with the passages and without, costs more than the save itself
where an article has many. Offsets are half-open and count code points.
"""

from collections.abc import Iterable
from typing import NamedTuple

from annotations.highlighting.html import DrawnParagraph, drawn_paragraphs, touched_paragraphs
from annotations.highlighting.lanes import Span, highlights
from annotations.highlighting.segments import cut
from corpus.text import Paragraph


class Part(NamedTuple):
    """A paragraph of the text from `start` to the next one's start, `end`; `before` is the end of
    the one before it.

    What shows in it is in the passages that reach from beyond `before` to before `end`: those of
    the break before it alone have their anchor in it.
    """

    before: int
    start: int
    end: int


def parts_with(
    in_text: list[Paragraph], length: int, pieces: Iterable[tuple[int, int]]
) -> list[Part]:
    """Return the Parts, in order, of the paragraphs of a text that show any of these spans."""
    starts = {
        paragraph.start for span in pieces for paragraph in touched_paragraphs(in_text, *span)
    }
    befores = [0, *[paragraph.end for paragraph in in_text]]
    ends = [*[paragraph.start for paragraph in in_text[1:]], length]
    rows = zip(befores, in_text, ends, strict=False)
    return [Part(before, each.start, end) for before, each, end in rows if each.start in starts]


def draw_parts(
    text: str, in_text: list[Paragraph], parts: Iterable[Part], spans: Iterable[Span]
) -> list[DrawnParagraph]:
    """Draw these Parts as `draw` does; `spans` are all pieces of passages that reach into them."""
    passages = highlights(spans)
    drawn = []
    for before, start, end in parts:
        near = [
            each for each in passages if each.pieces[0][0] < end and each.pieces[-1][1] > before
        ]
        drawn += drawn_paragraphs(cut(text, near, in_text, start, end))
    return drawn
