"""Marking a passage: what a request to do so says, as values, and the act."""

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from annotations.corrections.carry_over import follow
from annotations.models.claim import Claim
from annotations.models.passage import Passage
from annotations.models.placement import create_placements
from corpus.models import Article, Person
from corpus.records.action import acting


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


class QuoteMismatch(ValueError):
    """The quote is not what stands at the place that was named."""


class KeyConflict(ValueError):
    """The key was used before, with other content; `passage` is what it made."""

    def __init__(self, passage):
        super().__init__("This page has saved another passage with the same key already.")
        self.passage = passage


def mark(article, marking, annotation, by):
    """Mark a passage; a `marking` sent again answers the passage that it made.

    One made on an older revision is placed there, and followed into each later one.

    Raises QuoteMismatch, KeyConflict, and RowGone where the article was deleted.
    """
    with acting("passage.create", by):
        # The lock keeps a correction from slipping in between reading and placing.
        article = Article.lock(article.pk)
        digest = marking.digest(article, annotation)
        sent_before = _sent_before(marking.key, digest, by)
        if sent_before:
            return sent_before
        revisions = list(article.revisions.filter(number__gte=marking.revision).order_by("number"))
        _check(marking, revisions)
        passage = Passage.objects.create(
            article=article,
            quote=marking.quote,
            note=annotation.note,
            key=marking.key,
            request_digest=digest,
            created_by=by,
        )
        create_placements(passage, revisions[0], [(marking.start, marking.end)])
        for old, new in pairwise(revisions):
            follow(old, new, passage)
        passage.set_links(annotation, by, [], [])
    return passage


def _sent_before(key, digest, by):
    known = Passage.objects.filter(created_by=by, key=key).first() if key else None
    if known and known.request_digest != digest:
        raise KeyConflict(known)
    return known


def _check(marking, revisions):
    if not revisions or revisions[0].number != marking.revision:
        raise QuoteMismatch(f"The article has no revision {marking.revision}.")
    if not marking.quote.strip():
        raise QuoteMismatch("The passage is empty: select at least one word.")
    length = len(revisions[0].text)
    if marking.end > length:
        raise QuoteMismatch(
            f"The place ends at {marking.end}, but the text of revision {marking.revision} has "
            f"{length} characters. Select it again."
        )
    if revisions[0].text[marking.start : marking.end] != marking.quote:
        raise QuoteMismatch(
            f"The quote is not what stands at {marking.start}–{marking.end} "
            f"in revision {marking.revision}. Select it again."
        )
