"""Draws overlapping passages as safe HTML with flat marks, one per segment.

Offsets are half-open and count code points. Marks and their attributes are part of the
page's interface: scripts, style sheets and other tools read them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from annotations.highlighting.lanes import MAX_LANES_DRAWN, Highlight, Span
from annotations.highlighting.segments import Segment, segments
from corpus.text import Paragraph

__all__ = [
    *["DrawnParagraph", "Highlight", "Html", "Segment", "Span"],
    *["draw", "drawn_paragraphs", "segments", "text_html", "touched_paragraphs", "with_hits"],
]

# Half-open spans in text order, without overlaps.
Hits = Sequence[tuple[int, int]]


class Html(str):
    """Markup that templates do not escape."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class DrawnParagraph:
    """One paragraph of the text; `html` is the content of its element.

    A line break inside the paragraph stays an LF: the style sheet shows it.
    """

    start: int
    end: int
    html: Html


_AnyParagraph = TypeVar("_AnyParagraph", DrawnParagraph, Paragraph)


def draw(text: str, spans: Iterable[Span], hits: Hits = ()) -> list[DrawnParagraph]:
    """Draw `text` paragraph by paragraph, with the passages of `spans` marked in it.

    Each passage has exactly one element with the id `passage-…`: its first mark, or an
    empty element before that mark if another passage starts there too. The text is escaped and
    complete. Raises ValueError for a span that is empty or reaches beyond the text.

    Search hits are nested in the marks, split at marks and paragraphs. The first element of a
    hit has the id `hit-…`, all have its number, from 1.
    """
    return drawn_paragraphs(segments(text, spans), hits)


def drawn_paragraphs(flat_segments: Iterable[Segment], hits: Hits = ()) -> list[DrawnParagraph]:
    """Draw the paragraphs of segments, which are whole paragraphs and the breaks after them."""
    drawn: list[DrawnParagraph] = []
    for is_drawn, group in groupby(flat_segments, key=lambda segment: segment.is_drawn):
        group_segments = list(group)
        if is_drawn:
            html = "".join([_segment_html(segment, hits) for segment in group_segments])
            drawn.append(
                DrawnParagraph(group_segments[0].start, group_segments[-1].end, Html(html))
            )
        elif drawn and group_segments[0].opens:
            # Only passages that consist of breaks, after the last paragraph, open at a break.
            last = drawn.pop()
            html = last.html + "".join(
                [_empty_start(highlight) for highlight in group_segments[0].opens]
            )
            drawn.append(DrawnParagraph(last.start, last.end, Html(html)))
    return drawn


def run_html(flat_segments: Iterable[Segment]) -> Html:
    """Draw segments of one paragraph."""
    return Html("".join([_segment_html(segment, ()) for segment in flat_segments]))


def text_html(paragraphs: Iterable[DrawnParagraph]) -> Html:
    """Return the paragraphs as elements that name their start, for `[data-article-text]`."""
    return Html("".join([f'<p data-start="{each.start}">{each.html}</p>' for each in paragraphs]))


def touched_paragraphs(
    paragraphs: Sequence[_AnyParagraph], start: int, end: int
) -> Sequence[_AnyParagraph]:
    """Return the paragraphs, in order, that have text in the span or show its anchor.

    The anchor of a span that is only a paragraph break is in the following paragraph, or in
    the last one.
    """
    first = bisect_right(paragraphs, start, key=lambda paragraph: paragraph.end)
    after = bisect_left(paragraphs, end, key=lambda paragraph: paragraph.start)
    return paragraphs[first : max(after, first + 1)] or paragraphs[-1:]


def with_hits(text: str, hits: Hits) -> Html:
    """Return a text other than the article's, such as its title, with its hits marked."""
    pieces = []
    position = 0
    for start, end in hits:
        before, words = (
            escape(text[position:start], quote=False),
            escape(text[start:end], quote=False),
        )
        pieces.append(f'{before}<b class="hit">{words}</b>')
        position = end
    return Html("".join(pieces) + escape(text[position:], quote=False))


def _words_html(segment: Segment, hits: Hits) -> str:
    """Return the words of a segment, with the parts of hits in it as elements."""
    text = segment.text
    pieces = []
    position = segment.start
    for number in range(bisect_right(hits, position, key=itemgetter(1)), len(hits)):
        start, end = hits[number]
        if start >= segment.end:
            break
        low, high = max(start, position), min(end, segment.end)
        name = f' id="hit-{number + 1}"' if low == start else ""
        before = escape(text[position - segment.start : low - segment.start], quote=False)
        words = escape(text[low - segment.start : high - segment.start], quote=False)
        pieces.append(f'{before}<b class="hit"{name} data-hit="{number + 1}">{words}</b>')
        position = high
    return "".join(pieces) + escape(text[position - segment.start :], quote=False)


def _segment_html(segment: Segment, hits: Hits) -> str:
    text = _words_html(segment, hits) if hits else escape(segment.text, quote=False)
    # The last passage to start here, which is on top, gets the mark itself.
    anchored = None
    starts = ""
    if segment.opens:
        covering = [
            highlight for highlight in segment.opens if highlight.passage in segment.passages
        ]
        anchored = covering[-1] if covering else None
        starts = "".join(
            [_empty_start(highlight) for highlight in segment.opens if highlight is not anchored]
        )
    if not segment.passages:
        return starts + text
    depth = len(segment.passages)
    anchor = _anchor_attributes(anchored) if anchored else ""
    lanes = "".join([_lane_attribute(*lane) for lane in segment.lanes])
    several = f' data-depth="{min(depth, MAX_LANES_DRAWN)}"' if depth > 1 else ""
    more = f' data-more="{depth}"' if len(segment.lanes) < depth else ""
    return (
        f'{starts}<mark{anchor} data-passages="{escape(" ".join(segment.passages))}"'
        f' data-hue="{segment.hue:d}"{several}{lanes}{more}>{text}</mark>'
    )


@lru_cache
def _lane_attribute(lane: int, hue: int) -> str:
    return f' data-lane-{lane}="{hue:d}"'


def _empty_start(highlight: Highlight) -> str:
    return f'<span class="passage-start"{_anchor_attributes(highlight)}></span>'


def _anchor_attributes(highlight: Highlight) -> str:
    passage = escape(highlight.passage)
    return f' id="passage-{passage}" data-anchor="--p-{passage}"'
