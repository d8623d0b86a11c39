"""Indexing rows again: those that no search finds, or all of them, while the desk is in use."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef

from corpus.index_entry import index_columns
from corpus.search_index.searchable import Indexed

# One transaction's rows: on SQLite whoever saves waits for as long as their words are written.
BATCH = 50


def indexed_models():
    """All models that an index is kept of, those of other applications too."""
    return [model for model in apps.get_models() if issubclass(model, Indexed)]


def index_of_rows(model):
    """The model of the index that is kept of a model."""
    return model._meta.get_field("index").related_model


def orphaned(model):
    """Index rows whose own row is gone: they can only be left by hand."""
    index = index_of_rows(model)
    rows = model.objects.order_by().filter(**{index.names.key: OuterRef("pk")})
    return index.objects.filter(~Exists(rows))


def reindexed(rows, below: int | None = None) -> Iterator[tuple[int, int]]:
    """Index rows anew, highest key first (of articles the newest); from `below` a key, if given.

    Yield after each batch the last key that is done, and how many rows the batch had: a run
    that was stopped goes on below that key. What is saved meanwhile is indexed by its own save.
    """
    key = index_of_rows(rows.model).names.key
    rows = rows.order_by(f"-{key}")
    while True:
        rest = rows if below is None else rows.filter(**{f"{key}__lt": below})
        batch = {getattr(row, key): row.words_to_index() for row in rest[:BATCH]}
        if not batch:
            return
        _put(rows.model, batch)
        below = min(batch)
        yield below, len(batch)


def _put(model, batch):
    index = index_of_rows(model)
    # Reading words takes longest: nobody waits for that.
    made = {key: index(pk=key, **index_columns(*written)) for key, written in batch.items()}
    with transaction.atomic():
        key = index.names.key
        locked = model.objects.filter(**{f"{key}__in": batch}).select_for_update(no_key=True)
        now = {getattr(row, key): row.words_to_index() for row in locked}
        same = [key for key, written in batch.items() if now.get(key) == written]
        index.objects.filter(pk__in=same).delete()
        index.objects.bulk_create([made[key] for key in same])
