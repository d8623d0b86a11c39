"""Records for tests of what comes after the readers."""

import io
import json
import zipfile

from corpus.dates import parse
from corpus.importing import jobs
from corpus.importing.loader import Loader
from corpus.models import (
    Action,
    Article,
    ArticleIndex,
    ImportJob,
    NearDuplicate,
    Retrieval,
    Revision,
    Sketch,
    Snapshot,
    Source,
)
from corpus.models.near_duplicate import SketchHash
from corpus.readers.imported_record import FileLocation, ImportedRecord
from tests.support.acts import act
from tests.support.factories import EDITORS, make_user

TABLES = [
    Action,
    Article,
    Article.history.model,
    ArticleIndex,
    SketchHash,
    NearDuplicate,
    Retrieval,
    Revision,
    Sketch,
    Snapshot,
    Source,
    Source.history.model,
]


def make_record(
    text="The convoy left at dawn.",
    line=1,
    content=None,
    published=None,
    has_own_address=True,
    **fields,
):
    """A record as a reader of JSON Lines yields it."""
    content = content or json.dumps({"text": text, **fields}).encode("utf-8", "surrogatepass")
    return ImportedRecord(
        place=FileLocation("news.jsonl", line),
        content=content,
        media_type="application/json",
        text=text,
        published=parse(published) if published else None,
        position=line,
        has_own_address=has_own_address,
        **fields,
    )


def load(*items, by=None, **options):
    return act(by or make_user(EDITORS), Loader(**options).save, items)


def row_counts():
    """How many rows each table that imports write to has."""
    return {model.__name__: model.objects.count() for model in TABLES}


def long_text(number, words=60):
    """A text of which no other has a run of four words."""
    return " ".join(f"word{number}x{n}" for n in range(words))


def make_job(content, name="news.jsonl", format="jsonl", columns=None, by=None, **fields):
    """A job that is under way; `content` is what was uploaded."""
    content = content if isinstance(content, bytes) else content.encode()
    return ImportJob.objects.keep(
        [content],
        name=name,
        format=format,
        columns=columns or {},
        by=by or make_user(EDITORS),
        **{"state": "running"} | fields,
    )


def make_previewed_job(*rows, by):
    """A job of JSON Lines whose preview is complete."""
    job = make_job(jsonl(*rows), by=by, state="ready")
    jobs.start_preview(job)
    job.refresh_from_db()
    return jobs.move(job)


def zipped(files):
    """The bytes of a ZIP archive of {name: content}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def jsonl(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)
