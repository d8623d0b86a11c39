"""Cutting what a reader yields into batches that are saved as one."""

# So many records share a transaction: more gain nothing, and would be lost together.
BATCH_SIZE = 1_000
# And so many bytes, so that a batch of long records needs no more memory than others.
MAX_BATCH_BYTES = 2_000_000


def ends_record(item):
    """Whether a batch may end here: after a Record, or a Problem that stands for one."""
    return getattr(item, "is_left_out", True)


def split_batches(items, size=BATCH_SIZE):
    """Yield lists of Records and Problems; a problem stays with the record that it is about."""
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
