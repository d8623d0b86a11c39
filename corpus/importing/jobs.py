"""Advances import jobs in small steps, one for each request of an open import page."""

import time

from django.db import transaction

from corpus.importing import preview
from corpus.importing.batches import ends_record
from corpus.importing.loader import Loader
from corpus.models import ImportJob, ImportState, UploadChunk, acting
from corpus.models.import_job import cancelled
from corpus.readers.columns import columns_in
from corpus.readers.formats import read_articles

# A batch ends after this many records or seconds of reading.
BATCH_SIZE = 100
READ_SECONDS = 0.3
# After this many seconds no further batch is begun, so that a request takes less than a second.
MOVE_SECONDS = 0.4


def columns_of(job):
    """Return {name: first value} of the columns of the upload, {} for a format without columns."""
    return columns_in(job.upload(), job.format)


def move(job):
    """Read and save, or preview, for MOVE_SECONDS; return the job in its new state.

    Concurrent requests read the same records, but only one saves them: the other finds that the
    position has changed and discards what it read.
    """
    deadline = time.monotonic() + MOVE_SECONDS
    while job.is_moving:
        try:
            job = _save_batch(job, *_read_batch(job))
        except UploadChunk.DoesNotExist:
            # Another request has finished or cancelled the job.
            job.refresh_from_db()
            break
        if time.monotonic() > deadline:
            break
    return job


def _read_batch(job):
    """Return (the next items of the reader, whether the file ends with them)."""
    deadline = None
    items = []
    size = preview.number_missing(job) if job.is_in_preview else BATCH_SIZE
    reader = read_articles(
        job.upload(), job.name, job.format, columns=job.columns, start=job.position
    )
    for item in reader:
        items.append(item)
        # Starting a process that reads takes a part of a second, without an item.
        deadline = deadline or time.monotonic() + READ_SECONDS
        if ends_record(item) and (len(items) >= size or time.monotonic() > deadline):
            return items, False
    return items, True


def _save_batch(job, items, is_all):
    with transaction.atomic():
        locked = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if (locked.position, locked.state) != (job.position, job.state) or not locked.is_moving:
            return locked
        if locked.is_in_preview:
            preview.add(locked, items, is_all)
        else:
            loader = Loader(source=locked.source, language=locked.language, update=locked.is_update)
            with acting("article.import", locked.by):
                counts = loader.save(preview.as_checked(locked, items))
            locked.count(counts)
        if items:
            locked.position = items[-1].position
            name = items[-1].place.file
            locked.file_read = name[:200] if name != locked.name else ""
        if is_all and locked.is_running:
            locked.finish()
        locked.save()
    return locked


def start(job, columns):
    """Start a job with these columns; a job that has already started is left unchanged."""
    _transition(job, ImportState.READY, state=ImportState.RUNNING, columns=columns)


def start_preview(job, columns=None, format=None):
    """Read the first records of a job, to be checked before anything is saved.

    With `format`, a preview begins again in that format; else a job that has not started does.
    """
    values = {"state": ImportState.PREVIEW, "preview": preview.EMPTY, "position": 0}
    values |= {"format": format} if format else {"columns": columns or {}}
    _transition(job, ImportState.PREVIEW if format else ImportState.READY, **values)


def start_checked(job, articles):
    """Import what a preview showed; `articles` are its rows as they were checked."""
    checked = job.preview | {"articles": articles}
    _transition(job, ImportState.PREVIEW, state=ImportState.RUNNING, position=0, preview=checked)


def stop(job):
    _transition(job, ImportState.RUNNING, state=ImportState.STOPPED)


def go_on(job):
    _transition(job, ImportState.STOPPED, state=ImportState.RUNNING)


def give_up(job):
    """Cancel a job and delete its upload; articles imported so far stay."""
    with transaction.atomic():
        for from_state in (ImportState.READY, ImportState.PREVIEW, ImportState.STOPPED):
            if _transition(job, from_state, **cancelled()):
                UploadChunk.objects.filter(job=job).delete()


def _transition(job, from_state, **values):
    """Change the state of a job; return the rows changed, 0 if another request was faster."""
    return ImportJob.objects.filter(pk=job.pk, state=from_state).update(**values)
