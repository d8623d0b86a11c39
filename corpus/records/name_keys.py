"""Computes keys of names anew, after `name_key` has changed; for migrations.

In batches of primary keys; stopped anywhere, it goes on with the rows that are as they were.
"""

from django.db import transaction
from django.db.models import Max, Q

from corpus.names import kept_key, own_key

# Primary keys in one transaction.
BATCH_SIZE = 5_000


def compute_keys(model, standing=None, *, within=(), name="name", key="name_key"):
    """Set the column `key` of a model's rows from their names.

    Of rows that match the Q `standing` no two keep one key because of it: a row whose key becomes
    that of another, with equal columns `within`, gets one of its own and stays a suggested merge.
    """
    rows = model._base_manager.order_by("pk")
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    for first in range(1, last + 1, BATCH_SIZE):
        batch = rows.filter(pk__gte=first, pk__lt=first + BATCH_SIZE)
        with transaction.atomic():
            for pk, former_key, row_name in list(batch.values_list("pk", key, name)):
                new_key = kept_key(former_key, row_name)
                if new_key != former_key:
                    if standing is not None:
                        new_key = own_key(new_key, _taken(rows, pk, new_key, standing, within, key))
                    rows.filter(pk=pk).update(**{key: new_key})


def _taken(rows, pk, new_key, standing, within, key):
    """The keys near `new_key` of other standing rows; none if the row itself does not stand."""
    row = rows.filter(standing, pk=pk).values(*within, "pk").first()
    if row is None:
        return set()
    same = {name: row[name] for name in within}
    others = rows.filter(standing, **same, **{f"{key}__startswith": new_key}).exclude(pk=pk)
    return set(others.values_list(key, flat=True))


PRESENT = Q(deleted_at=None)
