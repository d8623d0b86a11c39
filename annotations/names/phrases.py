"""Pure: phrases, which are the same wherever the same words stand one after the other."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from corpus.search.query_tree import EXACT, Words
from corpus.search.tokenizer import terms, words

Phrase = tuple[str, ...]

# Longer quotes are sentences of one article; the corpus is not asked where else they stand.
LONGEST = 12
# No word of a phrase is longer, with what stands beside it: long quotes need not be read for that.
LONGEST_WORD = 40
# What a passage may mark beyond the words, such as quotation marks.
SIGNS = 20
# The phrases that a desk tags are asked for again with every article that is opened.
KEPT = 10_000


@lru_cache(KEPT)
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
    spans = sorted(passages)
    longest = max((end - start for start, end in spans), default=0)
    return [place for place in places if not _is_marked(text, place, spans, longest)]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at half-open code points of a text."""

    start: int
    end: int
    phrase: Phrase


def standing_in(text: str, phrases: Collection[Phrase]) -> Iterator[Found]:
    """Yield where phrases stand in a text, in its order: the longest, and none inside another."""
    read = list(words(text))
    written = [word.exact for word in read]
    by_first: dict[str, list[Phrase]] = {word: [] for word in written}
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase[0] in by_first:
            by_first[phrase[0]].append(phrase)
    at = 0
    while at < len(read):
        there = (
            phrase
            for phrase in by_first[written[at]]
            if tuple(written[at : at + len(phrase)]) == phrase
        )
        phrase = next(there, None)
        if phrase:
            yield Found(read[at].start, read[at + len(phrase) - 1].end, phrase)
        at += len(phrase) if phrase else 1


def _is_marked(text, place, spans, longest):
    words = None
    at = bisect_right(spans, place.start, key=itemgetter(0)) - 1
    while at >= 0 and spans[at][0] >= place.end - longest:
        start, end = spans[at]
        if place.end <= end:
            words = words or phrase_of(text[place.start : place.end])
            # Whatever signs were marked along, the words are the same.
            if phrase_of(text[start:end]) == words:
                return True
        at -= 1
    return False
