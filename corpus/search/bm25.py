"""BM25 relevance of texts to a query, with more weight for titles.

Words are counted in Python, so that both databases rank alike.
"""

from collections.abc import Sequence
from math import log

from corpus.search.query_tree import PREFIX, STEM, Node, Words, positive_words

# BM25's k1 and b, as in Lucene.
SATURATION, LENGTH_NORMALISATION = 1.2, 0.75
# Titles are short: a word in the title counts as much as five in the text.
TITLE_WEIGHT = 5
# More words would take time and hardly change the order.
MAX_SCORED_WORDS = 12


def uses_stems(words: Words) -> bool:
    """Return whether a leaf is counted in the stems of a row rather than in its exact words."""
    return words.form == STEM


def scoring_words(tree: Node | None) -> list[Words]:
    """Return the leaves of a tree that are counted: each once, at most MAX_SCORED_WORDS.

    Negated leaves and those of the byline are left out.
    """
    leaves = [each for each in positive_words(tree) if not each.in_byline] if tree else []
    return [*dict.fromkeys(leaves)][:MAX_SCORED_WORDS]


def spaced(words: str) -> str:
    """Return words, given between single spaces, each with its own space before and after it.

    >>> spaced("river bank")
    ' river  bank '
    """
    return f" {words.replace(' ', '  ')} "


def term_frequency(title: str, text: str, words: Words) -> int:
    """Return how often a leaf occurs in a row; titles count TITLE_WEIGHT times.

    `title` and `text` are words as `spaced` writes them, as stems if the leaf `uses_stems`.
    """
    phrase = f" {'  '.join(words.words)}{'' if words.form == PREFIX else ' '}"
    return TITLE_WEIGHT * title.count(phrase) + (0 if words.in_title else text.count(phrase))


def scores(lengths: Sequence[int], counts: Sequence[Sequence[int]]) -> list[float]:
    """Return the BM25 score of each text.

    `lengths` are in code points; `counts` holds for each text the frequency of each scored leaf.
    """
    total = len(lengths)
    average = sum(lengths) / total if any(lengths) else 1
    columns = zip(*counts, strict=True)
    document_counts = [sum(count > 0 for count in column) for column in columns]
    inverse_frequencies = [
        log(1 + (total - number + 0.5) / (number + 0.5)) for number in document_counts
    ]
    results = []
    for length, frequencies in zip(lengths, counts, strict=True):
        saturated = (_saturated(count, length / average) for count in frequencies)
        results.append(
            sum(
                weight * frequency
                for weight, frequency in zip(inverse_frequencies, saturated, strict=True)
            )
        )
    return results


def _saturated(count: int, length: float) -> float:
    """Return a count with diminishing returns, reduced for texts above the average length.

    `length` is relative: 1 is the average.
    """
    share = 1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length
    return count * (SATURATION + 1) / (count + SATURATION * share)
