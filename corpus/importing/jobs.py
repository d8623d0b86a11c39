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
BATCH = 100
READING = 0.3
# Seconds after which no further batch is begun: with it, a request takes less than one.
MOVING = 0.4


def columns_of(job):
    """What the columns of the upload are called, where it has columns."""
    return columns_in(job.upload(), job.format)


def move(job):
    """Read and save for a moment; answers the job as it stands then.

    Two that move one job at once read the same, and one of them saves it: whoever finds that the
    position is another by then throws away what it read.
    """
    until = time.monotonic() + MOVING
    while job.is_running:
        try:
            job = _save(job, *_batch(job))
        except UploadChunk.DoesNotExist:
            # Somebody read it to its end, or gave it up, meanwhile.
            job.refresh_from_db()
            break
        if time.monotonic() > until:
            break
    return job


def _batch(job):
    """(what a reader yields next, whether that is all)."""
    until = time.monotonic() + READING
    items = []
    reader = read_articles(
        job.upload(), job.name, job.format, columns=job.columns, start=job.position
    )
    for item in reader:
        items.append(item)
        if ends_record(item) and (len(items) >= BATCH or time.monotonic() > until):
            return items, False
    return items, True


def _save(job, items, is_all):
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
    _turn(job, ImportState.READY, state=ImportState.RUNNING, columns=columns)


def stop(job):
    _turn(job, ImportState.RUNNING, state=ImportState.STOPPED)


def go_on(job):
    _turn(job, ImportState.STOPPED, state=ImportState.RUNNING)


def give_up(job):
    """Import nothing more of it, and let the upload go; what came of it so far stays."""
    with transaction.atomic():
        for former in (ImportState.READY, ImportState.STOPPED):
            if _turn(job, former, state=ImportState.GIVEN_UP, finished_at=timezone.now()):
                UploadChunk.objects.filter(job=job).delete()


def _turn(job, former, **values):
    """Whether it was turned: one who was slower than another changes nothing."""
    return ImportJob.objects.filter(pk=job.pk, state=former).update(**values)
