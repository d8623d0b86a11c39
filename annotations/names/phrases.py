"""Pure: phrases, sequences of words compared without case, accents and punctuation."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Protocol, TypeVar

from corpus.search.query_tree import EXACT, Words
from corpus.search.tokenizer import terms, words

Phrase = tuple[str, ...]

# Longer quotes are sentences, of which no other occurrences are searched.
MAX_PHRASE_WORDS = 12
# Maximum code points per word of a phrase, with separators, so that long quotes are not
# tokenized.
MAX_WORD_LENGTH = 40
# How many code points a passage may extend beyond the words, for example by quotation marks.
MAX_SIGNS = 20
# Every opened article looks up the same tagged phrases.
CACHE_SIZE = 10_000


@lru_cache(CACHE_SIZE)
def phrase_of(quote: str) -> Phrase:
    """Return the words of a quote as search compares them, without case and accents.

    >>> phrase_of("Kabul FELL.")
    ('kabul', 'fell')
    """
    return tuple(terms(quote)[0])


def is_short(quote: str, max_words: int = MAX_PHRASE_WORDS) -> bool:
    """Return whether a quote is a phrase of at most `max_words` words."""
    return len(quote) <= max_words * MAX_WORD_LENGTH and 0 < len(phrase_of(quote)) <= max_words


def query_of(phrase: Phrase) -> Words:
    return Words(phrase, EXACT)


class Place(Protocol):
    """Words at half-open code points of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


AnyPlace = TypeVar("AnyPlace", bound=Place)


def unmarked(
    text: str, places: Sequence[AnyPlace], passages: Iterable[tuple[int, int]]
) -> list[AnyPlace]:
    """Return the places that are not marked already with the same words.

    `passages` are half-open spans of the text.
    """
    spans = sorted(passages)
    longest = max((end - start for start, end in spans), default=0)
    return [place for place in places if not _is_marked(text, place, spans, longest)]


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase at half-open code points of a text."""

    start: int
    end: int
    phrase: Phrase


def find_phrases(text: str, phrases: Collection[Phrase]) -> Iterator[PhraseMatch]:
    """Yield the longest matches of phrases in a text, in text order, without overlaps."""
    text_words = list(words(text))
    keys = [word.exact for word in text_words]
    by_first: dict[str, list[Phrase]] = {word: [] for word in keys}
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase[0] in by_first:
            by_first[phrase[0]].append(phrase)
    index = 0
    while index < len(text_words):
        matching = (
            phrase
            for phrase in by_first[keys[index]]
            if tuple(keys[index : index + len(phrase)]) == phrase
        )
        phrase = next(matching, ())
        if phrase:
            yield PhraseMatch(
                text_words[index].start, text_words[index + len(phrase) - 1].end, phrase
            )
        index += len(phrase) if phrase else 1


def _is_marked(text: str, place: Place, spans: list[tuple[int, int]], longest: int) -> bool:
    phrase: Phrase | None = None
    index = bisect_right(spans, place.start, key=itemgetter(0)) - 1
    while index >= 0 and spans[index][0] >= place.end - longest:
        start, end = spans[index]
        if place.end <= end:
            phrase = phrase or phrase_of(text[place.start : place.end])
            # The words are the same, whatever punctuation is included.
            if phrase_of(text[start:end]) == phrase:
                return True
        index -= 1
    return False
