"""Carries the passages of an article over to a corrected text.

Each piece is mapped from the last revision in which its position was certain: the newest one,
unless it is uncertain there. An uncertain piece stays uncertain wherever it matches: only a
member can place it again (see `corrections.review`), or a correction that restores the very text in
which its position was certain.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from simple_history.utils import bulk_create_with_history

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED, Rebased, describe
from annotations.models.placement import Placement
from corpus.models import Revision
from corpus.models.revision_text import text_of
from corpus.records.action import current_action

# Outcomes for a piece besides NEEDS_REVIEW and LOST.
STAYS, MOVES, SET_ASIDE = "stays", "moves", "set_aside"

_NOWHERE = Rebased(LOST, None, None, 0.0)


@dataclass(frozen=True)
class PieceOutcome:
    """The outcome for one piece of a passage in a new text.

    `before` is its Placement in the newest revision, `certain` its last certain one, `after` its
    position in the new text.
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
        """An unsaved Placement of the piece in the Revision of that text."""
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


def outcomes_of(old, text, passage=None):
    """The PieceOutcomes, in a new text, of all pieces in the Revision `old`.

    Pieces of deleted passages are included. With `passage`, only its pieces. Takes three queries,
    and one diff for each revision in which a piece was last certain.
    """
    rows = Placement.objects.filter(revision=old)
    if passage:
        rows = rows.filter(passage=passage)
    pieces = list(rows.order_by("passage", "piece"))
    certain = _last_certain(rows, pieces, old)
    bases = defaultdict(list)
    for before in pieces:
        base = certain[_key(before)]
        if not before.is_set_aside and base.start is not None:
            bases[base.revision_id].append((before, base))
    # Compares texts, with a library that takes long to load: only corrections need it.
    from annotations.anchoring.rebase import rebase

    texts = _texts(old, bases)
    after = {}
    for revision, group in bases.items():
        rebased_spans = rebase(texts[revision], text, [(base.start, base.end) for _, base in group])
        for (before, _), rebased in zip(group, rebased_spans, strict=True):
            is_restored = texts[revision] == text
            after[_key(before)] = rebased if is_restored else _kept_in_review(before, rebased)
    return [
        PieceOutcome(before, certain[_key(before)], after.get(_key(before), _NOWHERE))
        for before in pieces
    ]


def carry_over(old, new, passage=None):
    """Save placements in the Revision `new` for all pieces in the one before it, `old`.

    With `passage`, only its pieces. Call inside `acting`.
    """
    rows = [outcome.placement(new) for outcome in outcomes_of(old, new.text, passage)]
    bulk_create_with_history(rows, Placement, default_user=current_action().by)


def _key(placement):
    return placement.passage_id, placement.piece


def _last_certain(rows, pieces, old):
    """The last certain Placement of each piece; of one that has none, the Placement in `old`."""
    last_certain = {_key(piece): piece for piece in pieces}
    if any(piece.state != PLACED for piece in pieces):
        uncertain = rows.uncertain().values("passage")
        earlier = Placement.objects.certain().filter(
            passage__in=uncertain, revision__number__lt=old.number
        )
        placed = {_key(placement): placement for placement in earlier.order_by("revision__number")}
        last_certain |= {
            key: placed[key]
            for key, piece in last_certain.items()
            if piece.state != PLACED and key in placed
        }
    return last_certain


def _texts(old, revisions):
    """{primary key: text} of these revisions."""
    others = Revision.objects.filter(pk__in=set(revisions) - {old.pk})
    return dict(others.values_list("pk", text_of())) | {old.pk: old.text}


def _kept_in_review(before, rebased):
    if before.state == PLACED or rebased.state != PLACED:
        return rebased
    return Rebased(NEEDS_REVIEW, rebased.start, rebased.end, rebased.score)


def catch_up(passage):
    """Carry a passage over to revisions made while it was deleted; call inside `acting`."""
    last = passage.placements.order_by("-revision__number").values_list("revision__number")[:1]
    if not last or last[0][0] == passage.article.revision_number:
        return
    later = passage.article.revisions.filter(number__gte=last[0][0]).order_by("number")
    for old, new in pairwise(later):
        carry_over(old, new, passage)
