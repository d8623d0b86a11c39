"""Files of annotations for tests, and their import up to any step."""

import io

from annotations.formats.record import Annotation, Document, Entry, Piece
from annotations.formats.registry import FORMATS
from annotations.interchange import jobs
from annotations.interchange.staging import stage
from tests.support.acts import act
from tests.support.factories import TEXT


def annotated(*quotes, text=TEXT, key="one", has_text=True, annotations=(), **fields):
    """An Entry of a document with an annotation for each quote, at its first occurrence."""
    marked = tuple(
        Annotation((Piece(text.index(quote), text.index(quote) + len(quote), quote),))
        for quote in quotes
    )
    document = Document(key, text=text if has_text else None, **fields)
    return Entry(document, (*marked, *annotations))


def file_of(*entries, format_name="twosource"):
    return io.BytesIO(b"".join(FORMATS[format_name].dumps(entries)))


def staged(by, *entries, format_name="twosource"):
    """An AnnotationJob of the file, not planned yet."""
    return stage(file_of(*entries, format_name=format_name), format_name, "file.jsonl", by)


def moved(job):
    """The job as far as it goes without a member."""
    while job.is_moving:
        job = jobs.move(job)
    return job


def planned(by, *entries, **options):
    return moved(staged(by, *entries, **options))


def begun(by, *entries, takes_in=True, **options):
    """A job that a member has started, before its first batch of writing."""
    job = planned(by, *entries, **options)
    act(by, jobs.start, job, takes_in=takes_in, kind="passage.import")
    job.refresh_from_db()
    return job


def imported(by, *entries, **options):
    return moved(begun(by, *entries, **options))
