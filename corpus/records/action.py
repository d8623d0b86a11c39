from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from corpus.db.bulk_insert import insert_keyed
from corpus.records.row_changes import changes_of
from corpus.records.undo_rules import undo_rules

_current: ContextVar["Action | None"] = ContextVar("current action", default=None)


class NoAction(RuntimeError):
    """A row with history was written outside `acting`."""


class Action(models.Model):
    """One act of a member; every history row it caused carries its id.

    `kind` is "<noun>.<verb>", as in "passage.create".
    """

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The Action that this one undoes; undoing an undo is a redo.
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="undone_by"
    )
    # Whether its effect is currently undone, after any undo and redo.
    is_undone = models.BooleanField(default=False, editable=False)

    # Whether any row refers to it.
    has_written = False

    class Meta:
        ordering = ["-at", "-pk"]
        # The Actions of a member, newest first.
        indexes = [models.Index(fields=["by", "id"], name="action_by_member")]

    def __str__(self):
        return f"{self.kind} by {self.by}"

    @property
    def root(self):
        """The original Action, at the start of a chain of undoing and redoing."""
        action = self
        while action.undoes_id:
            action = action.undoes
        return action

    def may_be_undone_by(self, user, changes=None):
        """Whether a user may undo it, by its root; `changes` are the root's, if loaded."""
        root = self.root
        if changes is None:
            is_large = root.kind in undo_rules.whole_rows
            changes = [] if is_large else changes_of([root.pk])[root.pk]
        return all(check(root, changes, user) for check in undo_rules.checks)


@contextmanager
def acting(kind, user):
    """Run a block as one Action of a user, in one transaction.

    Only edges (views, commands, the admin) open an Action; the code they call writes inside it and
    gets the user from `current_action`. An Action that wrote no history rows is deleted, and its
    `pk` becomes None, unless `has_written` is set: an export is kept too. Raises RuntimeError if
    nested.
    """
    _refuse_nesting()
    with transaction.atomic():
        action = Action(kind=kind, by=user)
        insert_keyed([action])
        with _as_current(action):
            yield action
        if not action.has_written and not transaction.get_connection().needs_rollback:
            # No row refers to it, so skip the search for such rows by `delete`.
            Action.objects.filter(pk=action.pk)._raw_delete(DEFAULT_DB_ALIAS)
            action.pk = None


@contextmanager
def continuing(action):
    """Run a block in a separate transaction as a further part of an earlier Action.

    Work too large for one transaction is done in such parts, and undone as one. Raises
    RuntimeError inside `acting`, where the parts would share a transaction.
    """
    _refuse_nesting()
    with transaction.atomic(), _as_current(action):
        yield action


def _refuse_nesting():
    if _current.get() is not None:
        raise RuntimeError("An Action is in progress already: only edges open one.")


@contextmanager
def _as_current(action):
    token = _current.set(action)
    try:
        yield
    finally:
        _current.reset(token)


def current_action():
    """The Action in progress; raises NoAction outside `acting`."""
    action = _current.get()
    if action is None:
        raise NoAction("Write rows with a history inside `with acting(kind, user):`.")
    return action


def current_action_id():
    """The key of the Action in progress, for a row that is about to refer to it."""
    action = current_action()
    action.has_written = True
    return action.pk


class CurrentAction(models.ForeignKey):
    """The Action in which a row is written."""

    def __init__(self, to=Action, on_delete=models.PROTECT, **options):
        super().__init__(to, on_delete, **options | {"default": current_action_id})

    def deconstruct(self):
        """Deconstruct as a plain foreign key: migrations write outside any Action."""
        name, _, args, kwargs = super().deconstruct()
        del kwargs["default"]
        return name, "django.db.models.ForeignKey", args, kwargs


# The columns of a history that its Action tells too.
TOLD_BY_ACTION = ("history_date", "history_user")


class ActionRecord(models.Model):
    """The column that every history row has besides those of its table."""

    action = CurrentAction(related_name="+")

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """The history of a table: who changed what, when, as part of which Action.

    `unindexed` names columns of it by which nothing is looked up: each index is written with every
    row.
    """

    def __init__(self, *, unindexed=(), **options):
        options.setdefault("bases", [ActionRecord])
        options.setdefault("get_user", lambda instance, **_: current_action().by)
        self._unindexed = unindexed
        super().__init__(no_db_index=unindexed, **options)

    def get_extra_fields(self, model, fields):
        extra_fields = super().get_extra_fields(model, fields)
        for name in {"history_date", "history_user"}.intersection(self._unindexed):
            extra_fields[name].db_index = False
        return extra_fields
