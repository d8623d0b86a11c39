"""Finds later Actions that depend on what an Action did."""

from itertools import pairwise

from django.db.models import Min

from corpus.records.action import Action
from corpus.records.row_changes import tracked_models

# Fields that change when a related row is edited: not a dependency.
IGNORED_FIELDS = frozenset(["edited_at"])


def dependent_actions(action, changes):
    """Later Actions that changed the same rows, or made rows refer to those an undo removes.

    Newest first. Undone Actions and their undoing do not count.
    """
    action_keys = set()
    for model in {change.model for change in changes}:
        model_changes = [change for change in changes if change.model is model]
        action_keys |= _actions_changing(model, model_changes)
        action_keys |= _actions_referring(
            model, [change.pk for change in model_changes if change.would_go], changes
        )
    later = Action.objects.filter(pk__in=action_keys, pk__gt=action.pk, is_undone=False)
    later = later.exclude(undoes__gt=action.pk).select_related("by", "undoes")
    return list(later.order_by("-pk"))


def _actions_changing(model, changes):
    last_rows = {change.pk: change.last for change in changes}
    history = model.history.model.objects.filter(history_id__gte=min(last_rows.values()))
    rows_since = history.filter(id__in_array=list(last_rows)).order_by()
    keys = rows_since.values_list("id", "history_id")
    # Load only the rows written since, few among thousands.
    changed_keys = {pk for pk, history_id in keys.iterator() if history_id > last_rows[pk]}
    rows = history.filter(id__in_array=list(changed_keys)).order_by("id", "history_id")
    versions = [row for row in rows if row.history_id >= last_rows[row.id]] if changed_keys else []
    return {
        row.action_id
        for earlier, row in pairwise(versions)
        if earlier.id == row.id and _is_different(earlier, row)
    }


def _is_different(former, row):
    if row.history_type != "~" or former.history_type == "-":
        return True
    return any(
        getattr(former, field.attname) != getattr(row, field.attname)
        for field in row.tracked_fields
        if field.name not in IGNORED_FIELDS
    )


def _actions_referring(model, keys, changes):
    """Keys of the Actions that first made other present rows refer to these."""
    action_keys = set()
    for field, rows in _references(model, keys, changes) if keys else ():
        history = field.model.history.model.objects
        present = _present(field, rows).values("pk")
        pointing = history.filter(**_lookup(field, keys), id__in=present)
        first_rows = (
            pointing.order_by().values("id").annotate(first=Min("history_id")).values("first")
        )
        action_keys |= set(
            history.filter(history_id__in=first_rows).values_list("action_id", flat=True)
        )
    return action_keys


def rows_used_since(names, changes, action):
    """(model, key) of shared rows to remove, to which others refer since the Action.

    `names` are the RowChanges of such rows.
    """
    used_keys = set()
    for model in {change.model for change in names}:
        keys = [change.pk for change in names if change.model is model]
        for field, rows in _references(model, keys, changes):
            history = field.model.history.model.objects
            pointing = history.filter(id__in=_present(field, rows).values("pk"))
            pointing = pointing.filter(**_lookup(field, keys)).order_by()
            first_rows = pointing.values("id", field.attname).annotate(first=Min("history_id"))
            later_rows = history.filter(
                history_id__in=first_rows.values("first"), action__gt=action.pk
            )
            used_keys |= {(model, pk) for pk in later_rows.values_list(field.attname, flat=True)}
    return used_keys


def _lookup(field, keys):
    """Filter arguments for rows whose `field` refers to one of `keys`."""
    return {f"{field.name}__{field.target_field.name}__in_array": keys}


def _present(field, rows):
    return rows.filter(deleted_at=None) if hasattr(field.model, "deleted_at") else rows


def _references(model, keys, changes):
    """Yield (field, rows that refer by it to these keys), without rows removed with them."""
    tracked = tracked_models()
    for relation in model._meta.related_objects:
        field = relation.field
        # A many-to-many relation has no column of its own; its links have.
        if field.model in tracked and not relation.many_to_many:
            removed_keys = [
                change.pk for change in changes if change.model is field.model and change.would_go
            ]
            rows = field.model._base_manager.filter(**_lookup(field, keys))
            yield field, rows.exclude(pk__in_array=removed_keys)
