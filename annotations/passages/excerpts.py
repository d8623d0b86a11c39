"""Excerpts: passages with their article and context, for pages of people and tags."""

from dataclasses import dataclass

from django.db.models import F, Prefetch

from annotations.anchoring.spans import CONTEXT_LENGTH
from annotations.models import Passage, PassagePerson, PassageTag, Placement, PlacementState
from annotations.passages.reading_order import reading_order_page
from corpus import pagination
from corpus.text import shown_context


@dataclass(frozen=True)
class Excerpt:
    """A passage with its context in the newest text; the context is "" where it is lost."""

    passage: Passage
    before: str
    after: str
    state: str

    @property
    def public_id(self):
        return self.passage.public_id

    @property
    def article(self):
        return self.passage.article

    @property
    def tags(self):
        return [link.tag for link in self.passage.tag_links.all()]

    @property
    def state_words(self):
        """The state of its position in words; "" where it is placed."""
        return "" if self.state == PlacementState.PLACED else PlacementState(self.state).label


def passages_naming(people, role, member):
    """Passages that a member may read and that name one of these people in this role."""
    links = PassagePerson.objects.filter(person__in=people, role=role)
    return readable(member).filter(pk__in=links.values("passage"))


def passages_tagged(tag, member):
    """Passages with this tag that a member may read."""
    links = PassageTag.objects.filter(tag=tag)
    return readable(member).filter(pk__in=links.values("content_object"))


def readable(member):
    """Passages that a member may read."""
    return Passage.objects.present().visible_to(member).filter(article__deleted_at=None)


def excerpts_page(passages, cursor, *, in_reading_order=False):
    """A page of Excerpts of these passages, in a fixed number of queries.

    The newest first, or in reading order (see `reading_order_page`).
    """
    tag_links = PassageTag.objects.filter(tag__deleted_at=None).select_related("tag")
    with_details = (
        passages.select_related("article__source", "created_by")
        .defer("article__text")
        .prefetch_related(Prefetch("tag_links", tag_links))
    )
    if in_reading_order:
        page = reading_order_page(with_details, cursor)
    else:
        page = pagination.page_beside(with_details, "pk", cursor)
    placements = _placements(page.rows)
    rows = [_excerpt(passage, placements.get(passage.pk, [])) for passage in page]
    return pagination.Page(rows, page.older, page.newer)


def _placements(passages):
    """{key of the passage: its placements in the newest revision, in order}."""
    newest_number = F("passage__article__revision_number")
    newest_placements = Placement.objects.filter(
        passage__in=passages, revision__number=newest_number
    )
    placements_of = {}
    for placement in newest_placements.order_by("passage", "piece"):
        placements_of.setdefault(placement.passage_id, []).append(placement)
    return placements_of


def _excerpt(passage, pieces):
    if not pieces:
        return Excerpt(passage, "", "", PlacementState.LOST.value)
    first, last = pieces[0], pieces[-1]
    before, after = shown_context(first.prefix, last.suffix, CONTEXT_LENGTH)
    return Excerpt(passage, before, after, first.state)
