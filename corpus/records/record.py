"""Base models of the desk's tables: public id, version, soft deletion."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from corpus.ids import new_id
from corpus.records.action import current_action
from corpus.records.edit_conflict import Lockable


class RemovalRefused(ValueError):
    """The row cannot be deleted now; the message says why."""


class NotDeletable(TypeError):
    """Rows are deleted softly, by `remove`."""


class RecordQuerySet(models.QuerySet):
    def present(self):
        """Rows that are not deleted."""
        return self.filter(deleted_at=None)

    def get_by_natural_key(self, public_id):
        return self.get(public_id=public_id)

    def delete(self):
        raise NotDeletable("Rows are deleted softly: call remove() on each.")

    # Managers created from this QuerySet must not offer hard deletion.
    delete.queryset_only = True


class Identified(models.Model):
    """A row with an immutable public id, which is its natural key and part of its address."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.public_id,)


class SoftlyDeleted(Lockable):
    """A row that stays in the database when it is deleted."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    @property
    def is_gone(self):
        """Whether it can no longer be edited."""
        return self.is_deleted

    def save_act(self, *names):
        """Save only these columns; call it on a locked row."""
        self.save(update_fields=names)

    def why_it_stays(self):
        """Why the row cannot be deleted now, as a sentence; "" if it can."""
        return ""

    def give_way(self):
        """Clear what another row has now, unsaved, before this one comes back.

        Returns the names of the columns that it cleared.
        """
        return ()

    def remove(self):
        """Delete the row softly, inside `acting`; does nothing if it is already deleted.

        Raises RowGone if it was deleted concurrently, RemovalRefused if it cannot be deleted.
        """
        if self.is_deleted:
            return
        row = type(self).lock(self.pk)
        if reason := row.why_it_stays():
            raise RemovalRefused(f"{row}: {reason}")
        row.deleted_at, row.deleted_by = timezone.now(), current_action().by
        row.save_act("deleted_at", "deleted_by")
        self.deleted_at, self.deleted_by = row.deleted_at, row.deleted_by

    def delete(self, *args, **kwargs):
        raise NotDeletable(f"{self!r} is deleted softly: call remove().")


class Versioned(models.Model):
    """A row whose edit forms send the version they were opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_next_version(self, *names):
        """Save these columns with the next version; without names, the whole row."""
        self.version += 1
        self.save(update_fields=[*names, "version"] if names else None)


class Record(Identified, SoftlyDeleted, Versioned):
    """A row with its own edit page: public id, version, soft deletion."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_act(self, *names):
        self.save_next_version(*names)


def with_derived(update_fields, **derived):
    """`update_fields` with the fields derived from them added; None stays None.

    `derived` lists the derived fields by the name of their source field:
    `with_derived(["name"], name=["name_key"])` gives `["name", "name_key"]`.
    """
    if update_fields is None:
        return None
    derived_fields = [field_name for name in update_fields for field_name in derived.get(name, ())]
    return [*update_fields, *derived_fields]
