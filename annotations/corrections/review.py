"""Ending a doubt: where a passage stands that a correction of the text could not place.

Each piece is confirmed where it was proposed, placed where somebody says, or set aside. The
lock on the article keeps a correction from slipping in between, as it does for marking.
"""

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED, describe
from corpus.models import Article
from corpus.records.action import acting
from corpus.records.record import StaleVersion

# The columns that say where a piece stands.
PLACE = ("start", "end", "prefix", "suffix", "state", "score", "is_set_aside")


class ReviewRefused(ValueError):
    """The passage cannot be placed so; the message says why."""


def confirm(passage, by, revision, version):
    """Take over every place that was proposed in the revision of this number."""
    with acting("passage.confirm", by):
        row, pieces = _locked(passage, revision, version)
        proposed = [piece for piece in pieces if piece.state == NEEDS_REVIEW]
        if not proposed:
            raise ReviewRefused("No place is proposed for this passage: nothing to confirm.")
        for piece in proposed:
            piece.state, piece.score = PLACED, 100.0
            # One that ended behind its text is read as ending with it.
            piece.save(update_fields=["end", "state", "score"])
        row.save_next_version("version")
    passage.refresh_from_db()


def place_again(passage, span, by, revision, version, piece=None):
    """Place a piece at half-open code points of the revision of this number.

    Without `piece` it is the first one in doubt, or the first that was set aside.
    """
    with acting("passage.place", by):
        row, pieces = _locked(passage, revision, version)
        doubtful = [each for each in pieces if each.state != PLACED and piece in (None, each.piece)]
        if not doubtful:
            raise ReviewRefused("This passage stands for certain: nothing is to be placed.")
        placed = min(doubtful, key=lambda each: (each.is_set_aside, each.piece))
        start, end = span
        text = row.article.text
        if not (0 <= start < end <= len(text) and text[start:end].strip()):
            raise ReviewRefused("There are no words at that place. Select at least one word.")
        [around] = describe(text, [(start, end)])
        placed.start, placed.end = start, end
        placed.prefix, placed.suffix = around.prefix, around.suffix
        placed.state, placed.score, placed.is_set_aside = PLACED, 100.0, False
        placed.save(update_fields=PLACE)
        row.save_next_version("version")
    passage.refresh_from_db()


def set_aside(passage, by, revision, version):
    """Say that the words no longer stand in the text: what is in doubt is lost, and stays so."""
    with acting("passage.set_aside", by):
        row, pieces = _locked(passage, revision, version)
        doubtful = [each for each in pieces if each.state != PLACED and not each.is_set_aside]
        if not doubtful:
            raise ReviewRefused("This passage waits for no review: nothing is to be set aside.")
        certain = row.last_certain_placements()
        for piece in doubtful:
            piece.state, piece.score, piece.is_set_aside = LOST, 0.0, True
            piece.start = piece.end = None
            # A proposal had the words around itself; what is lost keeps its own.
            if stood := certain.get(piece.piece):
                piece.prefix, piece.suffix = stood.prefix, stood.suffix
            piece.save(update_fields=PLACE)
        row.save_next_version("version")
    passage.refresh_from_db()


def locked(passage, revision, version):
    """The passage with its article, locked.

    Raises RowGone where either was deleted, StaleVersion where either is another than its
    editor saw.
    """
    article = Article.lock(passage.article_id)
    row = type(passage).lock(passage.pk, version)
    row.article = article
    if article.revision_number != revision:
        raise StaleVersion(row)
    return row


def _locked(passage, revision, version):
    """The locked passage, and its pieces in the newest revision."""
    row = locked(passage, revision, version)
    newest = row.placements.filter(revision__number=row.article.revision_number)
    return row, list(newest.order_by("piece"))
