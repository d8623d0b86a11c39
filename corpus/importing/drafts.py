"""Records as they go into the database: one text form, one key, one digest."""

from dataclasses import dataclass
from hashlib import sha256

from corpus.addresses import address_key
from corpus.models import Article
from corpus.models.revision import digest_of
from corpus.readers.record import Problem, Record
from corpus.text import TextRefused, normalise

# What an article of unknown language is taken for, as the models take it.
LANGUAGE = Article._meta.get_field("language").default


@dataclass(slots=True)
class Draft:
    """A record whose text can be kept; `key` is that of its address, `digest` that of its bytes."""

    record: Record
    text: str
    dropped: int
    key: str
    digest: str

    @property
    def identity(self):
        """What makes two records one: the address or, where there is none, the bytes."""
        return self.key or self.digest

    @property
    def text_digest(self):
        return digest_of(self.text)

    def new_article(self, source, language):
        record = self.record
        published = record.published
        return Article(
            title=record.title,
            byline=record.byline,
            url=record.url,
            language=record.language or language or LANGUAGE,
            published_on=published.first if published else None,
            published_precision=published.precision if published else "",
            text=self.text,
            source=source,
        )


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
        key=address_key(record.url),
        digest=sha256(record.content).hexdigest(),
    )
