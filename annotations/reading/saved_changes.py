"""What new passages change on a reading page that is open, without drawing all of its text."""

from dataclasses import dataclass

from annotations.highlighting.changes import changed_paragraphs
from annotations.highlighting.html import DrawnParagraph
from annotations.reading.page import (
    LegendTag,
    hues_of,
    legend_of,
    pieces_in,
    placements_drawn,
    tags_by_passage,
    tags_given,
)


@dataclass(frozen=True)
class SavedChanges:
    """The changed paragraphs, and the counts that the page shows."""

    paragraphs: list[DrawnParagraph]
    passage_count: int
    legend: tuple[tuple[LegendTag, tuple[str, ...]], ...]
    # As of a Reading, for these passages alone.
    tags_of: dict[str, tuple[tuple[str, int, str], ...]]


def saved_changes(article, passages, member):
    """The SavedChanges of an article's newest text by passages just marked in it, as a member
    sees them.
    """
    placements = placements_drawn(article.pk, article.revision_number, member)
    links, tags = tags_given(article.pk, placements)
    pieces = pieces_in(article.text, placements)
    hues = hues_of(placements, links, tags)
    new = {passage.public_id for passage in passages}
    keys = {passage.pk for passage in passages}
    links_of_new = [link for link in links if link[0] in keys]
    return SavedChanges(
        changed_paragraphs(article.text, pieces, hues, new),
        len({public_id for public_id, *_ in pieces}),
        legend_of(placements, links, tags),
        tags_by_passage([row for row in placements if row[1] in new], links_of_new, tags),
    )
