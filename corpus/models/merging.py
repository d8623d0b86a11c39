"""Merging a person into another one, and taking it back.

Pointers stay flat: whoever was merged into the one who is merged now moves along, and the
history of that Action tells who has to come back.
"""

from django.db.models import Q

from corpus.models.action import acting
from corpus.models.record import StaleVersion
from corpus.models.undo_rules import UndoRefused


class MergeRefused(ValueError):
    """These two cannot be merged, or not be parted; the text says why."""


def merge(person, other, by, version=None):
    """Point `person`, and whoever was merged into it, to `other` or to whom that one was merged."""
    with acting("person.merge", by):
        target = other.merged_into_id or other.pk
        rows = _locked(person, Q(pk__in=[person.pk, target]) | Q(merged_into=person.pk))
        moved, into = rows[person.pk], rows[target]
        if version is not None and moved.version != version:
            raise StaleVersion(moved)
        _check(moved, into)
        moving = [moved, *(row for row in rows.values() if row.merged_into_id == moved.pk)]
        for row in moving:
            row.merged_into = into
            row.save_next_version()
    person.refresh_from_db()


def unmerge(person, by):
    """Part `person` from whom it was merged into; those who came along with it go back with it."""
    with acting("person.unmerge", by):
        rows = _locked(person, Q(pk=person.pk))
        apart = rows[person.pk]
        if apart.merged_into_id is None:
            raise MergeRefused(f"{apart} is merged into nobody.")
        for row in _followers(apart):
            row.merged_into = apart
            row.save_next_version()
        apart.merged_into = None
        apart.save_next_version()
    person.refresh_from_db()


def stay_flat(changes):
    """After an undo nobody is merged into somebody who is merged, or deleted, in turn."""
    for model in {change.model for change in changes if hasattr(change.model, "merge_into")}:
        keys = [change.pk for change in changes if change.model is model]
        touched = model._base_manager.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
        gone = Q(merged_into__merged_into__isnull=False) | Q(merged_into__deleted_at__isnull=False)
        lost = touched.filter(gone, deleted_at=None).select_related("merged_into").first()
        if lost:
            raise UndoRefused(
                f"{lost.merged_into} is not there to be merged into any more. "
                f"Merge {lost} on its page."
            )


def _locked(person, which):
    """Rows by key, locked always in the same order, so that nobody waits in a circle."""
    people = type(person)._base_manager.select_for_update(of=("self",))
    return {row.pk: row for row in people.filter(which).order_by("pk")}


def _check(moved, into):
    if moved.pk == into.pk:
        raise MergeRefused(f"{moved} cannot be merged into itself.")
    if moved.merged_into_id:
        raise MergeRefused(f"{moved} is merged into somebody already.")
    for row in (moved, into):
        if row.is_deleted:
            raise MergeRefused(f"{row} was deleted.")
    if into.merged_into_id:
        raise MergeRefused(f"{into} was merged into somebody else meanwhile. Try again.")


def _followers(person):
    """Who was merged into `person` when it was merged, and is still where it went."""
    history = type(person).history
    last_apart = history.filter(id=person.pk, merged_into=None).order_by("-history_id").first()
    if last_apart is None:
        return []
    later = history.filter(id=person.pk, history_id__gt=last_apart.history_id)
    merging = later.order_by("history_id").first()
    moved = history.filter(action=merging.action_id).exclude(id=person.pk)
    came_along = [
        row.id
        for row in moved
        if (before := row.prev_record) is not None and before.merged_into_id == person.pk
    ]
    still_there = Q(pk__in=came_along, merged_into=person.merged_into_id)
    return list(_locked(person, still_there).values())
