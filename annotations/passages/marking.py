"""Marks a passage: the values of a request to do so, and the write itself."""

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from annotations.corrections.carry_over import carry_over
from annotations.models.claim import Claim
from annotations.models.passage import Passage
from annotations.models.placement import create_placements
from corpus.characters import is_blank
from corpus.db.compiled_query import KEY, UNIQUE_ID, CompiledModelQuery, CompiledQuery
from corpus.models import Article, Person, Revision
from corpus.records.action import current_action
from corpus.records.bulk_write import add_rows


@dataclass(frozen=True)
class Annotation:
    """The annotation of a passage: tag names, people with their roles, a note, a claim.

    `new_people` are typed names with their roles; `stance` counts only with a claim.
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
    """Where a passage is marked: a half-open span of a revision in code points, and its quote.

    `key` is made by the page that sends it, so that a request sent twice creates one passage.
    """

    revision: int
    start: int
    end: int
    quote: str
    key: UUID | None = None

    def digest(self, article, annotation):
        """A hash of the request's content, to refuse the same key with other content."""
        content = [article.public_id, self.revision, self.start, self.end, self.quote, *annotation]
        return sha256(json.dumps(content).encode()).hexdigest()


# Where the words differ from the text.
SELECT_AGAIN = (
    "Select it again. If your browser translates this page, show the original to mark passages."
)


class QuoteMismatch(ValueError):
    """The quote differs from the text at its offsets."""


class AlreadyMarked(ValueError):
    """The author marked the same words with the same tags before, as `passage`."""

    def __init__(self, passage):
        likeness = "with these tags" if passage.tag_links.exists() else "without tags"
        super().__init__(f"You have already marked these words {likeness}.")
        self.passage = passage


class KeyConflict(ValueError):
    """The key was used before with other content; `passage` is the one it created."""

    def __init__(self, passage):
        super().__init__("Another passage was already saved with this key. Reload the page.")
        self.passage = passage


def mark(article, marking, annotation, known=None):
    """Mark a passage; a `marking` sent again returns the passage that it created.

    A marking of an older revision is placed there and carried over to each later one. `known` is
    the public id of a passage that may have the same words, author and tags, "" for none; with
    None nothing is compared.

    Raises QuoteMismatch, KeyConflict, AlreadyMarked, and RowGone where the article was deleted.
    """
    # The lock prevents a correction between reading the text and saving the placement.
    article = Article.lock(article.pk)
    digest = marking.digest(article, annotation)
    author = current_action().by
    saved = _already_saved(marking.key, digest, author)
    if saved:
        return saved
    revisions = _revisions_from(article, marking.revision)
    _check_marking(marking, revisions)
    passage = Passage(
        article=article,
        quote=marking.quote,
        note=annotation.note,
        key=marking.key,
        request_digest=digest,
        created_by=author,
    )
    add_rows([passage])
    create_placements(passage, revisions[0], [(marking.start, marking.end)])
    for older, newer in pairwise(revisions):
        carry_over(older, newer, passage)
    passage.set_links(annotation, [], [])
    if known is not None:
        _refuse_same(passage, known)
    return passage


def _refuse_same(passage, known):
    """Raise AlreadyMarked; what is compared is saved by now, so that tags are known by their rows.

    Without tags, passages can differ in people, note and claim.
    """
    tags = set(passage.tag_links.values_list("tag", flat=True))
    spans = _spans(passage)
    if not spans or (not tags and (passage.note or passage.people.exists())):
        return
    others = Passage.objects.present().filter(
        article=passage.article_id,
        created_by=passage.created_by_id,
        placements__revision__number=passage.article.revision_number,
        placements__start=spans[0][0],
        placements__end=spans[0][1],
    )
    for other in others.exclude(pk=passage.pk).exclude(public_id=known).order_by("pk"):
        is_tagged_alike = tags == set(other.tag_links.values_list("tag", flat=True))
        if is_tagged_alike and _spans(other) == spans:
            raise AlreadyMarked(other)


def _spans(passage):
    """The spans of its pieces in the newest revision."""
    return [(placement.start, placement.end) for placement in passage.current_placements()]


def _revisions_from(article, number):
    """The Revisions from this number on; of the newest alone the article has the text already."""
    if number != article.revision_number:
        return list(article.revisions.filter(number__gte=number).order_by("number"))
    newest = article.current_text
    [(newest.pk,)] = _revision_key(article.pk, number)
    return [newest]


_revision_key = CompiledQuery(
    *(KEY, KEY),
    build=lambda article, number: Revision.objects.filter(
        article=article, number=number
    ).values_list("pk"),
)


def _already_saved(key, digest, author):
    passage = next(iter(_with_key(author.pk, key)), None) if key else None
    if passage and passage.request_digest != digest:
        raise KeyConflict(passage)
    return passage


_with_key = CompiledModelQuery(
    *(KEY, UNIQUE_ID),
    build=lambda author, key: Passage.objects.filter(created_by=author, key=key),
)


def _check_marking(marking, revisions):
    if not revisions or revisions[0].number != marking.revision:
        raise QuoteMismatch(f"The article has no revision {marking.revision}.")
    if is_blank(marking.quote):
        raise QuoteMismatch("The passage is empty: select at least one word.")
    length = len(revisions[0].text)
    if marking.end > length:
        raise QuoteMismatch(
            f"The position ends at {marking.end}, but the text of revision {marking.revision} has "
            f"{length} characters. {SELECT_AGAIN}"
        )
    if revisions[0].text[marking.start : marking.end] != marking.quote:
        raise QuoteMismatch(
            f"The quote differs from the text at {marking.start}–{marking.end} "
            f"in revision {marking.revision}. {SELECT_AGAIN}"
        )
