"""Splits the items of a reader into batches, each saved in one transaction."""

# Records per batch: larger ones are not faster, and a failed transaction would lose more.
BATCH_SIZE = 1_000
# Bytes per batch, to bound memory when records are long.
MAX_BATCH_BYTES = 2_000_000
# Bytes of a stripe, the part of all files that one process prepares at a time.
STRIPE_BYTES = MAX_BATCH_BYTES


def ends_record(item):
    """Return whether a batch may end after an item: a record, or a Problem in place of one.

    Reading goes on behind a row, which may hold several articles.
    """
    return getattr(item, "is_left_out", True) and not item.is_followed


def split_batches(items, size=BATCH_SIZE):
    """Yield lists of records and Problems; a Problem is in the same batch as its record."""
    items = iter(items)
    batch, byte_count = [], 0
    for item in items:
        batch.append(item)
        byte_count += len(getattr(item, "content", b""))
        if ends_record(item) and (len(batch) >= size or byte_count >= MAX_BATCH_BYTES):
            yield batch
            batch, byte_count = [], 0
    if batch:
        yield batch
