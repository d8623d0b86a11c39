"""The last action of a member on an article, to undo, and their last undo, to redo."""

from annotations.history.entries import actions_on
from corpus.records.undo_rules import undo_rules
from corpus.undo.undo import KIND


def last_done(article, member):
    """The member's last action on an article that is not undone and can be, or None."""
    done = actions_on(article).filter(by=member, is_undone=False, undoes=None)
    # An import is undone on its own page: it is more than what is seen here. A correction, by its
    # notice or in the history: it changes the text that the page shows.
    elsewhere = [*undo_rules.refusals, *undo_rules.whole_rows, *undo_rules.reversals]
    return _first(done.exclude(kind__in=elsewhere), member)


def last_undone(article, member):
    """The member's last undo on an article, or None if they have changed something else."""
    undone = actions_on(article).filter(by=member, kind=KIND, is_undone=False)
    last = None
    for action in undone.select_related("undoes__undoes").order_by("-pk")[:50]:
        # After an undo the root is undone; after a redo it is not.
        if action.root.is_undone:
            last = action
            break
    if last is None:
        return None
    since = actions_on(article).filter(by=member, undoes=None, pk__gt=last.pk)
    return None if since.exists() or not last.may_be_undone_by(member) else last


def _first(actions, member):
    last = actions.order_by("-pk").first()
    return last if last and last.may_be_undone_by(member) else None
