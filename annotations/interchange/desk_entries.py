"""Articles and their passages as Entry values, for every format and for the archive of a desk."""

import json
from collections import defaultdict
from functools import cache
from itertools import groupby, starmap

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    LinkedClaim,
    LinkedPerson,
    Piece,
)
from annotations.models import (
    Evidence,
    ImportedArticle,
    ImportedPassage,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
)
from corpus.db.grouping import grouped
from corpus.models import Article, Reliability
from corpus.models.revision import digest_of

# Passages whose links are read at once. An article with more comes in several entries.
PAGE_SIZE = 500
# Articles whose texts are read at once.
ARTICLES_SIZE = 25
# Keys of passages that one execution of the caller's query gives.
KEYS_SIZE = 10_000
_NO_ID = "0" * 12


def desk_entries(passages, format_name=""):
    """Yield Entry values of these passages, by article, in the order in which they were added.

    `passages` is a QuerySet of Passage that holds what the caller may see; deleted passages and
    those of deleted articles are left out. No statement reads more than a page of rows, so that
    a time limit on statements ends no export. Offsets are those of the current revision; a
    piece that is not placed has the words that were marked. What a file of the format of this
    name brought, and the desk has no place for, is in `extra`.
    """
    former_pk, exported_tags = None, set()
    for keys in _pages(passages):
        links = _Links([pk for _, pk in keys], format_name)
        for article, passage_keys in _by_article(keys):
            is_first, former_pk = article.pk != former_pk, article.pk
            # One that was deleted meanwhile is no longer there.
            rows = [links.passages[pk] for _, pk in passage_keys if pk in links.passages]
            codes = {code.key: code for row in rows for code in links.codes[row.pk]}
            new_codes = tuple(codes[key] for key in codes if key not in exported_tags)
            exported_tags |= codes.keys()
            annotations = tuple(_annotation(row, article, links) for row in rows)
            document = _document(article, links.article_extras, has_text=is_first)
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


def _by_article(keys):
    """(Article, its pairs) of pairs as of `_pages`, in their order."""
    groups = [(pk, list(pairs)) for pk, pairs in groupby(keys, key=lambda pair: pair[0])]
    rows = Article.objects.select_related("source")
    for start in range(0, len(groups), ARTICLES_SIZE):
        some = groups[start : start + ARTICLES_SIZE]
        articles = rows.in_bulk([pk for pk, _ in some])
        for pk, pairs in some:
            yield articles[pk], pairs


class _Links:
    """Passages and what belongs to them, by their keys, in a fixed number of queries."""

    def __init__(self, keys, format_name):
        rows = Passage.objects.present().filter(pk__in_array=keys)
        rows = rows.annotate(author=F("created_by__username"))
        self.passages = {row.pk: row for row in rows}
        self.placements = defaultdict(list)
        for placement in Placement.objects.filter(
            passage__pk__in_array=keys,
            revision__number=F("passage__article__revision_number"),
        ).order_by("start", "piece"):
            self.placements[placement.passage_id].append(placement)
        tags = PassageTag.objects.filter(content_object__pk__in_array=keys, tag__deleted_at=None)
        columns = [f"tag__{name}" for name in ("name", "definition", "hue", "public_id")]
        rows = tags.order_by("position", "pk").values_list("content_object_id", *columns)
        self.codes = defaultdict(
            list, {pk: list(starmap(Code, tag)) for pk, tag in grouped(rows).items()}
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
        articles = {row.article_id for row in self.passages.values()}
        imported = ImportedArticle.objects.filter(format=format_name, article__in=articles)
        self.article_extras = {row.article_id: json.loads(row.extra) for row in imported}
        self.authors, self.extras = {}, {}
        for row in ImportedPassage.objects.filter(passage__pk__in_array=keys).order_by("pk"):
            self.authors[row.passage_id] = row.author
            if row.format == format_name:
                self.extras[row.passage_id] = json.loads(row.extra)


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
def _passage_path():
    """The address of a passage with _NO_ID in it: `reverse` for each takes too long."""
    return reverse("passage", args=[_NO_ID])


def _annotation(passage, article, links):
    # What was marked as removed is no piece any more, unless nothing else is left.
    placements = links.placements[passage.pk]
    pieces = [row for row in placements if not row.is_set_aside] or placements
    states = {row.state for row in pieces} or {LOST}
    return Annotation(
        pieces=_pieces(passage, article.text, pieces),
        key=passage.public_id,
        url=settings.SITE_URL + _passage_path().replace(_NO_ID, passage.public_id),
        revision=article.revision_number,
        state=next(state for state in (LOST, NEEDS_REVIEW, PLACED) if state in states),
        tags=tuple(code.name for code in links.codes[passage.pk]),
        people=tuple(starmap(LinkedPerson, links.people[passage.pk])),
        claims=tuple(links.evidence[passage.pk]),
        note=passage.note,
        author=links.authors.get(passage.pk) or passage.author,
        created_at=passage.created_at,
        edited_at=passage.edited_at,
        extra=links.extras.get(passage.pk, {}),
    )


def _pieces(passage, text, placements):
    if not placements:
        return (Piece(None, None, passage.quote),)
    marked = {placements[0].piece: passage.quote}
    if len(placements) > 1 and any(row.state != PLACED for row in placements):
        certain = passage.last_certain_placements()
        marked = {n: row.revision.text[row.start : row.end] for n, row in certain.items()}
    return tuple(
        Piece(
            row.start,
            row.end,
            text[row.start : row.end] if row.state == PLACED else marked.get(row.piece, ""),
            row.prefix,
            row.suffix,
        )
        for row in placements
    )


def _document(article, extras, *, has_text):
    return Document(
        key=article.public_id,
        title=article.title,
        text=article.text if has_text else None,
        url=article.url,
        source=article.source.name if article.source else "",
        grade=article.source.reliability if article.source else Reliability.F.value,
        published=article.published,
        byline=article.byline,
        language=article.language,
        sha256=digest_of(article.text),
        extra=extras.get(article.pk, {}) if has_text else {},
    )
