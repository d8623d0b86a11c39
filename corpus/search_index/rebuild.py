"""Builds search indexes: what is missing from them, or all anew, while the desk is in use."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from corpus.index_entry import index_columns
from corpus.search.tokenizer import FOLDING_VERSION
from corpus.search_index.searchable import Indexed
from corpus.search_index.state import IndexState
from corpus.search_index.word_forms import WordForm

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


def outdated_models(models):
    """Return the models whose index has words by other rules than today's."""
    states = dict(IndexState.objects.values_list("index", "folding"))
    return [
        model for model in models if states.get(index_of_rows(model).names.index) != FOLDING_VERSION
    ]


def begin_again(models):
    """Empty the indexes of these models: from now on they hold words by the rules of today.

    Whatever is saved is indexed; `index_missing` adds the rest. Until then searches say that they
    do not find everything.
    """
    with transaction.atomic():
        if len(models) == len(indexed_models()):
            WordForm.objects.all().delete()
        for model in models:
            names = index_of_rows(model).names
            names.drop(connection)
            names.create(connection)
            IndexState.objects.update_or_create(
                index=names.index,
                defaults={
                    "folding": FOLDING_VERSION,
                    "is_complete": not model._base_manager.exists(),
                },
            )


def index_missing(model) -> Iterator[int]:
    """Index the rows of a model that are not, the highest key first (newest articles first).

    Yields the number of rows after each batch. What was done stays if it is stopped. Rows saved
    meanwhile are indexed by their own save.
    """
    key = index_of_rows(model).names.key
    rows, below = model.objects.unindexed().order_by(f"-{key}"), None
    while True:
        remaining = rows if below is None else rows.filter(**{f"{key}__lt": below})
        batch = {getattr(row, key): row.words_to_index() for row in remaining[:BATCH_SIZE]}
        if not batch:
            break
        _index_batch(model, batch)
        below = min(batch)
        yield len(batch)
    IndexState.objects.filter(index=index_of_rows(model).names.index).update(is_complete=True)


def _index_batch(model, batch):
    index = index_of_rows(model)
    # Tokenizing takes longest, so it is done before anything is locked.
    columns = {key: index_columns(*words) for key, words in batch.items()}
    with transaction.atomic():
        key = index.names.key
        locked = model.objects.filter(**{f"{key}__in": batch}).select_for_update(no_key=True)
        current = {getattr(row, key): row.words_to_index() for row in locked}
        unchanged = [key for key, words in batch.items() if current.get(key) == words]
        index.objects.put_new({key: columns[key] for key in index.objects.make_way(unchanged)})
