"""Undoes an Action: restores every row that it changed to its former state.

Only the Action's own changes are undone. A column changed again since keeps its newer value, a
shared row (a tag, a person) that others use stays, and rows that refer to a removed row stay and
reappear with it. Versions increase, so that forms opened before are stale.
"""

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Case, Value, When

from corpus.records.action import Action, current_action
from corpus.records.row_changes import changes_of, number_written
from corpus.records.undo_rules import UndoRefused, undo_rules
from corpus.undo.dependents import dependent_actions, rows_used_since
from corpus.undo.restore import RestoreWriter, restore_names

KIND = "action.undo"
# Actions with more history rows are read before anything is locked.
LARGE_ACTION_ROWS = 500
CONFLICT_MESSAGE = (
    "It cannot be restored: something with the same name, or in the same position, has "
    "been created since."
)


class AlreadyUndone(ValueError):
    """The Action is undone already; `undone_by` is the Action that did it."""

    def __init__(self, undone_by):
        super().__init__(f"{undone_by.by} has already undone this.")
        self.undone_by = undone_by


class BuiltUpon(Exception):
    """Later Actions depend on the one to undo; `actions` lists them, newest first."""

    def __init__(self, actions):
        super().__init__(f"{len(actions)} later changes depend on it.")
        self.actions = actions


def undo(action, is_confirmed=False, read_ahead=None):
    """Undo an Action, inside `acting(KIND, user)`; returns that Action, which can be undone too.

    `read_ahead` is the ChangesReadAhead of a large Action. Raises AlreadyUndone, UndoRefused and,
    unless `is_confirmed`, BuiltUpon; RuntimeError inside an Action of another kind.
    """
    undoing = current_action()
    if undoing.kind != KIND:
        raise RuntimeError("Undoing is an Action of its own: not part of another.")
    chain = _locked_chain(action)
    tip = chain[-1]
    _check_kind(chain[0])
    for halt in undo_rules.halts:
        halt(chain[0])
    changes = read_ahead.of(tip) if read_ahead else _changes(tip)
    if reversal := undo_rules.reversals.get(chain[0].kind):
        reversal(changes)
    else:
        _put_rows_back(tip, changes, is_confirmed)
    undoing.undoes = tip
    undoing.save(update_fields=["undoes"])
    _toggle_undone(chain)
    return undoing


def _put_rows_back(tip, changes, is_confirmed):
    rows = _locked_rows(changes)
    for guard in undo_rules.guards:
        guard(changes)
    if not is_confirmed and (dependents := dependent_actions(tip, changes)):
        raise BuiltUpon(dependents)
    _put_back(tip, changes, rows)


class ChangesReadAhead:
    """The changes of a large Action, read before its rows are locked, to keep the locks short.

    The history of a finished Action does not change; if an Action in progress has written more
    rows by then, they are read again.
    """

    def __init__(self, action):
        self._pk, self._changes = action.pk, None
        self._number = number_written(action.pk)
        if self._number > LARGE_ACTION_ROWS:
            self._changes = _changes(action)

    def of(self, action):
        is_same = self._changes is not None and action.pk == self._pk
        if is_same and number_written(action.pk) == self._number:
            return self._changes
        return _changes(action)


def _changes(action):
    """The RowChanges of an Action that its undo puts back."""
    models = undo_rules.whole_rows.get(action.root.kind)
    return changes_of([action.pk], models)[action.pk]


def _locked_chain(action):
    """The root Action, its undo, the undo of that, and so on; raises AlreadyUndone.

    The root is locked to serialise concurrent undo requests.
    """
    root = Action.objects.select_for_update(of=("self",), no_key=True).get(pk=action.root.pk)
    chain = [root]
    while following := Action.objects.filter(undoes=chain[-1]).select_related("by").first():
        chain.append(following)
    if next(link for link in chain if link.pk == action.pk).is_undone:
        raise AlreadyUndone(chain[-1])
    return chain


def _toggle_undone(chain):
    """Toggle `is_undone` of every Action in the chain."""
    toggled = Case(
        When(is_undone=True, then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    Action.objects.filter(pk__in=[link.pk for link in chain]).update(is_undone=toggled)


def _check_kind(root):
    if root.kind in undo_rules.refusals:
        raise UndoRefused(undo_rules.refusals[root.kind])


def _locked_rows(changes):
    """{(model, key): current row} of the changes, locked in the common order."""
    if not changes:
        raise UndoRefused("This change has nothing to undo.")
    if not all(change.is_known for change in changes):
        raise UndoRefused("The history has no earlier version of it.")
    for lock in undo_rules.locks:
        lock(changes)
    keys = {}
    for change in changes:
        keys.setdefault(change.model, []).append(change.pk)
    ordered = [model for model in undo_rules.lock_order if model in keys]
    rows = {}
    for model in [*ordered, *(model for model in keys if model not in ordered)]:
        locked = model._base_manager.select_for_update(of=("self",), no_key=True)
        for row in locked.filter(pk__in_array=keys[model]).order_by("pk"):
            rows[model, row.pk] = row
    return rows


def _put_back(tip, changes, rows):
    """Delete created rows first, so that unique constraints do not block restored ones."""
    removals = [change for change in changes if change.would_go]
    restorations = [change for change in changes if not change.would_go]
    shared_names = [change for change in removals if _is_shared_name(change)]
    others = [change for change in removals if not _is_shared_name(change)]
    writer = RestoreWriter(is_large=tip.root.kind in undo_rules.whole_rows)

    def put_back(batch):
        for change in batch:
            writer.put_back(change, rows.get((change.model, change.pk)))
        return writer.write()

    try:
        with transaction.atomic():
            has_written = [put_back(others), put_back(restorations)]
            # What others use is known once these are written.
            used = rows_used_since(shared_names, changes, tip)
            unused = [change for change in shared_names if (change.model, change.pk) not in used]
            if not any([*has_written, put_back(unused)]):
                raise UndoRefused(
                    "Nothing is left to undo: later changes use or replaced all of it."
                )
            restore_names(changes, KIND)
            for repair in undo_rules.repairs:
                repair(changes)
    except IntegrityError as error:
        raise UndoRefused(CONFLICT_MESSAGE) from error


def _is_shared_name(change):
    return getattr(change.model, "stays_while_used", False)
