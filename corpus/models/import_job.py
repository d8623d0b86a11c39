"""An import on the web: the upload, its progress and its result."""

import io
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from corpus.models.source import Source
from corpus.readers.labels import FIELD_LABELS
from corpus.records.constraints import one_of
from corpus.records.record import Identified

# Bytes of a chunk of an upload; small enough to be read for a single record.
CHUNK_BYTES = 256 * 1024


# An upload that nobody imports or cancels is dropped after this time.
KEPT_UNUSED = timedelta(days=14)


class ImportState(models.TextChoices):
    READY = "ready", "not started"
    PREVIEW = "preview", "being checked"
    RUNNING = "running", "running"
    STOPPED = "stopped", "stopped"
    GIVEN_UP = "given up", "cancelled"
    FINISHED = "finished", "finished"


class ImportJobQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("by").defer("preview").order_by("-pk")

    def drop_unused(self):
        """Cancel the jobs that wait for somebody since KEPT_UNUSED, and delete their uploads."""
        waiting = (ImportState.READY, ImportState.PREVIEW, ImportState.RUNNING, ImportState.STOPPED)
        unused = self.filter(state__in=waiting, created_at__lt=timezone.now() - KEPT_UNUSED)
        for job in unused.defer("preview"):
            with transaction.atomic():
                if unused.filter(pk=job.pk).update(**cancelled()):
                    UploadChunk.objects.filter(job=job).delete()

    def keep(self, pieces, **fields):
        """Add a job with its upload, an iterable of bytes; call it in a transaction."""
        job = self.create(**fields)
        for number, content in enumerate(_chunks(pieces)):
            UploadChunk.objects.create(job=job, number=number, content=content)
            job.size += len(content)
        job.save(update_fields=["size"])
        return job


def cancelled():
    """The values of a job that is cancelled now."""
    return {"state": ImportState.GIVEN_UP, "finished_at": timezone.now(), "preview": None}


def _chunks(pieces):
    """Regroup bytes into chunks of CHUNK_BYTES; the last may be shorter."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= CHUNK_BYTES:
            yield bytes(buffer[:CHUNK_BYTES])
            del buffer[:CHUNK_BYTES]
    if buffer:
        yield bytes(buffer)


class ImportJob(Identified):
    """An import on the web; `position` is where its reader resumes, in its own units."""

    name = models.CharField("file", max_length=200)
    format = models.CharField(max_length=20, blank=True)
    # {our column: the file's column}
    columns = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    is_update = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READY)
    size = models.PositiveBigIntegerField("bytes", default=0)
    position = models.PositiveBigIntegerField(default=0)
    # The file that was read last, if the upload holds several.
    file_read = models.CharField(max_length=200, blank=True, default="")
    # What the first records will become (see `corpus.importing.preview`), until it is imported.
    preview = models.JSONField(null=True, blank=True)

    new_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    other_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    resembling_count = models.PositiveIntegerField(default=0)
    dropped_count = models.PositiveIntegerField(default=0)
    sources = models.ManyToManyField(Source, related_name="+")

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [one_of("state", ImportState, "import_state_known")]

    def __str__(self):
        return f"{self.name}, {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("import_job", args=[self.public_id])

    @property
    def is_running(self):
        return self.state == ImportState.RUNNING

    @property
    def is_in_preview(self):
        return self.state == ImportState.PREVIEW

    @property
    def is_moving(self):
        """Whether there is something to read: it runs, or its preview is not complete."""
        return self.is_running or (self.is_in_preview and not self.preview["is_complete"])

    @property
    def is_ready(self):
        return self.state == ImportState.READY

    @property
    def is_stopped(self):
        return self.state == ImportState.STOPPED

    @property
    def is_given_up(self):
        return self.state == ImportState.GIVEN_UP

    @property
    def is_finished(self):
        return self.state == ImportState.FINISHED

    @property
    def read_count(self):
        """How many records were read."""
        return (
            self.new_count
            + self.same_count
            + self.other_count
            + self.updated_count
            + self.refused_count
        )

    @property
    def portion(self):
        """Percent done; None for formats whose positions are not bytes."""
        # Has the patterns of all types of files, which only an import needs.
        from corpus.readers.file_types import BYTE_POSITION_FORMATS

        if self.format not in BYTE_POSITION_FORMATS or not self.size:
            return None
        return min(100, 100 * self.position // self.size)

    def name_within(self, place):
        """A place in the upload without the name of the upload, which stands above it.

        In the upload "4 files", "4 files/a.csv, line 2" is "a.csv, line 2".
        """
        return place.removeprefix(f"{self.name}/").removeprefix(f"{self.name}, ")

    @property
    def file_read_within(self):
        return self.name_within(self.file_read)

    def upload(self):
        """The uploaded bytes as a file; chunks are loaded when they are read."""
        return io.BufferedReader(Upload(self), CHUNK_BYTES)

    def count(self, counts):
        """Add the ImportCounts of a batch, its new sources and its problems."""
        for name, number in counts.counts.items():
            setattr(self, f"{name}_count", getattr(self, f"{name}_count") + number)
        self.sources.add(*counts.sources)
        ImportProblem.objects.bulk_create(
            ImportProblem(
                job=self,
                file=problem.place.file[:200],
                line=problem.place.line,
                item=problem.place.item,
                field=problem.field[:100],
                reason=problem.reason[:500],
                is_left_out=problem.is_left_out,
            )
            for problem in counts.problems
        )

    def finish(self):
        """Mark the job finished and delete the upload: its records are kept as snapshots."""
        self.state, self.finished_at = ImportState.FINISHED, timezone.now()
        self.preview = None
        UploadChunk.objects.filter(job=self).delete()


class UploadChunk(models.Model):
    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="upload_chunk_unique")
        ]

    def __str__(self):
        return f"chunk {self.number} of {self.job_id}"


class Upload(io.RawIOBase):
    """The chunks of a job as one file."""

    def __init__(self, job):
        self._chunks = UploadChunk.objects.filter(job=job)
        self._size = job.size
        self._position = 0
        self._number, self._content = None, b""

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer):
        number, begin = divmod(self._position, CHUNK_BYTES)
        if self._position >= self._size:
            return 0
        if number != self._number:
            content = self._chunks.values_list("content", flat=True).get(number=number)
            self._number, self._content = number, bytes(content)
        piece = self._content[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


class ImportProblem(models.Model):
    """A record, or a field of one, that could not be imported unchanged, and why."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="problems")
    file = models.CharField(max_length=200)
    line = models.PositiveBigIntegerField(null=True)
    item = models.PositiveBigIntegerField(null=True)
    field = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    is_left_out = models.BooleanField("the record did not go in", default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.file}, line {self.line}: {self.reason}"

    @property
    def place(self):
        """Where it is within the upload: "a.csv, line 4", or "line 4" of the only file."""
        line = f", line {self.line}" if self.line else f", item {self.item}" if self.item else ""
        return self.job.name_within(self.file + line)

    @property
    def label(self):
        """What its field is called on pages, "" if the record as a whole is meant."""
        return FIELD_LABELS.get(self.field, self.field)
