"""Undoing an action: every row that it touched is put back to what it was before.

Only what the action itself did is taken back. A column that somebody changed since keeps its
newer value, a name that others use stays, and what hangs on a row that goes stays with it and
comes back with it. Versions go up, so that forms opened before are still stale.
"""

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Case, Value, When

from corpus.records.action import Action, acting
from corpus.records.row_changes import changes_of, number_written
from corpus.records.undo_rules import UndoRefused, undo_rules
from corpus.undo.dependents import builders_upon, used_since
from corpus.undo.restore import Writing, bring_names_back

KIND = "action.undo"
# From so many rows on, an action is read before it is locked.
LARGE = 500
TAKEN = (
    "It cannot be put back as it was: something of the same name, or in the same place, "
    "was made since."
)


class AlreadyUndone(ValueError):
    """Somebody undid it before; `undone_by` is the action that did."""

    def __init__(self, undone_by):
        super().__init__(f"{undone_by.by} undid this already.")
        self.undone_by = undone_by


class BuiltUpon(Exception):
    """Later actions built on what is to be undone; `actions` are they, the newest first."""

    def __init__(self, actions):
        super().__init__(f"{len(actions)} later actions build on it.")
        self.actions = actions


def undo(action, by, is_confirmed=False):
    """Put back what an Action changed; answers the Action of doing so, which can be undone too.

    Raises AlreadyUndone, UndoRefused and, unless `is_confirmed`, BuiltUpon.
    """
    ahead = _Ahead(action)
    with acting(KIND, by) as undoing:
        if undoing.kind != KIND:
            raise RuntimeError("Undoing is an action of its own: not inside another `acting`.")
        chain = _locked_chain(action)
        tip = chain[-1]
        _refuse_kind(chain[0])
        for halt in undo_rules.halts:
            halt(chain[0])
        changes = ahead.of(tip)
        rows = _locked_rows(changes)
        for guard in undo_rules.guards:
            guard(changes)
        if not is_confirmed and (builders := builders_upon(tip, changes)):
            raise BuiltUpon(builders)
        _put_back(tip, changes, rows, by)
        undoing.undoes = tip
        undoing.save(update_fields=["undoes"])
        _turn(chain)
    return undoing


class _Ahead:
    """The changes of a large action, read before anybody waits for what undoing it locks.

    What an action did stays as it is once it is done; of one that still went on meanwhile there
    are more rows by then, and they are read again.
    """

    def __init__(self, action):
        self._pk, self._changes = action.pk, None
        self._number = number_written(action.pk)
        if self._number > LARGE:
            self._changes = changes_of([action.pk])[action.pk]

    def of(self, action):
        is_same = self._changes is not None and action.pk == self._pk
        if is_same and number_written(action.pk) == self._number:
            return self._changes
        return changes_of([action.pk])[action.pk]


def _locked_chain(action):
    """The action first done, its undo, the undo of that, and so on; raises AlreadyUndone.

    Whoever undoes any of them waits here for the first.
    """
    root = Action.objects.select_for_update(of=("self",), no_key=True).get(pk=action.root.pk)
    chain = [root]
    while following := Action.objects.filter(undoes=chain[-1]).select_related("by").first():
        chain.append(following)
    if next(each for each in chain if each.pk == action.pk).is_undone:
        raise AlreadyUndone(chain[-1])
    return chain


def _turn(chain):
    """What was undone holds again, and the other way round."""
    turned = Case(
        When(is_undone=True, then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    Action.objects.filter(pk__in=[each.pk for each in chain]).update(is_undone=turned)


def _refuse_kind(root):
    if root.kind in undo_rules.refusals:
        raise UndoRefused(undo_rules.refusals[root.kind])


def _locked_rows(changes):
    """The rows as they stand, by model and key, locked in the order in which everybody does."""
    if not changes:
        raise UndoRefused("It changed nothing that could be put back.")
    if not all(change.is_known for change in changes):
        raise UndoRefused("The history does not say how it was before.")
    for lock in undo_rules.locks:
        lock(changes)
    keys = {}
    for change in changes:
        keys.setdefault(change.model, []).append(change.pk)
    first = [model for model in undo_rules.lock_order if model in keys]
    rows = {}
    for model in [*first, *(model for model in keys if model not in first)]:
        locked = model._base_manager.select_for_update(of=("self",), no_key=True)
        for row in locked.filter(pk__in_array=keys[model]).order_by("pk"):
            rows[model, row.pk] = row
    return rows


def _put_back(tip, changes, rows, by):
    """First what was made goes, so that nothing is in the way of what comes back."""
    going = [change for change in changes if change.would_go]
    names = [change for change in going if getattr(change.model, "stays_while_used", False)]
    staying = [change for change in changes if not change.would_go]
    kept = {(change.model, change.pk) for change in names}
    writing = Writing(by)

    def put_back(some):
        for change in some:
            writing.put_back(change, rows.get((change.model, change.pk)))
        return writing.write()

    try:
        with transaction.atomic():
            done = put_back([one for one in going if (one.model, one.pk) not in kept])
            done = put_back(staying) or done
            used = used_since(names, changes, tip)
            done = put_back([one for one in names if (one.model, one.pk) not in used]) or done
            if not done:
                raise UndoRefused("Nothing of it is left to undo: others use or changed it all.")
            bring_names_back(changes, KIND)
            for mend in undo_rules.mends:
                mend(changes)
    except IntegrityError as error:
        raise UndoRefused(TAKEN) from error
