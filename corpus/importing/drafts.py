"""Records as they go into the database: one text form, one key, one digest."""

from dataclasses import dataclass, replace
from hashlib import sha256

from corpus.canonical_urls import address_key
from corpus.index_entry import FoundBy, found_by, words_in, words_of
from corpus.readers.imported_record import ImportedRecord, Problem
from corpus.text import TextRefused, normalise


@dataclass(slots=True)
class Draft:
    """A record whose text can be kept; `key` is that of its address, `digest` that of its bytes.

    The key is "" where the record has no address, or one that may be another's too. `found_by` is
    what the article would be found by, where that is known already.
    """

    record: ImportedRecord
    text: str
    dropped: int
    key: str
    digest: str
    found_by: FoundBy | None = None

    @property
    def words(self):
        """The words of the text, as a list."""
        if self.found_by is None:
            return words_of(self.text)
        return list(words_in(self.found_by.columns["text"]))


def draft_of(record):
    """The Draft of a Record, or the Problem that it has."""
    try:
        normalised = normalise(record.text)
    except TextRefused as refused:
        return Problem(record.place, "text", str(refused), record.position)
    if not normalised.text.strip():
        return Problem(record.place, "text", "There is no text.", record.position)
    return Draft(
        record=record,
        text=normalised.text,
        dropped=normalised.dropped,
        key=address_key(record.url) if record.has_own_address else "",
        digest=sha256(record.content).hexdigest(),
    )


def prepare(item):
    """What stands for a Record or a Problem in a batch, with all that needs no database."""
    outcome = item if isinstance(item, Problem) else draft_of(item)
    if isinstance(outcome, Draft):
        outcome.found_by = found_by(outcome.record.title, outcome.text, outcome.record.byline)
        # As it was read it is of no more use, and a long one is in the way.
        outcome.record = replace(outcome.record, text="")
    return outcome
