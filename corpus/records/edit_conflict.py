"""What is answered to an edit that came too late: 409 StaleVersion, 410 RowGone."""

from django.db import models


class StaleVersion(Exception):
    """The row was changed after the form was opened; `current` is the row now."""

    def __init__(self, current):
        super().__init__(f"{current} has been changed (now version {current.version}).")
        self.current = current


class RowGone(Exception):
    """The row was deleted or merged after its page was opened.

    `row` is the row as it is now: it says who deleted it and when.
    """

    def __init__(self, row):
        what = "merged into another" if not row.is_deleted else "deleted"
        super().__init__(f"{row} has been {what}.")
        self.row = row


def refuse_conflict(row, version=None):
    """Raise RowGone where a row read just now is deleted, StaleVersion where it is at another
    version than the form was; None is no version.
    """
    if row.is_deleted:
        raise RowGone(row)
    if version is not None and row.version != version:
        raise StaleVersion(row)


class Lockable(models.Model):
    """A row that is locked and read again before it is changed: an earlier read may be outdated."""

    class Meta:
        abstract = True

    @classmethod
    def lock(cls, pk, version=None, *, even_deleted=False):
        """The current row, locked until the transaction ends; rows that refer to it are not.

        Raises RowGone where it is deleted, StaleVersion where it is no longer at `version`.
        """
        rows = cls._base_manager.select_for_update(of=("self",), no_key=True)
        row = rows.get(pk=pk)
        if not even_deleted:
            refuse_conflict(row, version)
        return row
