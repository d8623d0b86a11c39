"""Pieces whose position a file does not call certain."""

from rapidfuzz import fuzz

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, describe
from annotations.models import Placement
from annotations.publishing.text_fragments import GAP

# Code points that are compared for a score: more take long, and tell a member no more.
COMPARED_LENGTH = 1_000


def proposal_of(piece, span, revision):
    """An unsaved Placement of a Piece that needs review at a span, or is lost where it is None.

    Its score, in percent, says how alike the words are that were marked and those at the span.
    """
    if span is None:
        return Placement(state=LOST, score=0.0, prefix=piece.prefix, suffix=piece.suffix)
    start, end = span
    [around] = describe(revision.text, [span])
    words = revision.text[start : min(end, start + COMPARED_LENGTH)]
    return Placement(
        start=start,
        end=end,
        state=NEEDS_REVIEW,
        score=round(fuzz.ratio(piece.quote[:COMPARED_LENGTH], words), 1),
        prefix=around.prefix,
        suffix=around.suffix,
    )


def marked_words(quote, certain):
    """{piece number: the words that were marked} of a passage with several pieces.

    `certain` are its last certain placements, by piece number. Of a piece that never had one the
    quote of the passage tells.
    """
    words = dict(enumerate(quote.split(GAP)))
    return words | {
        number: row.revision.text[row.start : row.end] for number, row in certain.items()
    }
