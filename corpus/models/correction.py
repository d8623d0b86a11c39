"""Corrects the text of an article: saves the next revision and runs the hooks after it."""

from corpus.characters import is_blank
from corpus.hooks import AFTER_CORRECTION
from corpus.models.article import Article
from corpus.models.revision import Revision
from corpus.records.action import current_action
from corpus.text import TextRefused, normalise


class CorrectionRefused(ValueError):
    """The text cannot replace the current one; the message says why."""


def corrected_text(current, raw):
    """Normalise `raw`, which is to replace `current`; return a NormalisedText.

    Raises CorrectionRefused for a text that is damaged, empty or unchanged.
    """
    try:
        normalised = normalise(raw)
    except TextRefused as refused:
        raise CorrectionRefused(str(refused)) from refused
    if is_blank(normalised.text):
        raise CorrectionRefused("The text is empty. An article needs at least one word.")
    if normalised.text == current:
        raise CorrectionRefused("The text is unchanged. There is nothing to correct.")
    return normalised


def correct(article, text, reason, version=None, pages=()):
    """Save `text`, normalised, as the article's next Revision and return it.

    `pages` are those of the text, where its file states them; else they follow from the former
    text, by `annotations.corrections.pages`.

    The hooks of `corpus.hooks.AFTER_CORRECTION` run in the same transaction: passages are placed
    again by `annotations.corrections.carry_over.carry_over`. Raises StaleVersion where the article
    is no longer at `version`, RowGone, and CorrectionRefused (see `corrected_text`).
    """
    # The lock serialises corrections and the marking of passages.
    row = Article.lock(article.pk, version)
    corrected = corrected_text(row.text, text)
    former = row.revision
    former.keep_text()
    row.text = corrected.text
    row.revision_number += 1
    row.save_next_version("text", "revision_number")
    revision = Revision.objects.create(
        article=row,
        number=row.revision_number,
        text=corrected.text,
        reason=reason,
        created_by=current_action().by,
        pages=[list(page) for page in pages] or None,
    )
    AFTER_CORRECTION.run(former, revision)
    article.refresh_from_db()
    return revision
