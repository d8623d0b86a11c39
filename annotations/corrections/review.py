"""Reviews passages that a correction of the text could not place for certain.

Each piece is confirmed at its proposed position, placed again by hand, or marked as removed. The
lock on the article prevents corrections meanwhile, as it does for marking.
"""

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED, describe
from annotations.models.passage import Passage
from annotations.models.placement import Placement
from corpus.characters import is_blank
from corpus.models import Article
from corpus.records.bulk_write import change_rows
from corpus.records.edit_conflict import StaleVersion

# The columns that hold the position of a piece.
POSITION_FIELDS = ("start", "end", "prefix", "suffix", "state", "score", "is_set_aside")


class ReviewRefused(ValueError):
    """The review is not possible; the message gives the reason."""


def confirm(passage, revision, version):
    """Accept every position proposed in the revision of this number.

    Raises ReviewRefused where none is proposed, StaleVersion and RowGone.
    """
    row, pieces = _locked(passage, revision, version)
    proposed = [piece for piece in pieces if piece.state == NEEDS_REVIEW]
    if not proposed:
        raise ReviewRefused("No position is proposed for this passage. Place it instead.")
    for piece in proposed:
        piece.state, piece.score = PLACED, 100.0
        # A position stored beyond the end of its text was read as ending with the text.
        piece.save(update_fields=["end", "state", "score"])
    row.save_next_version("version")
    passage.refresh_from_db()


def confirm_several(article, passages, revision):
    """Accept every position proposed for several passages of an article.

    `passages` has the version seen of each, by primary key, `revision` the number of the revision
    seen. A passage that was changed, reviewed or deleted meanwhile is left as it is. Returns the
    primary keys of the others, which were confirmed. Raises StaleVersion where the text was
    corrected meanwhile, RowGone where the article was deleted.
    """
    row = Article.lock(article.pk)
    if row.revision_number != revision:
        raise StaleVersion(row)
    rows = Passage.objects.select_for_update(of=("self",), no_key=True).present()
    rows = rows.filter(article=row, pk__in=passages).order_by("pk")
    unchanged = [passage for passage in rows if passage.version == passages[passage.pk]]
    newest = Placement.objects.filter(passage__in=unchanged, revision__number=revision)
    pieces = [piece for piece in newest if piece.state == NEEDS_REVIEW]
    for piece in pieces:
        piece.state, piece.score = PLACED, 100.0
    change_rows(pieces, ["end", "state", "score"])
    proposed = {piece.passage_id for piece in pieces}
    confirmed = [passage for passage in unchanged if passage.pk in proposed]
    for passage in confirmed:
        passage.version += 1
    change_rows(confirmed, ["version"])
    return proposed


def place_again(passage, span, revision, version, piece=None):
    """Place a piece at a half-open span, in code points, of the revision of this number.

    Without `piece` it is the first uncertain one, or else the first marked as removed. Raises
    ReviewRefused, StaleVersion and RowGone.
    """
    row, pieces = _locked(passage, revision, version)
    uncertain = [
        candidate
        for candidate in pieces
        if candidate.state != PLACED and piece in (None, candidate.piece)
    ]
    if not uncertain:
        raise ReviewRefused("The position of this passage is already confirmed.")
    target = min(uncertain, key=lambda candidate: (candidate.is_set_aside, candidate.piece))
    start, end = span
    text = row.article.text
    if not 0 <= start < end <= len(text) or is_blank(text[start:end]):
        raise ReviewRefused("There are no words at this position. Select at least one word.")
    [context] = describe(text, [(start, end)])
    target.start, target.end = start, end
    target.prefix, target.suffix = context.prefix, context.suffix
    target.state, target.score, target.is_set_aside = PLACED, 100.0, False
    target.save(update_fields=POSITION_FIELDS)
    row.save_next_version("version")
    passage.refresh_from_db()


def set_aside(passage, revision, version):
    """Mark the uncertain pieces as removed from the text: they are lost, and stay so.

    Raises ReviewRefused where none is uncertain, StaleVersion and RowGone.
    """
    row, pieces = _locked(passage, revision, version)
    uncertain = [
        candidate
        for candidate in pieces
        if candidate.state != PLACED and not candidate.is_set_aside
    ]
    if not uncertain:
        raise ReviewRefused("This passage does not need review.")
    certain = row.last_certain_placements()
    for piece in uncertain:
        piece.state, piece.score, piece.is_set_aside = LOST, 0.0, True
        piece.start = piece.end = None
        # A proposed position had its own context; a lost piece keeps its last certain one.
        if placement := certain.get(piece.piece):
            piece.prefix, piece.suffix = placement.prefix, placement.suffix
        piece.save(update_fields=POSITION_FIELDS)
    row.save_next_version("version")
    passage.refresh_from_db()


def locked(passage, revision, version):
    """The passage with its article, both locked.

    Raises RowGone where either was deleted, StaleVersion where either changed since its editor
    loaded it.
    """
    article = Article.lock(passage.article_id)
    row = Passage.lock(passage.pk, version)
    row.article = article
    if article.revision_number != revision:
        raise StaleVersion(row)
    return row


def _locked(passage, revision, version):
    """The locked passage, and its pieces in the newest revision."""
    row = locked(passage, revision, version)
    newest = row.placements.filter(revision__number=row.article.revision_number)
    return row, list(newest.order_by("piece"))
