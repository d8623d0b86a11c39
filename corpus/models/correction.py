"""Correcting the text of an article: the next revision, and what follows from it."""

from corpus.hooks import AFTER_CORRECTION
from corpus.models.revision import Revision
from corpus.records.action import acting
from corpus.text import TextRefused, normalise


class CorrectionRefused(ValueError):
    """The text cannot take the place of the one that stands; the message says why."""


def corrected_text(current, raw):
    """`raw` as the NormalisedText that can follow `current`; raises CorrectionRefused."""
    try:
        kept = normalise(raw)
    except TextRefused as refused:
        raise CorrectionRefused(str(refused)) from refused
    if not kept.text.strip():
        raise CorrectionRefused("The text is empty: an article keeps at least one word.")
    if kept.text == current:
        raise CorrectionRefused("The text is the same as the one that stands: nothing to correct.")
    return kept


def correct(article, text, by, reason, version=None):
    """Make `text` the article's next Revision, and answer it."""
    with acting("article.correct", by):
        # The lock makes a second correction wait, and whoever marks a passage meanwhile.
        row = type(article).lock(article.pk, version)
        kept = corrected_text(row.text, text)
        before = row.revision
        row.text = kept.text
        row.revision_number += 1
        row.save_next_version("text", "revision_number")
        revision = Revision.objects.create(
            article=row, number=row.revision_number, text=kept.text, reason=reason, created_by=by
        )
        AFTER_CORRECTION.run(before, revision)
    article.refresh_from_db()
    return revision
