"""Pure: phrases, which are the same wherever the same words stand one after the other."""

from collections.abc import Iterable, Sequence

from corpus.search.tree import EXACT, Words
from corpus.search.words import terms

Phrase = tuple[str, ...]

# Longer quotes are sentences of one article; the corpus is not asked where else they stand.
LONGEST = 12
# No word of a phrase is longer, with what stands beside it: long quotes need not be read for that.
LONGEST_WORD = 40


def phrase_of(quote: str) -> Phrase:
    """Return the words of a quote as search knows them, whatever their case and accents."""
    return tuple(terms(quote)[0])


def is_short(quote: str, longest: int = LONGEST) -> bool:
    """Say whether a quote is a phrase of that many words at most."""
    return len(quote) <= longest * LONGEST_WORD and 0 < len(phrase_of(quote)) <= longest


def query_of(phrase: Phrase) -> Words:
    return Words(phrase, EXACT)


def free(text: str, places: Sequence, passages: Iterable[tuple[int, int]]) -> list:
    """Return the places, which have `start` and `end`, that no passage of the same words marks.

    `passages` are half-open spans of the text.
    """
    spans = list(passages)
    return [place for place in places if not _is_marked(text, place, spans)]


def _is_marked(text, place, spans):
    words = None
    for start, end in spans:
        if start <= place.start and place.end <= end:
            words = words or phrase_of(text[place.start : place.end])
            # Whatever signs were marked along, the words are the same.
            if phrase_of(text[start:end]) == words:
                return True
    return False
