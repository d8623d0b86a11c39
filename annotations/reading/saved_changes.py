"""What new passages change on a reading page that is open, at a cost that hardly grows with the
number of passages that the article has.
"""

from dataclasses import dataclass

from django.db.models import Count

from annotations.highlighting.changes import (
    DrawnRun,
    draw_parts,
    draw_runs,
    parts_with,
    runs_with,
)
from annotations.highlighting.html import DrawnParagraph
from annotations.models import Passage, PassageTag, Placement
from annotations.models.member import seen_by
from annotations.reading.page import (
    LegendTag,
    columns_of_tags,
    legend_of,
    links_of,
    present_links,
    spans_of,
    tags_by_passage,
)
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.db.query_batch import sent_together
from corpus.text import paragraphs


@dataclass(frozen=True)
class SavedChanges:
    """What changed in the text, and the counts that the page shows.

    That is `paragraphs`, or of a passage that is drawn alone its `runs`.
    """

    paragraphs: list[DrawnParagraph]
    runs: list[DrawnRun]
    passage_count: int
    legend: tuple[tuple[LegendTag, int], ...]
    # As of a Reading, for these passages alone.
    tags_of: dict[str, tuple[tuple[str, int, str], ...]]


def saved_changes(article, passages, member, *, in_runs=False):
    """The SavedChanges of an article's newest text by passages just marked in it, as a member
    sees them; `in_runs` draws a single one alone, if it is one piece.
    """
    text, in_text = article.text, paragraphs(article.text)
    place, keys = (article.pk, article.revision_number), {passage.pk for passage in passages}
    view = (*place, member.pk)
    with sent_together(
        (_tags_counted, *view), (_passages_counted, *view), (_pieces_of, *place, keys)
    ):
        counts = dict(_tags_counted(*view))
        [(passage_count,)] = _passages_counted(*view) or [(0,)]
        pieces = list(_pieces_of(*place, keys))
    runs = runs_with(in_text, *pieces[0]) if in_runs and len(pieces) == 1 else []
    parts = [] if runs else parts_with(in_text, len(text), pieces)
    tags = columns_of_tags(counts)
    changed = runs or parts
    reach = (changed[0].before, changed[-1].end) if changed else (0, 0)
    near = _placements_between(*view, *reach)
    # A colleague may have given a new tag meanwhile, or deleted one.
    links = present_links(links_of({pk for pk, *_ in near}), tags)
    spans = spans_of(text, near, links, tags)
    return SavedChanges(
        draw_parts(text, in_text, parts, spans),
        # Sent again, it may have been deleted meanwhile, and has no run.
        draw_runs(text, in_text, passages[0].public_id, runs, spans) if runs else [],
        passage_count,
        legend_of(counts, tags),
        tags_by_passage([row for row in near if row[0] in keys], links, tags),
    )


# (start, end) of the pieces of passages.
_pieces_of = CompiledQuery(
    *(KEY, KEY, KEYS),
    build=lambda article, number, passages: (
        Placement.objects.looked_up_in(article, number)
        .filter(passage__pk__in_array=passages)
        .values_list("start", "end")
    ),
)
# As of `placements_drawn`, all pieces of the passages that have one between two positions.
_placements_between = CompiledQuery(
    *(KEY, KEY, KEY, KEY, KEY),
    build=lambda article, number, member, low, high: (
        Placement.objects.looked_up_in(article, number)
        .filter(
            seen_by(member, "passage__"),
            passage__pk__in_array=Placement.objects.filter(
                revision__article=article, revision__number=number, start__lt=high, end__gt=low
            )
            .order_by()
            .values("passage"),
        )
        .values_list("passage_id", "passage__public_id", "start", "end")
    ),
)


def _passages(article_pk, number, member_pk):
    return Passage.objects.drawn_in(article_pk, number).filter(seen_by(member_pk)).order_by()


_tags_counted = CompiledQuery(
    *(KEY, KEY, KEY),
    build=lambda *place: (
        PassageTag.objects.filter(content_object__pk__in_array=_passages(*place).values("pk"))
        .order_by()
        .values("tag")
        .annotate(count=Count("*"))
        .values_list("tag", "count")
    ),
)
_passages_counted = CompiledQuery(
    *(KEY, KEY, KEY),
    build=lambda *place: (
        _passages(*place).values("article").annotate(count=Count("*")).values_list("count")
    ),
)
