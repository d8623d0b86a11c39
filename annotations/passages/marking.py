"""What a request to mark a passage says, as values."""

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from annotations.models.claim import Claim
from corpus.models import Person


@dataclass(frozen=True)
class Annotation:
    """What an analyst says about a passage: tag names, people with their role, a note, a claim.

    `new_people` are names that were typed; `stance` counts only with a claim.
    """

    tags: tuple[str, ...] = ()
    people: tuple[tuple[Person, str], ...] = ()
    new_people: tuple[tuple[str, str], ...] = ()
    note: str = ""
    claim: Claim | None = None
    stance: str = "reports"

    def __iter__(self):
        yield list(self.tags)
        yield sorted([person.public_id, role] for person, role in self.people)
        yield sorted([name, role] for name, role in self.new_people)
        yield self.note
        yield [self.claim.public_id, self.stance] if self.claim else None


@dataclass(frozen=True)
class Marking:
    """Where the analyst marked: half-open code points of a revision, and the words there.

    `key` is made by the page that sends it, so that a request sent twice makes one passage.
    """

    revision: int
    start: int
    end: int
    quote: str
    key: UUID | None = None

    def digest(self, article, annotation):
        """What the request said, so that the same key with other content is noticed."""
        said = [article.public_id, self.revision, self.start, self.end, self.quote, *annotation]
        return sha256(json.dumps(said).encode()).hexdigest()
