"""The words that were selected in a page become a passage of its article."""

from annotations.formats.placing import NotPlaced, place_all
from annotations.formats.record import Annotation as WordsToPlace
from annotations.formats.record import Piece
from annotations.passages.marking import Annotation, Marking, mark


def span_of(text, quote, prefix, suffix):
    """Return the half-open span of selected words in a text, in code points.

    Of several occurrences it is the one between the same words. Raises ValueError with a sentence
    about them if there is none, or if nothing tells which.
    """
    words = WordsToPlace((Piece(None, None, quote, prefix, suffix),))
    [outcome] = place_all([words], text)
    if not isinstance(outcome, NotPlaced):
        return outcome.spans[0]
    raise ValueError(outcome.why.replace("Its words", "They", 1))


def mark_selected(article, span, key):
    """Mark a span of an article's text, in the name of who acts; return the passage.

    Raises AlreadyMarked, KeyConflict, QuoteMismatch and RowGone as `mark` does.
    """
    start, end = span
    marking = Marking(article.revision_number, start, end, article.text[start:end], key)
    return mark(article, marking, Annotation(), known="")
