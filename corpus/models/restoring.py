"""Putting one row back to what it was before an action."""

from functools import cache

from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from corpus.models.record import Versioned

# They say when and how often a row was changed, or follow from its other columns.
BOOKKEEPING = frozenset(["version", "edited_at", "sort_key"])


def restore(change, row):
    """Put back a row that went, or the columns that changed; whether anything was put back."""
    if change.after is None:
        return row is None and change.before is not None and _bring_back(change)
    return row is not None and _restore_columns(change, row)


def _bring_back(change):
    """A link that was taken off comes back under its old key, unless its like is there already."""
    before = change.before
    row = change.model(**{f.attname: getattr(before, f.attname) for f in before.tracked_fields})
    if _has_twin(row):
        return False
    row.save(force_insert=True)
    return True


def _has_twin(row):
    for constraint in row._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            columns = [row._meta.get_field(name).attname for name in constraint.fields]
            same = {column: getattr(row, column) for column in columns}
            if same and type(row)._base_manager.filter(**same).exists():
                return True
    return False


def _restore_columns(change, row):
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
    if restored or is_edited or "version" in changed:
        named = {"edited_at": is_edited, "version": is_next}
        row.save(update_fields=[*restored, *(name for name, has in named.items() if has)])
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
