"""Which later actions build on what an action did."""

from itertools import pairwise

from django.db.models import Min

from corpus.records.action import Action
from corpus.records.row_changes import tracked_models

# A row that was only noted as edited, because something beside it changed, was not built on.
QUIET = frozenset(["edited_at"])


def builders_upon(action, changes):
    """Actions since that changed the same rows, or hang something on those that would go.

    The newest first. Whatever was undone itself does not count, nor does its undoing.
    """
    found = set()
    for model in {change.model for change in changes}:
        own = [change for change in changes if change.model is model]
        found |= _who_changed(model, own)
        found |= _who_hangs_on(model, [change.pk for change in own if change.would_go], changes)
    later = Action.objects.filter(pk__in=found, pk__gt=action.pk, is_undone=False)
    later = later.exclude(undoes__gt=action.pk).select_related("by", "undoes")
    return list(later.order_by("-pk"))


def _who_changed(model, changes):
    last = {change.pk: change.last for change in changes}
    history = model.history.model.objects.filter(history_id__gte=min(last.values()))
    written = history.filter(id__in_array=list(last)).order_by()
    keys = written.values_list("id", "history_id")
    # Of thousands of rows few were written since: only those are read as a whole.
    later = {pk for pk, history_id in keys.iterator() if history_id > last[pk]}
    rows = history.filter(id__in_array=list(later)).order_by("id", "history_id")
    since = [row for row in rows if row.history_id >= last[row.id]] if later else []
    return {
        row.action_id
        for former, row in pairwise(since)
        if former.id == row.id and _is_other(former, row)
    }


def _is_other(former, row):
    if row.history_type != "~" or former.history_type == "-":
        return True
    return any(
        getattr(former, field.attname) != getattr(row, field.attname)
        for field in row.tracked_fields
        if field.name not in QUIET
    )


def _who_hangs_on(model, keys, changes):
    """The actions that first made other rows, present today, point to these."""
    found = set()
    for field, rows in _references(model, keys, changes) if keys else ():
        history = field.model.history.model.objects
        present = _present(field, rows).values("pk")
        pointing = history.filter(**_among(field, keys), id__in=present)
        first = pointing.order_by().values("id").annotate(first=Min("history_id")).values("first")
        found |= set(history.filter(history_id__in=first).values_list("action_id", flat=True))
    return found


def used_since(names, changes, action):
    """(model, key) of names that would go, but to which rows point since the action."""
    used = set()
    for model in {change.model for change in names}:
        keys = [change.pk for change in names if change.model is model]
        for field, rows in _references(model, keys, changes):
            history = field.model.history.model.objects
            pointing = history.filter(id__in=_present(field, rows).values("pk"))
            pointing = pointing.filter(**_among(field, keys)).order_by()
            firsts = pointing.values("id", field.attname).annotate(first=Min("history_id"))
            since = history.filter(history_id__in=firsts.values("first"), action__gt=action.pk)
            used |= {(model, pk) for pk in since.values_list(field.attname, flat=True)}
    return used


def _among(field, keys):
    """The lookup by which rows are found that point with a field to one of many keys."""
    return {f"{field.name}__{field.target_field.name}__in_array": keys}


def _present(field, rows):
    return rows.filter(deleted_at=None) if hasattr(field.model, "deleted_at") else rows


def _references(model, keys, changes):
    """(column, rows) that point to these rows, without those that would go with them."""
    tracked = set(tracked_models())
    for relation in model._meta.related_objects:
        field = relation.field
        # What reaches over a table of links has no column here; its links have.
        if field.model in tracked and not relation.many_to_many:
            own = [one.pk for one in changes if one.model is field.model and one.would_go]
            rows = field.model._base_manager.filter(**_among(field, keys))
            yield field, rows.exclude(pk__in_array=own)
