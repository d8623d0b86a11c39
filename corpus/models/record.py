"""What the tables of the desk have in common: a public id, a version, soft deletion."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from corpus.ids import new_id
from corpus.models.action import acting


class StaleVersion(Exception):
    """Somebody else changed the row since the form was opened; `current` is the row today."""

    def __init__(self, current):
        super().__init__(f"{current} was changed meanwhile (version {current.version}).")
        self.current = current


class NotDeletable(TypeError):
    """Rows are deleted softly, by `remove(by)`."""


class RecordQuerySet(models.QuerySet):
    def present(self):
        """Rows that nobody has deleted."""
        return self.filter(deleted_at=None)

    def get_by_natural_key(self, public_id):
        return self.get(public_id=public_id)

    def delete(self):
        raise NotDeletable("Rows are deleted softly: call remove(by) on each.")

    # Managers made from this QuerySet must not offer what it refuses.
    delete.queryset_only = True


class Identified(models.Model):
    """A row with an immutable public id, which is its natural key and stands in its address."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.public_id,)


class SoftlyDeleted(models.Model):
    """A row that stays in the database when somebody deletes it."""

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

    def remove(self, by):
        """Delete the row softly, as one Action; a row already deleted stays as it is."""
        if self.is_deleted:
            return
        with acting(f"{self._meta.model_name}.delete", by):
            self.deleted_at = timezone.now()
            self.deleted_by = by
            self.save()

    def delete(self, *args, **kwargs):
        raise NotDeletable(f"{self!r} is deleted softly: call remove(by).")


class Versioned(models.Model):
    """A row whose edit forms carry the version they were opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def lock(cls, pk, version=None):
        """The row, locked until the transaction ends; raises StaleVersion if `version` is older."""
        row = cls._base_manager.select_for_update(of=("self",)).get(pk=pk)
        if version is not None and row.version != version:
            raise StaleVersion(row)
        return row

    def save_next_version(self):
        self.version += 1
        self.save()


class Record(Identified, SoftlyDeleted, Versioned):
    """What a person makes and edits on a page of its own."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
