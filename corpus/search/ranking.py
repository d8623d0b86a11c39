"""How well a text answers what was searched for: BM25, with a title counting more.

Numbers are made here, of words counted in Python, so that both databases rank alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from corpus.search.tree import PREFIX, STEM, Node, Words, wanted

# As in Lucene and most others.
SATURATION, LENGTH_SHARE = 1.2, 0.75
# A title says in six words what a text says in a hundred.
TITLE_WEIGHT = 5
# Further words would cost time and hardly change the order.
MOST_SOUGHT = 12


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of a row, each between spaces, as `corpus.models.search_index` keeps them."""

    title: str
    text: str
    title_stems: str
    text_stems: str


def sought(tree: Node | None) -> list[Words]:
    """Return what of a tree a text may say more or less of."""
    return [*dict.fromkeys(wanted(tree))][:MOST_SOUGHT] if tree else []


def counts(row: Indexed, words: Iterable[Words]) -> tuple[int, list[int]]:
    """Return how long a text is, and how often it says each of some words, titles weighing more."""
    return row.text.count(" "), [_count(row, each) for each in words]


def _count(row: Indexed, words: Words) -> int:
    title, text = (row.title_stems, row.text_stems) if words.form == STEM else (row.title, row.text)
    # Neighbours share a space, so that a word said twice in a row is counted once.
    said = f" {' '.join(words.words)}{'' if words.form == PREFIX else ' '}"
    return TITLE_WEIGHT * title.count(said) + (0 if words.in_title else text.count(said))


def scores(counted: Sequence[tuple[int, list[int]]]) -> list[float]:
    """Return the score of each text among all of them, by its `counts`."""
    if not counted:
        return []
    total = len(counted)
    average = sum(length for length, _ in counted) / total or 1
    columns = zip(*(each for _, each in counted), strict=True)
    holding = [sum(count > 0 for count in column) for column in columns]
    rarity = [log(1 + (total - number + 0.5) / (number + 0.5)) for number in holding]
    found = []
    for length, each in counted:
        worth = (_saturated(count, length / average) for count in each)
        found.append(sum(weight * said for weight, said in zip(rarity, worth, strict=True)))
    return found


def _saturated(count: int, length: float) -> float:
    """Return what a count is worth: each further time less, and less in a longer text."""
    share = 1 - LENGTH_SHARE + LENGTH_SHARE * length
    return count * (SATURATION + 1) / (count + SATURATION * share)
