"""Merges a row (a person, a tag) into another of its model, and undoes that.

`merged_into` never chains: rows already merged into the merged row are repointed, and the history
of the Action records which to restore.
"""

from django.db import models
from django.db.models import Q

from corpus.names import OWN_KEY, shared_key
from corpus.records.edit_conflict import refuse_conflict
from corpus.records.undo_rules import UndoRefused

MAX_SUGGESTED = 50


class MergeRefused(ValueError):
    """Two rows cannot be merged or unmerged; the message says why."""


class Mergeable(models.Model):
    """A row that can be merged into another of its model, `merged_into`."""

    class Meta:
        abstract = True

    @property
    def is_gone(self):
        return self.is_deleted or self.merged_into_id is not None

    def why_it_stays(self):
        if self.merged.present().exists():
            return "others were merged into it; undo those merges first"
        return ""


def suggested_merges(rows):
    """(row, other) for each of `rows`, at most MAX_SUGGESTED, that has the name of `other`.

    The names differ only in characters that nobody sees, or in kinds of quotation marks. They were
    distinct before `name_key` ignored these, and the row was given a key of its own.
    """
    with_own_key = list(rows.filter(name_key__contains=OWN_KEY).order_by("pk")[:MAX_SUGGESTED])
    keys = {shared_key(row.name_key) for row in with_own_key}
    others = {row.name_key: row for row in rows.filter(name_key__in=keys)} if keys else {}
    pairs = ((row, others.get(shared_key(row.name_key))) for row in with_own_key)
    return [(row, other) for row, other in pairs if other]


def merge(row, other, version=None):
    """Point `row`, and all rows merged into it, to `other` or to what `other` is merged into.

    Returns (the merged row, its target), both current. Raises MergeRefused,
    StaleVersion, RowGone.
    """
    target = other.merged_into_id or other.pk
    rows = _locked(row, Q(pk__in=[row.pk, target]) | Q(merged_into=row.pk))
    moved, into = rows[row.pk], rows[target]
    refuse_conflict(moved, version)
    _check(moved, into)
    moving = [moved, *(member for member in rows.values() if member.merged_into_id == moved.pk)]
    for member in moving:
        member.merged_into = into
        member.save_act("merged_into")
    row.refresh_from_db()
    return moved, into


def unmerge(row, before=None):
    """Separate `row` from its merge target; rows merged along with it return to it.

    `before(unmerged, former, follower_keys)` first undoes the consequences of the merge: `former`
    is the merge target, `follower_keys` are those of the rows that return to `row`. Raises
    MergeRefused, RowGone.
    """
    unmerged = _locked(row, Q(pk=row.pk))[row.pk]
    refuse_conflict(unmerged)
    former = unmerged.merged_into
    if former is None:
        raise MergeRefused(f"{unmerged} is not merged into another.")
    followers = _followers(unmerged)
    if before:
        before(unmerged, former, [follower.pk for follower in followers])
    for follower in followers:
        follower.merged_into = unmerged
        follower.save_act("merged_into")
    unmerged.merged_into = None
    unmerged.save_act("merged_into", *unmerged.give_way())
    row.refresh_from_db()


def merge_history_row(row):
    """The history row that records the merge of a row, or None."""
    history = type(row).history
    last_unmerged = history.filter(id=row.pk, merged_into=None).order_by("-history_id").first()
    if last_unmerged is None:
        return None
    later = history.filter(id=row.pk, history_id__gt=last_unmerged.history_id)
    return later.order_by("history_id").first()


def refuse_merge_chains(changes):
    """Raise UndoRefused if an undo left a row merged into one that is merged or deleted."""
    for model in {change.model for change in changes if issubclass(change.model, Mergeable)}:
        keys = [change.pk for change in changes if change.model is model]
        touched = model._base_manager.filter(
            Q(pk__in_array=keys) | Q(merged_into__id__in_array=keys)
        )
        wrong = Q(merged_into__merged_into__isnull=False) | Q(merged_into__deleted_at__isnull=False)
        orphan = touched.filter(wrong, deleted_at=None).select_related("merged_into").first()
        if orphan:
            raise UndoRefused(
                f"{orphan.merged_into} no longer exists, so nothing can be merged into it. "
                f"Merge {orphan} on its page."
            )


def _locked(row, condition):
    """{key: row} of the rows of a condition, locked in key order to avoid deadlocks."""
    rows = type(row)._base_manager.select_for_update(of=("self",))
    return {locked_row.pk: locked_row for locked_row in rows.filter(condition).order_by("pk")}


def _check(moved, into):
    if moved.pk == into.pk:
        raise MergeRefused(f"{moved} cannot be merged into itself.")
    if moved.merged_into_id:
        raise MergeRefused(f"{moved} has already been merged into another.")
    if into.is_deleted:
        raise MergeRefused(f"{into} has been deleted.")
    if into.merged_into_id:
        raise MergeRefused(f"{into} has been merged into another. Try again.")


def _followers(row):
    """The rows that were merged along with `row` and still point to the same one; locked."""
    merge_row = merge_history_row(row)
    if merge_row is None:
        return []
    moved = type(row).history.filter(action=merge_row.action_id).exclude(id=row.pk)
    follower_keys = [
        row_then.id
        for row_then in moved
        if (before := row_then.prev_record) is not None and before.merged_into_id == row.pk
    ]
    still_merged = Q(pk__in=follower_keys, merged_into=row.merged_into_id)
    return list(_locked(row, still_merged).values())
