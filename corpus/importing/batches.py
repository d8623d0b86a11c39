"""Cutting what a reader yields into batches that are saved as one."""

# So many records share a transaction: more gain nothing, and would be lost together.
SIZE = 1_000
# And so many bytes, so that a batch of long records needs no more memory than others.
MOST_BYTES = 2_000_000


def ends_record(item):
    """Whether a batch may end here: after a Record, or a Problem that stands for one."""
    return getattr(item, "is_left_out", True)


def batches(items, size=SIZE):
    """Yield lists of Records and Problems; a problem stays with the record that it is about."""
    items = iter(items)
    batch, weight = [], 0
    for item in items:
        batch.append(item)
        weight += len(getattr(item, "content", b""))
        if ends_record(item) and (len(batch) >= size or weight >= MOST_BYTES):
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
