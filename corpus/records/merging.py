"""Merging a row (a person, a tag) into another of its kind, and taking it back.

Pointers stay flat: whoever was merged into the one who is merged now moves along, and the
history of that Action tells who has to come back.
"""

from django.db import models
from django.db.models import Q

from corpus.records.action import acting
from corpus.records.record import RowGone, StaleVersion
from corpus.records.undo_rules import UndoRefused


class MergeRefused(ValueError):
    """These two cannot be merged, or not be parted; the text says why."""


class Mergeable(models.Model):
    """A row that another of its kind can stand for: `merged_into` points to that one."""

    class Meta:
        abstract = True

    @property
    def is_gone(self):
        return self.is_deleted or self.merged_into_id is not None

    def why_it_stays(self):
        if self.merged.present().exists():
            return "others were merged into this one; part them first"
        return ""


def merge(row, other, by, version=None, then=None, first=None):
    """Point `row`, and whatever was merged into it, to `other` or to what that one is part of.

    `then(moved, into)` does what the merging entails, in the same Action; `first(row, other)`
    locks what it touches besides, before the two.
    """
    with acting(f"{row._meta.model_name}.merge", by):
        target = other.merged_into_id or other.pk
        if first:
            first(row, other.resolved)
        rows = _locked(row, Q(pk__in=[row.pk, target]) | Q(merged_into=row.pk))
        moved, into = rows[row.pk], rows[target]
        if moved.is_deleted:
            raise RowGone(moved)
        if version is not None and moved.version != version:
            raise StaleVersion(moved)
        _check(moved, into)
        moving = [moved, *(one for one in rows.values() if one.merged_into_id == moved.pk)]
        for one in moving:
            one.merged_into = into
            one.save_act("merged_into")
        if then:
            then(moved, into)
    row.refresh_from_db()


def unmerge(row, by, then=None, first=None):
    """Part `row` from what it was merged into; those that came along with it go back with it.

    `then(apart, former, back)` undoes what the merging entailed: `former` is what it was merged
    into, `back` the keys of those that go back with it. `first(row, former)` as for `merge`.
    """
    with acting(f"{row._meta.model_name}.unmerge", by):
        if first:
            first(row, row.resolved)
        rows = _locked(row, Q(pk=row.pk))
        apart = rows[row.pk]
        if apart.is_deleted:
            raise RowGone(apart)
        former = apart.merged_into
        if former is None:
            raise MergeRefused(f"{apart} is merged into no other.")
        back = _followers(apart)
        if then:
            then(apart, former, [one.pk for one in back])
        for one in back:
            one.merged_into = apart
            one.save_act("merged_into")
        apart.merged_into = None
        apart.save_act("merged_into")
    row.refresh_from_db()


def merging_of(row):
    """The history row that tells of the merging of a row that is merged, or None."""
    history = type(row).history
    last_apart = history.filter(id=row.pk, merged_into=None).order_by("-history_id").first()
    if last_apart is None:
        return None
    later = history.filter(id=row.pk, history_id__gt=last_apart.history_id)
    return later.order_by("history_id").first()


def stay_flat(changes):
    """After an undo nobody is merged into somebody who is merged, or deleted, in turn."""
    for model in {change.model for change in changes if hasattr(change.model, "merge_into")}:
        keys = [change.pk for change in changes if change.model is model]
        touched = model._base_manager.filter(
            Q(pk__in_array=keys) | Q(merged_into__id__in_array=keys)
        )
        gone = Q(merged_into__merged_into__isnull=False) | Q(merged_into__deleted_at__isnull=False)
        lost = touched.filter(gone, deleted_at=None).select_related("merged_into").first()
        if lost:
            raise UndoRefused(
                f"{lost.merged_into} is not there to be merged into any more. "
                f"Merge {lost} on its page."
            )


def _locked(row, which):
    """Rows by key, locked always in the same order, so that nobody waits in a circle."""
    rows = type(row)._base_manager.select_for_update(of=("self",))
    return {one.pk: one for one in rows.filter(which).order_by("pk")}


def _check(moved, into):
    if moved.pk == into.pk:
        raise MergeRefused(f"{moved} cannot be merged into itself.")
    if moved.merged_into_id:
        raise MergeRefused(f"{moved} is merged into another already.")
    if into.is_deleted:
        raise MergeRefused(f"{into} was deleted.")
    if into.merged_into_id:
        raise MergeRefused(f"{into} was merged into another meanwhile. Try again.")


def _followers(row):
    """What was merged into `row` when it was merged, and is still where it went."""
    merging = merging_of(row)
    if merging is None:
        return []
    moved = type(row).history.filter(action=merging.action_id).exclude(id=row.pk)
    came_along = [
        one.id
        for one in moved
        if (before := one.prev_record) is not None and before.merged_into_id == row.pk
    ]
    still_there = Q(pk__in=came_along, merged_into=row.merged_into_id)
    return list(_locked(row, still_there).values())
