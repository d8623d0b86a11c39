"""What is shown of a passage where it is mended: its pieces, and what it can be joined with."""

from dataclasses import dataclass

from annotations.anchoring.rebase import PLACED
from annotations.corrections.preview import Place, place_in
from annotations.models import Passage, Placement

# As many passages as are offered to join with, the nearest.
OFFERED = 30


@dataclass(frozen=True)
class Piece:
    """A piece by its number in text order, with the words around it."""

    number: int
    start: int
    end: int
    place: Place


def pieces_of(passage):
    """The Pieces of a passage in the text of today; none where one of them is in doubt."""
    standing = [each for each in passage.current_placements() if not each.is_set_aside]
    if any(each.state != PLACED for each in standing):
        return []
    standing.sort(key=lambda each: each.start)
    text = passage.article.text
    return [
        Piece(number, each.start, each.end, place_in(text, each.start, each.end))
        for number, each in enumerate(standing)
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
    found = newest.exclude(passage=passage).select_related("passage")
    first, last = pieces[0].start, pieces[-1].end
    nearest = sorted(found, key=lambda each: max(first - each.end, each.start - last, 0))
    passages = dict.fromkeys(each.passage for each in nearest)
    return [each for each in passages if each.may_be_edited_by(member)][:OFFERED]


def mending_context(passage, member):
    """What a page shows of where a passage stands, and how it can be mended."""
    return {"pieces": pieces_of(passage), "joinable": joinable(passage, member)}
