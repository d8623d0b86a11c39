"""What an Action changed, row by row, read from all history tables."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import OuterRef, Subquery


@cache
def tracked_models():
    """Every model whose rows have a history, in a tuple."""
    return tuple(
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    )


@dataclass(frozen=True)
class RowChange:
    """What an Action changed in one row.

    `before` and `after` are history rows, None if the row did not exist; `last` is the key of
    its last history row in the Action. `is_known` is False if the history begins after the row
    was created, so that its former state is unknown.
    """

    model: type
    pk: int
    before: object
    after: object
    last: int
    is_known: bool = True

    @property
    def is_made(self):
        return self.before is None and self.after is not None

    @property
    def would_go(self):
        """Whether undoing the Action removes the row: the Action created or restored it."""
        if self.before is None or self.after is None:
            return self.is_made
        was, now = (getattr(row, "deleted_at", None) for row in (self.before, self.after))
        return was is not None and now is None

    @property
    def latest(self):
        """The row's last state: after the Action, or before it if the Action deleted it."""
        return self.after or self.before

    @property
    def fields(self):
        """The fields whose value changed; none if the row was created or deleted."""
        if self.before is None or self.after is None:
            return []
        return [
            field
            for field in self.after.tracked_fields
            if getattr(self.before, field.attname) != getattr(self.after, field.attname)
        ]


def changes_of(actions, models=None):
    """{action: [RowChange]} for Actions given by key, in the order of writing.

    One query, and two more for each table that they changed, however many actions; only the
    tables of `models`, if given.
    """
    changes_by_action = {action: [] for action in actions}
    for model in _changed(models or tracked_models(), list(changes_by_action)):
        for action, change in _changes_in(model, changes_by_action):
            changes_by_action[action].append(change)
    return changes_by_action


def _changed(models, actions):
    """Those of the models whose rows any of these actions changed.

    Most actions change two or three tables of thirty: one statement that looks into all is much
    quicker than thirty. It is too plain to be worth thirty QuerySets, whose SQL takes the most.
    """
    if not actions:
        return []
    quoted = connection.ops.quote_name
    keys = ", ".join(["%s"] * len(actions))
    tables = [quoted(model.history.model._meta.db_table) for model in models]
    probes = [
        # The names of tables are Django's own.
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {table} WHERE action_id IN ({keys}))"  # noqa: S608
        for number, table in enumerate(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes), actions * len(models))
        numbers = {number for [number] in cursor.fetchall()}
    return [model for number, model in enumerate(models) if number in numbers]


def number_written(action):
    """The number of history rows that an Action, given by key, has written; one query."""
    first, *others = (
        model.history.model.objects.filter(action=action).order_by().values("history_id")
        for model in tracked_models()
    )
    return first.union(*others, all=True).count()


def _changes_in(model, actions):
    history = model.history.model.objects
    earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    earlier = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    history_rows = defaultdict(list)
    rows = history.filter(action__in=list(actions)).annotate(earlier_id=earlier)
    for row in rows.order_by("history_id"):
        history_rows[row.action_id, row.id].append(row)
    former_rows = history.in_bulk({rows[0].earlier_id for rows in history_rows.values()} - {None})
    for (action, pk), rows in history_rows.items():
        yield action, _change(model, pk, rows, former_rows.get(rows[0].earlier_id))


def _change(model, pk, history_rows, before):
    first, last = history_rows[0], history_rows[-1]
    is_known = before is not None or first.history_type != "~"
    if before is None and first.history_type == "-":
        # The history row of a deletion holds the deleted values.
        before = first
    elif before is not None and before.history_type == "-":
        before = None
    after = None if last.history_type == "-" else last
    return RowChange(model, pk, before, after, last.history_id, is_known)
