"""Takes back a correction: the text before it becomes the next revision."""

from annotations.models import ProposalState, ProposedCorrection
from corpus.models import Article
from corpus.models.correction import correct
from corpus.records.undo_rules import UndoRefused

CORRECTED_SINCE = (
    "The text has been corrected again since, as revision {number}. Undo that correction first, or "
    "correct the text; every earlier text is kept."
)


def take_back(changes):
    """Restore the text before a correction, given the RowChanges of its Action.

    The corrected text stays as its revision. Passages are placed again, those of the time before at
    their former positions. What was proposed waits for a decision again. Raises UndoRefused where
    the text is no longer what the correction made it, RowGone.
    """
    [change] = [each for each in changes if each.model is Article]
    article, number = Article.lock(change.pk), change.after.revision_number
    former, corrected = article.revisions.filter(number__in=(number - 1, number)).order_by("number")
    # Later corrections may have been taken back as well.
    if article.text != corrected.text:
        raise UndoRefused(CORRECTED_SINCE.format(number=article.revision_number))
    revision = correct(article, former.text, f"Text of revision {former.number} restored")
    for each in changes:
        if each.model is ProposedCorrection:
            _put_back(each, revision)


def _put_back(change, revision):
    """Give a proposal its former decision; one that is taken over again is so as `revision`."""
    proposal = ProposedCorrection.lock(change.pk, even_deleted=True)
    for name in ProposedCorrection.DECIDED_COLUMNS:
        setattr(proposal, name, getattr(change.before, name))
    if proposal.state == ProposalState.TAKEN_OVER:
        proposal.taken_as = revision
    proposal.save_act(*ProposedCorrection.DECIDED_COLUMNS)
