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
from corpus.dates import ImpreciseDate
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


def _read(keys, member):
    tags, people, evidence = _tags(keys), _people(keys), _evidence(keys)
    placements = _placements(keys)
    rows = Passage.objects.present().filter(pk__in_array=keys).order_by("-pk")
    for pk, public_id, quote, note, author, created_at, edited_at, *article in rows.values_list(
        *("pk", "public_id", "quote", "note", "created_by__username", "created_at", "edited_at"),
        *("article__public_id", "article__title", "article__opening", "article__url"),
        *("article__source__name", "article__source__reliability", "article__published_on"),
        *("article__published_precision", "article__revision_number"),
    ):
        article_id, title, opening, url, source, grade, day, precision, revision = article
        speakers = tuple(name for role, name in people[pk] if role == Role.SPEAKS)
        mentioned = tuple(name for role, name in people[pk] if role == Role.SPOKEN_OF)
        yield (
            public_id,
            address_of("passage", public_id),
            article_id,
            title or first_sentence(opening),
            url,
            source,
            grade,
            ImpreciseDate(day, precision).isoformat() if day else None,
            precision,
            author,
            created_at,
            edited_at,
            revision,
            *_position(placements[pk], quote),
            tuple(name for (name,) in tags[pk]),
            speakers,
            mentioned,
            tuple(f"{stance}: {statement}" for stance, statement, _ in evidence[pk]),
            tuple(dict.fromkeys(origin for *_, origin in evidence[pk] if origin)),
            note,
            _state(placements[pk]),
            joined(page for _, _, _, page, *_ in placements[pk]),
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
    rows = newest.with_effective_state().annotate(until=until)
    pieces = defaultdict(list)
    for pk, state, is_set_aside, start, end, pages, *context in rows.order_by("piece").values_list(
        *("passage_id", "effective_state", "is_set_aside", "start", "until", "revision__pages"),
        *("prefix", "suffix"),
    ):
        page = page_at(pages, start, end) if start is not None else ""
        if state == PlacementState.LOST:
            state, start, end = REMOVED if is_set_aside else state, None, None
            page = ""
        pieces[pk].append((state, start, end, page, *context))
    return pieces


def _position(pieces, quote):
    """The cells start, end, pieces, quote, prefix and suffix."""
    spans = [(start, end) for _, start, end, *_ in pieces if start is not None]
    if not pieces:
        return None, None, None, quote, "", ""
    several = tuple(f"{start}-{end}" for start, end in spans) if len(pieces) > 1 else None
    start, end = (spans[0][0], spans[-1][1]) if spans else (None, None)
    return start, end, several, quote, pieces[0][4], pieces[-1][5]


def _state(pieces):
    states = {state for state, *_ in pieces}
    return next((words for state, words in STATES.items() if state in states), "lost")


PASSAGES = Noun("passages", "passage", (Table("passages", "quote", COLUMNS, _read),))
