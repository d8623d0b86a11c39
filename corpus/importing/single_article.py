"""Saves one article that an editor pasted."""

from corpus.importing.drafts import draft_of
from corpus.importing.existing import ExistingArticles
from corpus.importing.loader import Loader
from corpus.readers.imported_record import FileLocation, ImportedRecord

MEDIA_TYPE = "text/plain; charset=utf-8"


def save_pasted(values, by, *, update=False):
    """Save a pasted article; return (ImportCounts, the article, or None if it was refused).

    `values` are the fields of an ImportedRecord; `text` as typed becomes the snapshot.
    """
    record = ImportedRecord(
        FileLocation("pasted text"), values["text"].encode(), MEDIA_TYPE, **values
    )
    counts = Loader(by, update=update).save([record])
    draft = draft_of(record)
    existing = ExistingArticles([draft]).match(draft)
    return counts, existing.article if existing else None
