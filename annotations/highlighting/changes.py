"""Draws only what new passages change, for the answer to a save.

Drawing the whole text twice, with the passages and without, costs more than the save itself
where an article has many: of several new passages their paragraphs are drawn, of one its own words.
Offsets are half-open and count code points.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from annotations.highlighting.html import (
    DrawnParagraph,
    Html,
    drawn_paragraphs,
    run_html,
    touched_paragraphs,
)
from annotations.highlighting.lanes import Highlight, Span, highlights
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
    """Draw these Parts as `html.draw` does.

    `spans` are all pieces of passages that reach into them.
    """
    passages = highlights(spans)
    drawn = []
    for before, start, end in parts:
        near = _between(passages, before, end)
        drawn += drawn_paragraphs(cut(text, near, in_text, start, end))
    return drawn


class Run(NamedTuple):
    """The words of a new passage in a paragraph, which is the text's at `position`.

    What shows in them is in the passages that reach from beyond `before` to before `end`, where
    `before` is as in a Part if the run begins its paragraph.
    """

    position: int
    before: int
    start: int
    end: int


class DrawnRun(NamedTuple):
    """A drawn Run of a passage; `paragraph` is the start of its paragraph.

    Its marks have no lanes. As the new passage moves no underline, a page that has all others
    knows theirs, and the lowest lane that none of them has there is that of the new one.
    """

    passage: str
    hue: int
    paragraph: int
    start: int
    html: Html


def runs_with(in_text: list[Paragraph], start: int, end: int) -> list[Run]:
    """Return the Runs of a span, in order; none if it consists of paragraph breaks."""
    runs = []
    first = bisect_right(in_text, start, key=lambda paragraph: paragraph.end)
    for index in range(first, len(in_text)):
        paragraph = in_text[index]
        if paragraph.start >= end:
            break
        before = in_text[index - 1].end if index else 0
        low = max(start, paragraph.start)
        is_first = low == paragraph.start
        runs.append(Run(index, before if is_first else low, low, min(end, paragraph.end)))
    return runs


def draw_runs(
    text: str, in_text: list[Paragraph], passage: str, runs: Iterable[Run], spans: Iterable[Span]
) -> list[DrawnRun]:
    """Draw these Runs of a passage; `spans` are all pieces of passages that reach into them.

    Without pieces of its own, a passage has none.
    """
    passages = highlights(spans)
    hue_of = {each.passage: each.hue for each in passages}
    if passage not in hue_of:
        return []
    drawn = []
    for position, before, start, end in runs:
        near = _between(passages, before, end)
        # Where a passage opens depends on the paragraphs since the first of these.
        first = bisect_right(in_text, near[0].pieces[0][0], key=lambda paragraph: paragraph.end)
        around = in_text[first : position + 1]
        segments = cut(text, near, around, start, end, has_lanes=False)
        words = run_html(segments)
        drawn.append(DrawnRun(passage, hue_of[passage], in_text[position].start, start, words))
    return drawn


def _between(passages: list[Highlight], low: int, high: int) -> list[Highlight]:
    return [each for each in passages if each.pieces[0][0] < high and each.pieces[-1][1] > low]
