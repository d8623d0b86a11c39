"""Putting rows back to what they were before an action."""

from functools import cache

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from corpus.records.bulk_write import bring_rows_back, change_rows, delete_rows, derive
from corpus.records.record import SoftlyDeleted, Versioned
from corpus.search_index.searchable import Indexed

# They say when and how often a row was changed, or follow from its other columns.
BOOKKEEPING = frozenset(["version", "edited_at", "sort_key"])


class Writing:
    """What an undo is about to write, gathered so that many rows go in a few statements."""

    def __init__(self, by):
        self._by = by
        self._gone, self._changed, self._back = {}, {}, {}

    def put_back(self, change, row):
        """Have a row put back to what it was before; `row` is what it is, None where it went."""
        if change.is_made:
            self._take_off(row)
        elif change.after is None:
            if row is None and change.before is not None:
                self._back.setdefault(change.model, []).append(_as_it_was(change))
        elif row is not None and _restore_columns(change, row):
            self._changed.setdefault(change.model, []).append(row)

    def _take_off(self, row):
        """Have a row deleted that the action made."""
        if row is None:
            return
        if not isinstance(row, SoftlyDeleted):
            self._gone.setdefault(type(row), []).append(row)
        elif not row.is_deleted:
            row.deleted_at, row.deleted_by = timezone.now(), self._by
            if isinstance(row, Versioned):
                row.version += 1
            self._changed.setdefault(type(row), []).append(row)

    def write(self):
        """Write what was gathered, and say whether there was anything.

        What goes and what changes makes room for what comes back.
        """
        for rows in self._gone.values():
            delete_rows(rows)
        for model, rows in self._changed.items():
            _save_all(model, rows)
        back = [_without_twins(model, rows) for model, rows in self._back.items()]
        for rows in back:
            bring_rows_back(rows)
        is_any = any(self._gone.values()) or any(self._changed.values()) or any(back)
        self._gone, self._changed, self._back = {}, {}, {}
        return is_any


def _save_all(model, rows):
    if model.save not in (models.Model.save, Indexed.save) and not hasattr(model, "derive"):
        # Saving it does more than to write its columns.
        for row in rows:
            row.save()
        return
    derive(rows)
    fields = model._meta.concrete_fields
    change_rows(rows, [field.name for field in fields if not field.primary_key])


def _as_it_was(change):
    """A link that was taken off, under its old key."""
    before = change.before
    return change.model(**{f.attname: getattr(before, f.attname) for f in before.tracked_fields})


def _without_twins(model, rows):
    """Those whose like is not there already."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            columns = [model._meta.get_field(name).attname for name in constraint.fields]
            if columns and rows:
                first = {getattr(row, columns[0]) for row in rows}
                there = model._base_manager.filter(**{f"{columns[0]}__in": first})
                taken = set(there.values_list(*columns))
                rows = [row for row in rows if tuple(getattr(row, c) for c in columns) not in taken]
    return rows


def _restore_columns(change, row):
    """Give a row its former columns, unsaved, and say whether any had to be given."""
    before, after = change.before, change.after
    changed = {field.attname for field in change.fields}
    newer = {
        field.attname
        for field in after.tracked_fields
        if getattr(row, field.attname) != getattr(after, field.attname)
    } - {"version"}
    restored = [name for name in changed - BOOKKEEPING if not together_with(name, row) & newer]
    for name in restored:
        setattr(row, name, getattr(before, name))
    is_edited = "edited_at" in changed
    if is_edited:
        # Where anything was written since, "edited" has to be later than that.
        row.edited_at = timezone.now() if newer else before.edited_at
    is_next = isinstance(row, Versioned) and (restored or "version" in changed)
    if is_next:
        row.version += 1
    return bool(restored or is_edited or "version" in changed)


def bring_names_back(changes, kind):
    """Names that rows coming back refer to, where only actions of this kind had deleted them."""
    wanted = {}
    for change in changes:
        if change.before is not None:
            for field in change.before.tracked_fields:
                if getattr(field.related_model, "stays_while_used", False):
                    wanted.setdefault(field.related_model, set()).add(
                        getattr(change.before, field.attname)
                    )
    for model, keys in wanted.items():
        gone = model._base_manager.filter(pk__in=keys, deleted_at__isnull=False)
        for row in gone.select_for_update(of=("self",), no_key=True).order_by("pk"):
            if row.history.select_related("action").first().action.kind == kind:
                row.deleted_at = row.deleted_by = None
                row.save_act("deleted_at", "deleted_by")


def together_with(name, row):
    """The columns that make sense only together with this one, itself included."""
    groups = (group for group in _groups(type(row)) if name in group)
    return frozenset([name]).union(*groups)


@cache
def _groups(model):
    """Sets of columns that checks of the table bind together; a place binds all of its row."""
    names = {field.name: field.attname for field in model._meta.concrete_fields}
    if getattr(model, "is_restored_whole", False):
        return [frozenset(names.values()) - BOOKKEEPING]
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    groups = [
        frozenset(names.get(name, name) for name in _columns_in(one.condition)) for one in checks
    ]
    return [group for group in groups if len(group) > 1]


def _columns_in(condition):
    for part in condition.children:
        if isinstance(part, Q):
            yield from _columns_in(part)
        else:
            lookup, value = part
            yield lookup.split("__")[0]
            if isinstance(value, F):
                yield value.name
