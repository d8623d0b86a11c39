"""Reading bytes in tests."""

import io

from corpus.readers.formats import read_articles
from corpus.readers.imported_record import ImportedRecord, Problem


def records(content, format, **options):
    """What is read of `content`, which must be free of problems."""
    items = list(read_articles(io.BytesIO(content), "name", format, **options))
    assert [each for each in items if isinstance(each, Problem)] == []
    return items


def outcome(content, format, **options):
    """Texts of records, and (line or item, field, reason) of problems, in their order."""
    return [
        each.text
        if isinstance(each, ImportedRecord)
        else (each.place.line or each.place.item, each.field, each.reason)
        for each in read_articles(io.BytesIO(content), "name", format, **options)
    ]
