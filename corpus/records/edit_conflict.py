"""Edit conflicts and their responses: 409 StaleVersion, 410 RowGone."""

from functools import lru_cache

from django.db import models

from corpus.db.compiled_query import KEY, CompiledModelQuery


class StaleVersion(Exception):
    """The row was changed after the form was opened; `current` is the current row."""

    def __init__(self, current):
        super().__init__(f"{current} has been changed (now version {current.version}).")
        self.current = current


class RowGone(Exception):
    """The row was deleted or merged after its page was opened.

    `row` is the current row, with who deleted it and when.
    """

    def __init__(self, row):
        what = "merged into another" if not row.is_deleted else "deleted"
        super().__init__(f"{row} has been {what}.")
        self.row = row


def refuse_conflict(row, version=None):
    """Raise RowGone if a freshly read row is deleted, StaleVersion if its version is not that of
    the form; None skips the version check.
    """
    if row.is_deleted:
        raise RowGone(row)
    if version is not None and row.version != version:
        raise StaleVersion(row)


class Lockable(models.Model):
    """A row that is locked and read again before a change, since an earlier read may be stale."""

    class Meta:
        abstract = True

    @classmethod
    def lock(cls, pk, version=None, *, even_deleted=False):
        """The current row, locked until the transaction ends; referring rows are not locked.

        Raises RowGone if it is deleted, StaleVersion if it is no longer at `version`.
        """
        row = next(iter(cls._locked_rows()(pk)), None)
        if row is None:
            raise cls.DoesNotExist
        if not even_deleted:
            refuse_conflict(row, version)
        return row

    @classmethod
    @lru_cache
    def _locked_rows(cls):
        """The compiled query of a row by its key, which locks it."""
        rows = cls._base_manager.select_for_update(of=("self",), no_key=True)
        return CompiledModelQuery(KEY, build=lambda pk: rows.filter(pk=pk))
