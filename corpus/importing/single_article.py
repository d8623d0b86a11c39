"""Saves one article that an editor pasted."""

from corpus.importing.drafts import draft_of
from corpus.importing.existing import ExistingArticles
from corpus.importing.loader import Loader
from corpus.readers.imported_record import FileLocation, ImportedRecord

MEDIA_TYPE = "text/plain; charset=utf-8"


def pasted_draft(values):
    """The Draft of a pasted article from the fields of an ImportedRecord.

    `text` as typed becomes the snapshot.
    """
    location = FileLocation("pasted text")
    return draft_of(ImportedRecord(location, values["text"].encode(), MEDIA_TYPE, **values))


def save_pasted(draft, *, update=False):
    """Save a pasted article; return (ImportCounts, the article, or None if it was refused)."""
    counts = Loader(update=update).save([draft])
    existing = ExistingArticles([draft]).match(draft)
    return counts, existing.article if existing else None
