"""Corrections that members propose: what taking one over would change, and what was since."""

from dataclasses import dataclass

from annotations.anchoring.three_way import merged
from annotations.corrections.preview import Comparison, compare
from annotations.corrections.text_diff import Changed, Unchanged, changes
from annotations.models import ProposedCorrection
from corpus.records.action import current_action


@dataclass(frozen=True)
class ProposedChange:
    """What a ProposedCorrection changes.

    `text` is what would be saved: the proposed text, and what was corrected `since` it was
    written. With `is_clash` both changed the same words; `text` is the proposed one then, without
    these corrections. `comparison` is with the current text.
    """

    proposal: ProposedCorrection
    text: str
    is_clash: bool
    since: list[Changed | Unchanged]
    comparison: Comparison

    @property
    def is_contained(self):
        """Whether the current text has all of it already."""
        return self.comparison.is_same


def propose(article, revision, text, reason):
    """Propose a normalised text for a Revision, once; return the ProposedCorrection."""
    by = current_action().by
    open_ones = article.proposed_corrections.open().filter(created_by=by, revision=revision)
    for proposal in open_ones.order_by("pk"):
        if proposal.text == text:
            return proposal
    return article.proposed_corrections.create(
        revision=revision, text=text, reason=reason, created_by=by
    )


def proposed_change(proposal):
    """The ProposedChange of an open proposal."""
    article, base, text = proposal.article, proposal.revision.text, proposal.text
    if not proposal.is_on_older_text:
        return ProposedChange(proposal, text, False, [], compare(article, text))
    both = merged(base, article.text, text)
    text = text if both is None else both
    since = changes(base, article.text)
    return ProposedChange(proposal, text, both is None, since, compare(article, text))
