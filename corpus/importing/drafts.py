"""Records prepared for the database: with normalised text, address key and digest."""

from dataclasses import dataclass, replace
from hashlib import sha256

from corpus.canonical_urls import address_key
from corpus.characters import is_blank
from corpus.compression import compress
from corpus.index_entry import IndexEntry, folded_words, index_entry, text_words
from corpus.page_numbers import Pages, in_normalised
from corpus.readers.imported_record import ImportedRecord, Problem
from corpus.text import TextRefused, normalise


# Here and in what it holds no slots: pickle writes and reads those by a slow function.
@dataclass
class Draft:
    """A record with a valid text.

    `key` is the key of its address, "" if no address identifies it. `digest` is the SHA-256 of its
    bytes, in hex, `size` their number and `compressed` what the database keeps of them. `dropped`
    counts the characters removed from its text, `pages` are those of the text. `found_by` holds
    its index columns and sketch, if already computed.
    """

    record: ImportedRecord
    text: str
    dropped: int
    key: str
    digest: str
    size: int
    compressed: bytes
    pages: Pages = ()
    found_by: IndexEntry | None = None

    @property
    def words(self):
        """The folded words of the text, as a list."""
        if self.found_by is None:
            return folded_words(self.text)
        return list(text_words(self.found_by.columns["text"]))


def draft_of(record):
    """Return the Draft of a record, or a Problem if it has no valid text."""
    try:
        normalised = normalise(record.text)
    except TextRefused as refused:
        return Problem(record.place, "text", str(refused), record.position)
    if is_blank(normalised.text):
        return Problem(record.place, "text", "There is no text.", record.position)
    return Draft(
        record=record,
        text=normalised.text,
        dropped=normalised.dropped,
        key=address_key(record.url) if record.has_own_address else "",
        digest=sha256(record.content).hexdigest(),
        size=len(record.content),
        compressed=compress(record.content),
        pages=in_normalised(record.pages, record.text, normalised.text),
    )


def prepare(item, entry_of=index_entry):
    """Return the Draft of a record with everything that needs no database, or a Problem.

    `entry_of` makes its IndexEntry.
    """
    outcome = item if isinstance(item, Problem) else draft_of(item)
    if isinstance(outcome, Draft):
        outcome.found_by = entry_of(outcome.record.title, outcome.text, outcome.record.byline)
        # Free the text and the bytes as read: long ones take memory.
        outcome.record = replace(outcome.record, text="", content=b"")
    return outcome
