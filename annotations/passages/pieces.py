"""What the page to edit a passage shows: its pieces, and passages that it can be joined with."""

from dataclasses import dataclass

from annotations.anchoring.spans import PLACED
from annotations.corrections.preview import QuoteInContext, quote_in_context
from annotations.models import Passage, Placement

# Passages offered to join with, the nearest first.
MAX_JOINABLE = 30


@dataclass(frozen=True)
class Piece:
    """A piece: its number in text order, its span in code points, and its context."""

    number: int
    start: int
    end: int
    context: QuoteInContext


def pieces_of(passage):
    """The Pieces of a passage in the newest text; none where one of them is not placed."""
    placements = [
        placement for placement in passage.current_placements() if not placement.is_set_aside
    ]
    if any(placement.state != PLACED for placement in placements):
        return []
    placements.sort(key=lambda placement: placement.start)
    text = passage.article.text
    return [
        Piece(
            number,
            placement.start,
            placement.end,
            quote_in_context(text, placement.start, placement.end),
        )
        for number, placement in enumerate(placements)
    ]


def joinable(passage, member):
    """Passages of the article that a member may join with this one, the nearest first."""
    pieces = pieces_of(passage)
    if not pieces:
        return []
    newest = (
        Placement.objects.certain()
        .in_text_order()
        .filter(
            passage__in=Passage.objects.visible_to(member),
            revision__article=passage.article_id,
            revision__number=passage.article.revision_number,
        )
    )
    others = newest.exclude(passage=passage).select_related("passage")
    first, last = pieces[0].start, pieces[-1].end
    nearest = sorted(
        others, key=lambda placement: max(first - placement.end, placement.start - last, 0)
    )
    passages = dict.fromkeys(placement.passage for placement in nearest)
    return [placement for placement in passages if placement.may_be_edited_by(member)][
        :MAX_JOINABLE
    ]


def boundaries_context(passage, member):
    """Template context for adjusting the boundaries of a passage."""
    return {"pieces": pieces_of(passage), "joinable": joinable(passage, member)}
