"""Records as they go into the database: one text form, one key, one digest."""

from dataclasses import dataclass, replace
from hashlib import sha256

from corpus.canonical_urls import address_key
from corpus.index_entry import IndexEntry, column_words, folded_words, index_entry
from corpus.readers.imported_record import Problem, Record
from corpus.text import TextRefused, normalise


@dataclass(slots=True)
class Draft:
    """A record whose text can be kept; `key` is that of its address, `digest` that of its bytes.

    The key is "" where the record has no address, or one that may be another's too. `found_by` is
    what the article would be found by, where that is known already.
    """

    record: Record
    text: str
    dropped: int
    key: str
    digest: str
    found_by: IndexEntry | None = None

    @property
    def words(self):
        """The words of the text, as a list."""
        if self.found_by is None:
            return folded_words(self.text)
        return list(column_words(self.found_by.columns["text"]))


def draft_of(record):
    """The Draft of a Record, or the Problem that it has."""
    try:
        kept = normalise(record.text)
    except TextRefused as refused:
        return Problem(record.place, "text", str(refused), record.position)
    if not kept.text.strip():
        return Problem(record.place, "text", "There is no text.", record.position)
    return Draft(
        record=record,
        text=kept.text,
        dropped=kept.dropped,
        key=address_key(record.url) if record.has_own_address else "",
        digest=sha256(record.content).hexdigest(),
    )


def prepared(item):
    """What stands for a Record or a Problem in a batch, with all that needs no database."""
    draft = item if isinstance(item, Problem) else draft_of(item)
    if isinstance(draft, Draft):
        draft.found_by = index_entry(draft.record.title, draft.text, draft.record.byline)
        # As it was read it is of no more use, and a long one is in the way.
        draft.record = replace(draft.record, text="")
    return draft
