"""Articles and their passages as Entry values, for every format and for the archive of a desk."""

import json
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from itertools import starmap
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    LinkedClaim,
    LinkedPerson,
    Piece,
)
from annotations.interchange.uncertain import marked_words
from annotations.models import (
    Evidence,
    ImportedArticle,
    ImportedPassage,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
)
from corpus.dates import ImpreciseDate
from corpus.db.grouping import grouped
from corpus.models import Article, Reliability
from corpus.models.revision import digest_of
from corpus.page_numbers import joined, page_at

# Passages whose links are read at once. An article with more comes in several entries.
PAGE_SIZE = 1_000
# Code points of the articles whose texts are read at once.
TEXTS_SIZE = 1_000_000
# Keys of passages that one execution of the caller's query gives.
KEYS_SIZE = 10_000
_NO_ID = "0" * 12


# Rows of what an Entry has: to make models of them takes longer than to write the file.
class _Article(NamedTuple):
    pk: int
    public_id: str
    title: str
    url: str
    source: str | None
    grade: str | None
    published_on: date | None
    published_precision: str
    byline: str
    language: str
    revision_number: int


_ARTICLE_COLUMNS = (
    *("pk", "public_id", "title", "url", "source__name", "source__reliability", "published_on"),
    *("published_precision", "byline", "language", "revision_number"),
)


class _Passage(NamedTuple):
    pk: int
    public_id: str
    quote: str
    note: str
    author: str
    created_at: datetime
    edited_at: datetime | None


_PASSAGE_COLUMNS = (
    *("pk", "public_id", "quote", "note", "created_by__username", "created_at", "edited_at"),
)


class _Position(NamedTuple):
    piece: int
    start: int | None
    end: int | None
    prefix: str
    suffix: str
    state: str
    is_set_aside: bool
    pages: list[list[int | str]] | None


def desk_entries(passages, format_name="", *, has_texts=True):
    """Yield Entry values of these passages, by article, in the order in which they were added.

    `passages` is a QuerySet of Passage that holds what the caller may see; deleted passages and
    those of deleted articles are left out. No statement reads more than a page of rows, so that
    a time limit on statements ends no export. Offsets are those of the current revision; a
    piece that is not placed has the words that were marked. What a file of the format of this
    name brought, and the desk has no place for, is in `extra`. Without `has_texts` no Document
    has its text, which most articles then need not be read for.
    """
    former_pk, exported_tags = None, set()
    for keys in _pages(passages):
        links = _Links({pk for _, pk in keys}, format_name)
        for article_pk, passage_pks, text in _by_article(keys, links, has_texts):
            article = links.articles[article_pk]
            rows = [links.passages[pk] for pk in passage_pks]
            codes = {code.key: code for row in rows for code in links.codes.get(row.pk, ())}
            new_codes = tuple([codes[key] for key in codes if key not in exported_tags])
            exported_tags |= codes.keys()
            annotations = tuple([_annotation(row, article, text, links) for row in rows])
            is_first, former_pk = article_pk != former_pk, article_pk
            document = _document(article, text, links, is_first=is_first, has_text=has_texts)
            yield Entry(document, annotations, new_codes)


def _pages(passages):
    """Lists of (key of the article, key of the passage), at most PAGE_SIZE long, in order."""
    rows = passages.present().filter(article__deleted_at=None).order_by("article_id", "pk")
    pairs, later = rows.values_list("article_id", "pk"), Q()
    while keys := list(pairs.filter(later)[:KEYS_SIZE]):
        for start in range(0, len(keys), PAGE_SIZE):
            yield keys[start : start + PAGE_SIZE]
        article, passage = keys[-1]
        later = Q(article_id__gte=article) & ~Q(article_id=article, pk__lte=passage)


def _by_article(keys, links, has_texts):
    """(key of an article, those of its passages, its text) of pairs as of `_pages`, in order.

    The text is None where none is wanted and `links` tell all about it.
    """
    passages = defaultdict(list)
    for article, passage in keys:
        # One that was deleted meanwhile is no longer there.
        if passage in links.passages:
            passages[article].append(passage)
    wanted = passages.keys() if has_texts else links.articles_to_read()
    for batch in _batches(passages, links.text_lengths, wanted):
        texts = {}
        if to_read := wanted & set(batch):
            rows = Article.objects.filter(pk__in_array=to_read)
            texts = dict(rows.values_list("pk", "text"))
        for pk in batch:
            yield pk, passages[pk], texts.get(pk)


def _batches(articles, text_lengths, wanted):
    """Lists of keys of articles of which the wanted texts have TEXTS_SIZE code points together, or
    are one.
    """
    batch, size = [], 0
    for pk in articles:
        length = text_lengths[pk] if pk in wanted else 0
        if batch and size + length > TEXTS_SIZE:
            yield batch
            batch, size = [], 0
        batch.append(pk)
        size += length
    if batch:
        yield batch


class _Links:
    """Passages and what belongs to them, by their keys, in a fixed number of queries."""

    def __init__(self, keys, format_name):
        rows = Passage.objects.present().filter(pk__in_array=keys)
        article_columns = [f"article__{name}" for name in _ARTICLE_COLUMNS]
        self.passages, self.articles = {}, {}
        for row in rows.values_list(*_PASSAGE_COLUMNS, *article_columns):
            passage = _Passage._make(row[: len(_PASSAGE_COLUMNS)])
            self.passages[passage.pk] = passage
            article_pk = row[len(_PASSAGE_COLUMNS)]
            if article_pk not in self.articles:
                self.articles[article_pk] = _Article._make(row[len(_PASSAGE_COLUMNS) :])
        newest = Placement.objects.filter(
            passage__pk__in_array=keys,
            revision__number=F("passage__article__revision_number"),
        ).with_effective_state()
        until = Least("end", "text_length", output_field=IntegerField())
        rows = newest.annotate(until=until).order_by("start", "piece")
        self.positions, self.text_lengths = defaultdict(list), defaultdict(int)
        self.digests = {}
        self._several_pieces = set()
        for pk, article, length, number, digest, *position in rows.values_list(
            *("passage_id", "passage__article_id", "text_length", "revision__number"),
            *("revision__sha256", "piece", "start", "until", "prefix", "suffix"),
            *("effective_state", "is_set_aside", "revision__pages"),
        ):
            row = _Position._make(position)
            # One that was stored beyond the text has no position.
            row = row._replace(start=None, end=None) if row.state == LOST else row
            self.positions[pk].append(row)
            self.text_lengths[article] = length
            self.digests[article, number] = digest
            if row.piece:
                self._several_pieces.add(article)
        tags = PassageTag.objects.filter(content_object__pk__in_array=keys, tag__deleted_at=None)
        columns = [f"tag__{name}" for name in ("name", "definition", "hue", "public_id")]
        rows = tags.order_by("position", "pk").values_list("content_object_id", *columns)
        code_of = cache(Code)
        self.codes = defaultdict(
            list, {pk: list(starmap(code_of, tag)) for pk, tag in grouped(rows).items()}
        )
        people = PassagePerson.objects.filter(passage__pk__in_array=keys, person__deleted_at=None)
        self.people = grouped(
            people.order_by("pk").values_list(
                "passage_id",
                Coalesce("person__merged_into__name", "person__name"),
                "role",
                Coalesce("person__merged_into__public_id", "person__public_id"),
            )
        )
        evidence = Evidence.objects.standing().filter(passage__pk__in_array=keys)
        self.evidence = defaultdict(list)
        for row in evidence.select_related("claim__speaker", "origin").order_by("pk"):
            self.evidence[row.passage_id].append(_linked_claim(row))
        imported = ImportedArticle.objects.filter(
            format=format_name, article__pk__in_array=set(self.articles)
        )
        self.article_extras = {row.article_id: json.loads(row.extra) for row in imported}
        self.authors, self.extras = {}, {}
        imported = ImportedPassage.objects.filter(passage__pk__in_array=keys).order_by("pk")
        for pk, author, name, extra in imported.values_list(
            "passage_id", "author", "format", "extra"
        ):
            self.authors[pk] = author
            if name == format_name:
                self.extras[pk] = json.loads(extra)

    def articles_to_read(self):
        """Keys of the articles whose texts have to be read for what is said about their passages.

        In a text that was never corrected, a passage in one piece has the words that were marked.
        """
        unknown = {
            pk
            for pk, article in self.articles.items()
            if article.revision_number > 1 or (pk, article.revision_number) not in self.digests
        }
        return unknown | self._several_pieces


def _linked_claim(evidence):
    claim, origin = evidence.claim, evidence.origin
    return LinkedClaim(
        claim.statement,
        evidence.stance,
        claim.public_id,
        claim.speaker.name if claim.speaker else "",
        claim.attribution,
        claim.said,
        origin.name if origin else "",
        evidence.why,
    )


@cache
def _passage_address():
    """(before, after) the id in the permalink of a passage: `reverse` for each takes too long."""
    return (settings.SITE_URL + reverse("passage", args=[_NO_ID])).split(_NO_ID)


def _annotation(passage, article, text, links):
    before, after = _passage_address()
    pk = passage.pk
    # What was marked as removed is no piece any more, unless nothing else is left.
    positions = links.positions.get(pk, ())
    pieces = [row for row in positions if not row.is_set_aside] or positions
    states = [row.state for row in pieces] or [LOST]
    if LOST in states:
        # Databases differ in where they sort what has no position.
        pieces = sorted(pieces, key=lambda row: row.piece)
    pages = [
        page_at(row.pages, row.start, row.end)
        for row in pieces
        if row.pages and row.start is not None
    ]
    return Annotation(
        pieces=_pieces(passage, text, pieces),
        key=passage.public_id,
        url=before + passage.public_id + after,
        revision=article.revision_number,
        state=next(state for state in (LOST, NEEDS_REVIEW, PLACED) if state in states),
        page=joined(pages),
        tags=tuple([code.name for code in links.codes.get(pk, ())]),
        people=tuple(starmap(LinkedPerson, links.people.get(pk, ()))),
        claims=tuple(links.evidence.get(pk, ())),
        note=passage.note,
        author=links.authors.get(pk) or passage.author,
        created_at=passage.created_at,
        edited_at=passage.edited_at,
        extra=links.extras.get(pk, {}),
    )


def _pieces(passage, text, positions):
    if not positions:
        return (Piece(None, None, passage.quote),)
    marked = {positions[0].piece: passage.quote}
    if len(positions) > 1 and any(row.state != PLACED for row in positions):
        certain = Passage.objects.get(pk=passage.pk).last_certain_placements()
        marked = marked_words(passage.quote, certain)
    pieces = []
    for row in positions:
        is_in_text = text is not None and row.state == PLACED
        words = text[row.start : row.end] if is_in_text else marked.get(row.piece, "")
        pieces.append(Piece(row.start, row.end, words, row.prefix, row.suffix))
    return tuple(pieces)


def _document(article, text, links, *, is_first, has_text):
    day, extras = article.published_on, links.article_extras
    return Document(
        key=article.public_id,
        title=article.title,
        text=text if is_first and has_text else None,
        url=article.url,
        source=article.source or "",
        grade=article.grade or Reliability.F.value,
        published=ImpreciseDate(day, article.published_precision) if day else None,
        byline=article.byline,
        language=article.language,
        # A text that was corrected meanwhile is another one.
        sha256=links.digests.get((article.pk, article.revision_number)) or digest_of(text),
        extra=extras.get(article.pk, {}) if is_first else {},
    )
