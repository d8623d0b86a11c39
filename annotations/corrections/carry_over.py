"""Where the passages of an article stand in a corrected text.

Each piece is followed from the last revision in which it stood for certain: the newest one,
unless it is in doubt there. What is in doubt stays so, wherever it is found: only a person ends
a doubt (see `corrections.review`), or the very text coming back in which the piece stood for
certain.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from simple_history.utils import bulk_create_with_history

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED, Rebased, describe, rebase
from annotations.models.placement import Placement
from corpus.models import Revision
from corpus.records.action import current_action

# What becomes of a piece, in the words of the page that corrects a text.
STAYS, MOVES, SET_ASIDE = "stays", "moves", "set_aside"

_NOWHERE = Rebased(LOST, None, None, 0.0)


@dataclass(frozen=True)
class PieceOutcome:
    """What becomes of one piece of a passage in a new text.

    `before` is where it stands in the newest revision, `certain` where it last stood for certain,
    `after` its place in the new text.
    """

    before: Placement
    certain: Placement
    after: Rebased

    @property
    def kind(self):
        """STAYS, MOVES, NEEDS_REVIEW, LOST or SET_ASIDE."""
        if self.before.is_set_aside:
            return SET_ASIDE
        if self.after.state != PLACED:
            return self.after.state
        is_same = (self.before.start, self.before.end) == (self.after.start, self.after.end)
        return STAYS if is_same else MOVES

    def placement(self, revision):
        """The piece in the Revision of that text, unsaved."""
        placement = Placement(
            passage_id=self.before.passage_id,
            revision=revision,
            piece=self.before.piece,
            start=self.after.start,
            end=self.after.end,
            state=self.after.state,
            score=self.after.score,
            prefix=self.certain.prefix,
            suffix=self.certain.suffix,
            is_set_aside=self.before.is_set_aside,
        )
        if self.after.state != LOST:
            [around] = describe(revision.text, [(self.after.start, self.after.end)])
            placement.prefix, placement.suffix = around.prefix, around.suffix
        return placement


def fates(old, text, passage=None):
    """The Fates of all pieces that stand in a Revision, deleted passages' too, in a new text.

    With `passage` of its pieces alone. Three queries and one diff for each revision in which
    something last stood for certain.
    """
    rows = Placement.objects.filter(revision=old)
    if passage:
        rows = rows.filter(passage=passage)
    pieces = list(rows.order_by("passage", "piece"))
    certain = _certain(rows, pieces, old)
    bases = defaultdict(list)
    for before in pieces:
        base = certain[_key(before)]
        if not before.is_set_aside and base.start is not None:
            bases[base.revision_id].append((before, base))
    texts = _texts(old, bases)
    after = {}
    for revision, group in bases.items():
        found = rebase(texts[revision], text, [(base.start, base.end) for _, base in group])
        for (before, _), rebased in zip(group, found, strict=True):
            is_restored = texts[revision] == text
            after[_key(before)] = rebased if is_restored else _still_in_doubt(before, rebased)
    return [
        PieceOutcome(before, certain[_key(before)], after.get(_key(before), _NOWHERE))
        for before in pieces
    ]


def follow(old, new, passage=None):
    """Place what stands in the Revision `old` in the one after it; call inside `acting`."""
    rows = [fate.placement(new) for fate in fates(old, new.text, passage)]
    bulk_create_with_history(rows, Placement, default_user=current_action().by)


def _key(placement):
    return placement.passage_id, placement.piece


def _certain(rows, pieces, old):
    """Where each piece last stood for certain; one that never did is followed from here."""
    found = {_key(piece): piece for piece in pieces}
    if any(piece.state != PLACED for piece in pieces):
        doubtful = rows.uncertain().values("passage")
        earlier = Placement.objects.certain().filter(
            passage__in=doubtful, revision__number__lt=old.number
        )
        placed = {_key(each): each for each in earlier.order_by("revision__number")}
        found |= {
            key: placed[key]
            for key, piece in found.items()
            if piece.state != PLACED and key in placed
        }
    return found


def _texts(old, revisions):
    """The texts of these revisions, by their keys."""
    others = Revision.objects.filter(pk__in=set(revisions) - {old.pk})
    return dict(others.values_list("pk", "text")) | {old.pk: old.text}


def _still_in_doubt(before, rebased):
    if before.state == PLACED or rebased.state != PLACED:
        return rebased
    return Rebased(NEEDS_REVIEW, rebased.start, rebased.end, rebased.score)


def catch_up(passage):
    """Carry a passage over into revisions that were made without it; call inside `acting`."""
    last = passage.placements.order_by("-revision__number").values_list("revision__number")[:1]
    if not last or last[0][0] == passage.article.revision_number:
        return
    later = passage.article.revisions.filter(number__gte=last[0][0]).order_by("number")
    for old, new in pairwise(later):
        follow(old, new, passage)
