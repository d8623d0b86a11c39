"""How well a text answers what was searched for: BM25, with a title counting more.

Numbers are made here, of words counted in Python, so that both databases rank alike.
"""

from collections.abc import Sequence
from math import log

from corpus.search.query_tree import PREFIX, STEM, Node, Words, wanted

# As in Lucene and most others.
SATURATION, LENGTH_SHARE = 1.2, 0.75
# A title says in six words what a text says in a hundred.
TITLE_WEIGHT = 5
# Further words would cost time and hardly change the order.
MOST_SOUGHT = 12


def is_by_stems(words: Words) -> bool:
    """Say in which columns of a row words are counted: its stems, or its words as written."""
    return words.form == STEM


def sought(tree: Node | None) -> list[Words]:
    """Return what of a tree a text may say more or less of."""
    said = [each for each in wanted(tree) if not each.in_byline] if tree else []
    return [*dict.fromkeys(said)][:MOST_SOUGHT]


def counted(title: str, text: str, words: Words) -> int:
    """Return how often a row says some words, its title weighing more.

    Both are words between spaces, as `corpus.search_index.models` keeps them.
    """
    # Neighbours share a space, so that a word said twice in a row is counted once.
    said = f" {' '.join(words.words)}{'' if words.form == PREFIX else ' '}"
    return TITLE_WEIGHT * title.count(said) + (0 if words.in_title else text.count(said))


def scores(lengths: Sequence[int], counts: Sequence[Sequence[int]]) -> list[float]:
    """Return the score of each text among all, by their lengths and by what each says how often."""
    total = len(lengths)
    average = sum(lengths) / total if any(lengths) else 1
    columns = zip(*counts, strict=True)
    holding = [sum(count > 0 for count in column) for column in columns]
    rarity = [log(1 + (total - number + 0.5) / (number + 0.5)) for number in holding]
    found = []
    for length, each in zip(lengths, counts, strict=True):
        worth = (_saturated(count, length / average) for count in each)
        found.append(sum(weight * said for weight, said in zip(rarity, worth, strict=True)))
    return found


def _saturated(count: int, length: float) -> float:
    """Return what a count is worth: each further time less, and less in a longer text."""
    share = 1 - LENGTH_SHARE + LENGTH_SHARE * length
    return count * (SATURATION + 1) / (count + SATURATION * share)
