"""Restores rows to their state before an Action."""

from functools import cache

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from corpus.records.action import current_action
from corpus.records.bulk_write import change_rows, delete_rows, derive, restore_rows
from corpus.records.record import SoftlyDeleted, Versioned
from corpus.search_index.searchable import Indexed

# Fields that count or date changes, or are derived from other fields.
DERIVED_FIELDS = frozenset(["version", "edited_at", "sort_key"])


# The columns by which rows of a large Action go and come back.
WHOLE_ROW_FIELDS = ("deleted_at", "deleted_by", "version", "edited_at")


class RestoreWriter:
    """Collects what an undo writes, so that many rows take a few statements.

    With `is_large` only WHOLE_ROW_FIELDS are written: nothing is derived from them.
    """

    def __init__(self, *, is_large=False):
        self._is_large = is_large
        self._removed, self._changed, self._restored = {}, {}, {}

    def put_back(self, change, row):
        """Schedule the restoration of a row; `row` is the current one, None if deleted."""
        if change.is_made:
            self._remove(row)
        elif change.after is None:
            if row is None and change.before is not None:
                self._restored.setdefault(change.model, []).append(_former_row(change))
        elif row is not None and _restore_columns(change, row):
            if isinstance(row, SoftlyDeleted):
                row.give_way()
            self._changed.setdefault(change.model, []).append(row)

    def _remove(self, row):
        """Schedule the deletion of a row that the Action made."""
        if row is None:
            return
        if not isinstance(row, SoftlyDeleted):
            self._removed.setdefault(type(row), []).append(row)
        elif not row.is_deleted:
            row.deleted_at, row.deleted_by = timezone.now(), current_action().by
            if isinstance(row, Versioned):
                row.version += 1
            self._changed.setdefault(type(row), []).append(row)

    def write(self):
        """Write the collected changes; returns whether there were any.

        Deletions and updates come first, so that unique constraints do not block restored rows.
        """
        for rows in self._removed.values():
            delete_rows(rows)
        for model, rows in self._changed.items():
            if self._is_large:
                names = {field.name for field in model._meta.concrete_fields}
                change_rows(rows, [name for name in WHOLE_ROW_FIELDS if name in names])
            else:
                _save_all(model, rows)
        restored = [_without_duplicates(model, rows) for model, rows in self._restored.items()]
        for rows in restored:
            restore_rows(rows)
        has_written = any(self._removed.values()) or any(self._changed.values()) or any(restored)
        self._removed, self._changed, self._restored = {}, {}, {}
        return has_written


def _save_all(model, rows):
    if model.save not in (models.Model.save, Indexed.save) and not hasattr(model, "derive"):
        # The model's own `save` does more than write its columns.
        for row in rows:
            row.save()
        return
    derive(rows)
    fields = model._meta.concrete_fields
    change_rows(rows, [field.name for field in fields if not field.primary_key])


def _former_row(change):
    """The deleted link row, unsaved, under its old key."""
    before = change.before
    return change.model(**{f.attname: getattr(before, f.attname) for f in before.tracked_fields})


def _without_duplicates(model, rows):
    """The rows that violate no unconditional unique constraint."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            columns = [model._meta.get_field(name).attname for name in constraint.fields]
            if columns and rows:
                first_values = {getattr(row, columns[0]) for row in rows}
                existing = model._base_manager.filter(**{f"{columns[0]}__in": first_values})
                taken_values = set(existing.values_list(*columns))
                rows = [
                    row
                    for row in rows
                    if tuple(getattr(row, column) for column in columns) not in taken_values
                ]
    return rows


def _restore_columns(change, row):
    """Set the former columns of a row, unsaved; returns whether any differed."""
    before, after = change.before, change.after
    changed = {field.attname for field in change.fields}
    changed_since = {
        field.attname
        for field in after.tracked_fields
        if getattr(row, field.attname) != getattr(after, field.attname)
    } - {"version"}
    restored = [
        name for name in changed - DERIVED_FIELDS if not bound_columns(name, row) & changed_since
    ]
    for name in restored:
        setattr(row, name, getattr(before, name))
    is_edited = "edited_at" in changed
    if is_edited:
        # `edited_at` must be later than any write since.
        row.edited_at = timezone.now() if changed_since else before.edited_at
    is_next = isinstance(row, Versioned) and (restored or "version" in changed)
    if is_next:
        row.version += 1
    return bool(restored or is_edited or "version" in changed)


def restore_names(changes, kind):
    """Restore shared rows that restored rows refer to, if an Action of `kind` deleted them."""
    keys_by_model = {}
    for change in changes:
        if change.before is not None:
            for field in change.before.tracked_fields:
                if getattr(field.related_model, "stays_while_used", False):
                    keys_by_model.setdefault(field.related_model, set()).add(
                        getattr(change.before, field.attname)
                    )
    for model, keys in keys_by_model.items():
        deleted = model._base_manager.filter(pk__in=keys, deleted_at__isnull=False)
        for row in deleted.select_for_update(of=("self",), no_key=True).order_by("pk"):
            if row.history.select_related("action").first().action.kind == kind:
                row.deleted_at = row.deleted_by = None
                row.save_act("deleted_at", "deleted_by", *row.give_way())


def bound_columns(name, row):
    """The columns that a check constraint binds to this one, itself included."""
    groups = (group for group in _column_groups(row._meta.model) if name in group)
    return frozenset([name]).union(*groups)


@cache
def _column_groups(model):
    """Sets of columns bound by check constraints; a row of `is_restored_whole` is one set."""
    names = {field.name: field.attname for field in model._meta.concrete_fields}
    if getattr(model, "is_restored_whole", False):
        return [frozenset(names.values()) - DERIVED_FIELDS]
    checks = [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]
    groups = [
        frozenset(names.get(name, name) for name in _columns_in(constraint.condition))
        for constraint in checks
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
