"""What new passages change on a reading page that is open, without drawing all of its text."""

from dataclasses import dataclass

from annotations.highlighting.changes import changed_paragraphs
from annotations.highlighting.html import DrawnParagraph
from annotations.reading.page import (
    LegendTag,
    legend_of,
    placements_drawn,
    spans_of,
    tags_given,
)


@dataclass(frozen=True)
class SavedChanges:
    """The changed paragraphs, and the counts that the page shows."""

    paragraphs: list[DrawnParagraph]
    passage_count: int
    legend: tuple[tuple[LegendTag, int], ...]


def saved_changes(article, passages, member):
    """The SavedChanges of an article's newest text by passages just marked in it, as a member
    sees them.
    """
    placements = placements_drawn(article.pk, article.revision_number, member)
    links, tags = tags_given(article.pk, placements)
    spans = spans_of(article.text, placements, links, tags)
    return SavedChanges(
        changed_paragraphs(article.text, spans, {passage.public_id for passage in passages}),
        len({span.passage for span in spans}),
        legend_of(links, tags),
    )
