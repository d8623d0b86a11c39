"""What new passages change on a reading page that is open, without drawing all of its text."""

from dataclasses import dataclass

from django.db.models import Count

from annotations.highlighting.changes import ChangedParagraphs
from annotations.highlighting.html import DrawnParagraph, Span
from annotations.models import PassageTag, Placement
from annotations.models.member import seen_by
from annotations.passages.cards import tag_address
from annotations.reading.page import LegendTag, placements_drawn
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery


@dataclass(frozen=True)
class SavedChanges:
    """The changed paragraphs, and the counts that the page shows."""

    paragraphs: list[DrawnParagraph]
    passage_count: int
    legend: list[tuple[LegendTag, int]]


def saved_changes(article, passages, member):
    """The SavedChanges of an article's newest text by passages just marked in it, as a member
    sees them.
    """
    text, number = article.text, article.revision_number
    rows = placements_drawn(article.pk, number, member.pk)
    keys = {public_id: pk for pk, public_id, *_ in rows}
    spans = [
        Span(public_id, start, min(end, len(text)))
        for _, public_id, start, end in rows
        if start < len(text)
    ]
    changed = ChangedParagraphs(text, spans, {passage.public_id for passage in passages})
    hues = {}
    for pk, hue in _hues([keys[public_id] for public_id in changed.shown]):
        # The first tag colours the passage.
        hues.setdefault(pk, hue)
    return SavedChanges(
        changed.draw({public_id: hues.get(keys[public_id], 0) for public_id in changed.shown}),
        len({span.passage for span in spans}),
        [
            (LegendTag(name, hue, definition, tag_address(*address)), count)
            for name, hue, definition, *address, count in _legend(article.pk, number, member.pk)
        ],
    )


_hues = CompiledQuery(
    KEYS,
    build=lambda passages: (
        PassageTag.objects.filter(content_object__pk__in_array=passages, tag__deleted_at=None)
        .order_by("position", "pk")
        .values_list("content_object_id", "tag__hue")
    ),
)


def _build_legend(article, number, member):
    drawn = Placement.objects.drawn_in(article, number).filter(seen_by(member, "passage__"))
    links = PassageTag.objects.filter(
        content_object__in=drawn.order_by().values("passage"), tag__deleted_at=None
    )
    return (
        links.order_by()
        .values("tag")
        .annotate(count=Count("pk"))
        .order_by("-count", "tag__name_key", "tag")
        .values_list(
            "tag__name", "tag__hue", "tag__definition", "tag__public_id", "tag__slug", "count"
        )
    )


_legend = CompiledQuery(KEY, KEY, KEY, build=_build_legend)
