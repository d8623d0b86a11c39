"""Rebuilds index rows, the missing ones or all, while the desk is in use."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef

from corpus.index_entry import index_columns
from corpus.search_index.searchable import Indexed

# Rows per transaction: on SQLite other writers wait until it ends.
BATCH_SIZE = 50


def indexed_models():
    """Return all models with an index, including those of other apps."""
    return [model for model in apps.get_models() if issubclass(model, Indexed)]


def index_of_rows(model):
    """Return the index model of an indexed model."""
    return model._meta.get_field("index").related_model


def orphaned(model):
    """Return the index rows whose row does not exist, left by manual changes."""
    index = index_of_rows(model)
    rows = model.objects.order_by().filter(**{index.names.key: OuterRef("pk")})
    return index.objects.filter(~Exists(rows))


def reindexed(rows, below: int | None = None) -> Iterator[tuple[int, int]]:
    """Rebuild the index rows of a QuerySet, highest key first (newest articles first).

    Yields (last key done, rows in the batch) after each batch; a stopped run continues with that
    key as `below`. Rows saved meanwhile are indexed by their own save.
    """
    key = index_of_rows(rows.model).names.key
    rows = rows.order_by(f"-{key}")
    while True:
        remaining = rows if below is None else rows.filter(**{f"{key}__lt": below})
        batch = {getattr(row, key): row.words_to_index() for row in remaining[:BATCH_SIZE]}
        if not batch:
            return
        _index_batch(rows.model, batch)
        below = min(batch)
        yield below, len(batch)


def _index_batch(model, batch):
    index = index_of_rows(model)
    # Tokenizing takes longest, so it is done before anything is locked.
    entries = {key: index(pk=key, **index_columns(*words)) for key, words in batch.items()}
    with transaction.atomic():
        key = index.names.key
        locked = model.objects.filter(**{f"{key}__in": batch}).select_for_update(no_key=True)
        current = {getattr(row, key): row.words_to_index() for row in locked}
        unchanged = [key for key, words in batch.items() if current.get(key) == words]
        index.objects.filter(pk__in=unchanged).delete()
        index.objects.bulk_create([entries[key] for key in unchanged])
