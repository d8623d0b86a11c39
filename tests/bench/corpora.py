"""Generated corpora of any size, with word frequencies like those of news.

A corpus depends only on its size. Besides ordinary words it has planted ones with the same number
of hits at any size, so that the cost of finding them shows the effect of the size.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from corpus.index_entry import to_column
from corpus.models.article_order import DAY_SIZE
from corpus.search.tokenizer import joined_words

WORDS = 50_000
WORDS_EACH = 120
SENTENCE, PARAGRAPH = 12, 60
FIRST_DAY, DAYS = date(2000, 1, 1), 8_000
SOURCES = 30

# In half of all articles, at random.
HALF, OTHER_HALF = "harbour", "minister"
# In this many articles of a corpus of any size, spread over its whole period.
PLANTED = 30
RARE = "zygomorph"
RARE_PHRASE = f"{HALF} xanthic"
SELDOM_MEETING = f"{HALF} {OTHER_HALF}"
SHORT_PREFIX = "h"
# The replacements in a copy, none of them another form of the word.
UNPLANTED = {
    RARE: "homomorph",
    "xanthic": "xanthous",
    f"{HALF} {OTHER_HALF}": f"{HALF} to{OTHER_HALF}",
}

_SYLLABLES = (
    "ba be bi bo ca ce co cu da de di do fa fe fi ga ge go ha he hi ja ju ka ke ki la le li lo "
    "ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi wa we"
).split()
_ENDINGS = ["", "", "", "n", "r", "st", "s", "ing", "ed", "tion", "ly"]


@dataclass(frozen=True, slots=True)
class Made:
    """A generated article and its index row; `columns` as in `corpus.search_index.schema`."""

    sort_key: int
    published_on: date
    source: int
    title: str
    text: str
    columns: tuple[str, ...]


class Vocabulary:
    """Invented words by rank."""

    def __init__(self):
        chance = Random(1)
        words = {}
        while len(words) < WORDS:
            # Frequent words are short.
            syllables = 1 + min(3, bisect_right((20, 700, 15_000), len(words)))
            word = "".join(chance.choices(_SYLLABLES, k=syllables)) + chance.choice(_ENDINGS)
            words[word] = None
        self.words = list(words)
        # Zipf's law, flattened at its head as in prose without function words.
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
        if " ".join(self.words) != joined_words(" ".join(self.words)):
            raise RuntimeError("Words are indexed as others.")

    def drawn(self, chance, number):
        return chance.choices(self.words, cum_weights=self.weights, k=number)


def corpus(size):
    """Yield the articles of a corpus of `size` articles, oldest first."""
    vocabulary = Vocabulary()
    chance = Random(size)
    every = size // PLANTED
    number_of_day, last_day = 0, None
    for number in range(size):
        day = FIRST_DAY + timedelta(days=number * DAYS // size)
        number_of_day = number_of_day + 1 if day == last_day else 0
        last_day = day
        title = vocabulary.drawn(chance, 6)
        words = vocabulary.drawn(chance, WORDS_EACH)
        # At least eight words apart, so that the two are never adjacent by chance.
        for word, first in ((HALF, 1), (OTHER_HALF, 5)):
            if chance.random() < 0.5:
                words[first + 8 * chance.randrange(10)] = word
        for at, phrase in enumerate((RARE, RARE_PHRASE, SELDOM_MEETING)):
            if number % every == every * (at + 1) // 4 and number < every * PLANTED:
                words[90 + 8 * at : 90 + 8 * at + len(phrase.split())] = phrase.split()
        source = min(int(chance.expovariate(0.2)), SOURCES - 1)
        key = day.toordinal() * DAY_SIZE + number_of_day
        yield Made(
            sort_key=key,
            published_on=day,
            source=source,
            title=" ".join(title).capitalize(),
            text=_prose(words),
            # Bylines are left empty.
            columns=(to_column(" ".join(words)), to_column(" ".join(title)), ""),
        )


def _prose(words):
    paragraphs = []
    for first in range(0, len(words), PARAGRAPH):
        part = words[first : first + PARAGRAPH]
        sentences = [part[at : at + SENTENCE] for at in range(0, len(part), SENTENCE)]
        paragraphs.append(" ".join(f"{' '.join(each).capitalize()}." for each in sentences))
    return "\n\n".join(paragraphs)
