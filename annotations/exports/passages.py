"""The table of passages."""

from collections import defaultdict
from functools import cache

from django.conf import settings
from django.db.models import F, IntegerField
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from annotations.exports.table import Noun, Table
from annotations.models import Evidence, Passage, PassagePerson, PassageTag, Placement, Role
from annotations.models.placement import PlacementState
from corpus.dates import iso_text
from corpus.db.grouping import grouped
from corpus.page_numbers import joined, page_at
from corpus.titles import first_sentence

COLUMNS = (
    *("id", "permalink", "article", "title", "address", "source", "grade", "published"),
    *("precision", "author", "created", "edited", "revision", "start", "end", "pieces", "quote"),
    *("prefix", "suffix", "tags", "speakers", "mentioned", "claims", "origins", "note", "state"),
    "page",
)
# What the member marked as removed is lost and needs no review.
REMOVED = "removed"
_NO_ID = "0" * 12
# Worst first: the state of a passage is that of its worst piece.
STATES = {
    PlacementState.LOST: "lost",
    PlacementState.NEEDS_REVIEW: "needs review",
    REMOVED: "removed",
    PlacementState.PLACED: "placed",
}
_WORST_FIRST = list(STATES)


def _read(keys, member):
    tags, people, evidence = _tags(keys), _people(keys), _evidence(keys)
    placements = _placements(keys)
    before, after = address_of("passage", _NO_ID).split(_NO_ID)
    rows = Passage.objects.present().filter(pk__in_array=keys).order_by("-pk")
    for pk, public_id, quote, note, author, created_at, edited_at, *article in rows.values_list(
        *("pk", "public_id", "quote", "note", "created_by__username", "created_at", "edited_at"),
        *("article__public_id", "article__title", "article__opening", "article__url"),
        *("article__source__name", "article__source__reliability", "article__published_on"),
        *("article__published_precision", "article__revision_number"),
    ):
        article_id, title, opening, url, source, grade, day, precision, revision = article
        links, claims, pieces = people.get(pk, ()), evidence.get(pk, ()), placements.get(pk, ())
        yield (
            public_id,
            before + public_id + after,
            article_id,
            title or first_sentence(opening),
            url,
            source,
            grade,
            day and iso_text(day, precision),
            precision,
            author,
            created_at,
            edited_at,
            revision,
            *_position(pieces, quote),
            tuple([name for (name,) in tags.get(pk, ())]),
            tuple([name for role, name in links if role == Role.SPEAKS]),
            tuple([name for role, name in links if role == Role.SPOKEN_OF]),
            tuple([f"{stance}: {statement}" for stance, statement, _ in claims]),
            tuple(dict.fromkeys([origin for *_, origin in claims if origin])),
            note,
            _state(pieces),
            joined(piece[3] for piece in pieces),
        )


def address_of(view, public_id):
    """The permalink of a row, with scheme and host, which stays when its name changes."""
    return settings.SITE_URL + _path_of(view).replace(_NO_ID, public_id)


@cache
def _path_of(view):
    """The path of a view with _NO_ID in it: `reverse` for each row is a third of an export."""
    return reverse(view, args=[_NO_ID])


def _tags(keys):
    links = PassageTag.objects.filter(content_object__pk__in_array=keys, tag__deleted_at=None)
    return grouped(links.values_list("content_object_id", "tag__name"))


def _people(keys):
    links = PassagePerson.objects.filter(passage__pk__in_array=keys)
    name = Coalesce("person__merged_into__name", "person__name")
    return grouped(links.order_by("pk").values_list("passage_id", "role", name))


def _evidence(keys):
    evidence = Evidence.objects.standing().filter(passage__pk__in_array=keys)
    columns = ("passage_id", "stance", "claim__statement", "origin__name")
    return grouped(evidence.order_by("pk").values_list(*columns))


def _placements(keys):
    """{key of a passage: (state, start, end, page, prefix, suffix) of its pieces, newest text}."""
    newest = Placement.objects.filter(
        passage__pk__in_array=keys, revision__number=F("passage__article__revision_number")
    )
    until = Least("end", "text_length", output_field=IntegerField())
    rows = newest.with_effective_state().annotate(until=until).order_by("piece")
    pieces = defaultdict(list)
    for pk, state, is_set_aside, start, end, pages, prefix, suffix in rows.values_list(
        *("passage_id", "effective_state", "is_set_aside", "start", "until", "revision__pages"),
        *("prefix", "suffix"),
    ):
        if state == PlacementState.LOST:
            state, start, end = REMOVED if is_set_aside else state, None, None
        page = page_at(pages, start, end) if pages and start is not None else ""
        pieces[pk].append((state, start, end, page, prefix, suffix))
    return pieces


def _position(pieces, quote):
    """The cells start, end, pieces, quote, prefix and suffix."""
    if not pieces:
        return None, None, None, quote, "", ""
    (_, start, end, _, prefix, _), suffix = pieces[0], pieces[-1][5]
    if len(pieces) == 1:
        return start, end, None, quote, prefix, suffix
    spans = [(start, end) for _, start, end, *_ in pieces if start is not None]
    start, end = (spans[0][0], spans[-1][1]) if spans else (None, None)
    # A lost piece is a bare dash, so that the spans are as many as the quotes.
    several = tuple(["-" if piece[1] is None else f"{piece[1]}-{piece[2]}" for piece in pieces])
    return start, end, several, quote, prefix, suffix


def _state(pieces):
    worst = min([_WORST_FIRST.index(piece[0]) for piece in pieces], default=0)
    return STATES[_WORST_FIRST[worst]]


PASSAGES = Noun("passages", "passage", (Table("passages", "quote", COLUMNS, _read),))
