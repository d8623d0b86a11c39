"""Moving an import on the web on, a little at a time, by whoever looks at it."""

import time

from django.db import transaction
from django.utils import timezone

from corpus.importing.batches import ends_record
from corpus.importing.loader import Loader
from corpus.models import ImportJob, ImportState, UploadChunk
from corpus.readers.columns import columns_in
from corpus.readers.formats import read_articles

# Records that are saved at once, and seconds: what is read until then is a batch.
BATCH_SIZE = 100
READ_SECONDS = 0.3
# Seconds after which no further batch is begun: with it, a request takes less than one.
MOVE_SECONDS = 0.4


def columns_of(job):
    """What the columns of the upload are called, where it has columns."""
    return columns_in(job.upload(), job.format)


def move(job):
    """Read and save for a moment; answers the job as it stands then.

    Two that move one job at once read the same, and one of them saves it: whoever finds that the
    position is another by then throws away what it read.
    """
    deadline = time.monotonic() + MOVE_SECONDS
    while job.is_running:
        try:
            job = _save_batch(job, *_read_batch(job))
        except UploadChunk.DoesNotExist:
            # Somebody read it to its end, or gave it up, meanwhile.
            job.refresh_from_db()
            break
        if time.monotonic() > deadline:
            break
    return job


def _read_batch(job):
    """(what a reader yields next, whether that is all)."""
    deadline = time.monotonic() + READ_SECONDS
    items = []
    reader = read_articles(
        job.upload(), job.name, job.format, columns=job.columns, start=job.position
    )
    for item in reader:
        items.append(item)
        if ends_record(item) and (len(items) >= BATCH_SIZE or time.monotonic() > deadline):
            return items, False
    return items, True


def _save_batch(job, items, is_all):
    with transaction.atomic():
        locked = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if locked.position != job.position or not locked.is_running:
            return locked
        loader = Loader(
            locked.by,
            source=locked.source,
            language=locked.language,
            update=locked.is_update,
        )
        locked.count(loader.save(items))
        if items:
            locked.position = items[-1].position
        if is_all:
            locked.finish()
        locked.save()
    return locked


def start(job, columns):
    """Begin, with these columns; a job that was begun meanwhile stays as it is."""
    _transition(job, ImportState.READY, state=ImportState.RUNNING, columns=columns)


def stop(job):
    _transition(job, ImportState.RUNNING, state=ImportState.STOPPED)


def go_on(job):
    _transition(job, ImportState.STOPPED, state=ImportState.RUNNING)


def give_up(job):
    """Import nothing more of it, and let the upload go; what came of it so far stays."""
    with transaction.atomic():
        for from_state in (ImportState.READY, ImportState.STOPPED):
            if _transition(job, from_state, state=ImportState.GIVEN_UP, finished_at=timezone.now()):
                UploadChunk.objects.filter(job=job).delete()


def _transition(job, from_state, **values):
    """Whether it was turned: one who was slower than another changes nothing."""
    return ImportJob.objects.filter(pk=job.pk, state=from_state).update(**values)
