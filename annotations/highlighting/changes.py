"""Draws only the paragraphs that new passages change, for the answer to a save.

Drawing the whole text twice, with the passages and without, costs more than the save itself
where an article has many. Offsets are half-open and count code points.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from annotations.highlighting.html import DrawnParagraph, drawn_paragraphs, touched_paragraphs
from annotations.highlighting.lanes import Highlight, Span, highlights, moved_by
from annotations.highlighting.segments import cut
from corpus.text import Paragraph, paragraphs


class ChangedParagraphs:
    """The paragraphs whose HTML differs because of some of the passages of `spans`.

    A new passage moves the underlines of others too, in paragraphs that it does not touch.
    The spans need no hues: `shown` are the passages in these paragraphs, and `draw` takes theirs.
    """

    def __init__(self, text: str, spans: Iterable[Span], passages: Container[str]) -> None:
        self._text = text
        self._paragraphs = paragraphs(text)
        drawn = highlights(spans)
        changed = [highlight for highlight in drawn if highlight.passage in passages]
        starts = {
            paragraph.start
            for highlight in (*changed, *moved_by(passages, drawn))
            for start, end in highlight.pieces
            for paragraph in touched_paragraphs(self._paragraphs, start, end)
        }
        # (start, end) of each with the break after it, and the highlights that may show there:
        # one of a break alone shows in the paragraph after it.
        self._changed = [
            (low, high, _between(drawn, before, high))
            for before, low, high in _with_breaks(self._paragraphs, len(text))
            if low in starts
        ]

    @property
    def shown(self) -> set[str]:
        """The passages whose hues `draw` needs."""
        return {highlight.passage for *_, inside in self._changed for highlight in inside}

    def draw(self, hues: Mapping[str, int]) -> list[DrawnParagraph]:
        """Draw them, in the order of the text; a passage without a hue has no tag."""
        return [
            paragraph
            for low, high, inside in self._changed
            for paragraph in drawn_paragraphs(
                cut(
                    self._text,
                    [replace(each, hue=hues.get(each.passage, 0)) for each in inside],
                    self._paragraphs,
                    low,
                    high,
                )
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
