"""Sentences that two articles share, word for word or nearly.

Offsets are half-open and count code points.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log1p
from operator import attrgetter

from rapidfuzz.distance import Indel

from annotations.anchoring.sentences import sentence_edges
from corpus.search.tokenizer import word_tuples
from corpus.text import paragraphs

# The portion of two sentences, their words weighted by how rare they are, that must stand in the
# same order in both. In the ten pairs of the first five articles, eight pairs of sentences reach
# it, and one of them is about different matters.
MIN_SIMILARITY = 0.26

# Fewer words in common are no sign that two sentences say the same: "He said on Thursday that".
MIN_SHARED_WORDS = 4

# A word in more sentences than this tells little about which of them a sentence is like.
MAX_SENTENCES_OF_A_WORD = 50

# A sentence is compared word by word with those that have most weight in common with it.
MAX_CANDIDATES = 5

# Beyond this a sentence is a list or a text without stops: its first words are compared.
MAX_WORDS = 400


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, the number of its paragraph, its words and their spans."""

    start: int
    end: int
    paragraph: int
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Sentence `left` of one text is like sentence `right` of the other.

    `shared` has the pairs of indexes of their common words, which stand in the same order in both;
    `weight` is their sum, by how rare each is.
    """

    left: int
    right: int
    shared: tuple[tuple[int, int], ...]
    similarity: float
    weight: float


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text in order, without those that have no word.

    >>> [each.words for each in sentences_of("Kabul fell. Nobody fled.")]
    [('kabul', 'fell'), ('nobody', 'fled')]
    """
    words = word_tuples(text)
    starts = [start for start, *_ in words]
    sentences = []
    for number, paragraph in enumerate(paragraphs(text)):
        edges, _ = sentence_edges(paragraph.text)
        for first, last in zip(edges, [*edges[1:], len(paragraph.text)], strict=True):
            part = paragraph.text[first:last]
            start = paragraph.start + first + len(part) - len(part.lstrip())
            end = start + len(part.strip())
            inside = words[bisect_left(starts, start) : bisect_left(starts, end)]
            if inside:
                exact = tuple(word for _, _, word, _ in inside)
                spans = tuple((word_start, word_end) for word_start, word_end, *_ in inside)
                sentences.append(Sentence(start, end, number, exact, spans))
    return sentences


def matches_of(left: Sequence[Sentence], right: Sequence[Sentence]) -> list[Match]:
    """Return the matches of two lists of sentences, in the order of `left`; each is in one at most.

    Equal sentences are found as by a diff of sentences. Of the others, each is compared with those
    that share most weight with it, a word weighing less the more sentences have it (inverse
    document frequency: Spärck Jones, "A statistical interpretation of term specificity", 1972). How
    alike two are is the weight of the longest common subsequence of their words (ROUGE-L: Lin, "A
    package for automatic evaluation of summaries", 2004) as a portion of both; the most similar
    are matched first, as in Barzilay and Elhadad, "Sentence alignment for monolingual comparable
    corpora" (2003), without their clusters of topics.
    """
    weights = _weights([*left, *right])
    equal = _equal_sentences(left, right)
    matches = [_match(left, right, *pair, weights) for pair in equal]
    taken_left, taken_right = {one for one, _ in equal}, {other for _, other in equal}
    candidates = _candidates(left, right, taken_left, taken_right, weights)
    similar = [_match(left, right, *pair, weights) for pair in candidates]
    similar = [
        match
        for match in similar
        if match.similarity >= MIN_SIMILARITY and len(match.shared) >= MIN_SHARED_WORDS
    ]
    for match in sorted(similar, key=lambda match: (-match.similarity, match.left, match.right)):
        if match.left not in taken_left and match.right not in taken_right:
            taken_left.add(match.left)
            taken_right.add(match.right)
            matches.append(match)
    return sorted(matches, key=attrgetter("left"))


def in_order(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, given in the order of the left text, that are in the right one's too.

    Of all ways to leave out the others, the one that keeps most weight: the heaviest increasing
    subsequence (Jacobson and Vo, "Heaviest increasing/common subsequence problems", 1992), with
    the best chain up to each position in a Fenwick tree.
    """
    if not matches:
        return []
    size = max(match.right for match in matches) + 1
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    previous = []
    for index, match in enumerate(matches):
        chain, at = (0.0, -1), match.right
        while at > 0:
            chain, at = max(chain, best[at]), at & (at - 1)
        previous.append(chain[1])
        chain, at = (chain[0] + match.weight, index), match.right + 1
        while at <= size:
            best[at] = max(best[at], chain)
            at += at & -at
    chosen = []
    at, index = size, -1
    heaviest = (0.0, -1)
    while at > 0:
        heaviest, at = max(heaviest, best[at]), at & (at - 1)
    index = heaviest[1]
    while index >= 0:
        chosen.append(matches[index])
        index = previous[index]
    return chosen[::-1]


def _weights(sentences: Iterable[Sentence]) -> dict[str, float]:
    counts = Counter(word for sentence in sentences for word in set(sentence.words))
    number = max(counts.values(), default=0)
    return {word: log1p(number / count) for word, count in counts.items()}


def _equal_sentences(left: Sequence[Sentence], right: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Pairs of equal sentences: a longest common subsequence, then what was moved."""
    numbers: dict[tuple[str, ...], int] = {}
    left_keys, right_keys = (
        [numbers.setdefault(sentence.words, len(numbers)) for sentence in sentences]
        for sentences in (left, right)
    )
    pairs = [
        (code.src_start + offset, code.dest_start + offset)
        for code in Indel.opcodes(left_keys, right_keys)
        if code.tag == "equal"
        for offset in range(code.src_end - code.src_start)
    ]
    taken_left, taken_right = {one for one, _ in pairs}, {other for _, other in pairs}
    free = defaultdict(list)
    for index, key in reversed(list(enumerate(right_keys))):
        if index not in taken_right:
            free[key].append(index)
    for index, key in enumerate(left_keys):
        if index not in taken_left and len(left[index].words) >= MIN_SHARED_WORDS and free[key]:
            pairs.append((index, free[key].pop()))
    return pairs


def _candidates(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    taken_left: set[int],
    taken_right: set[int],
    weights: dict[str, float],
) -> list[tuple[int, int]]:
    """Pairs of sentences that are in no match yet, and have much weight in common."""
    sentences_with = defaultdict(list)
    for index, sentence in enumerate(right):
        if index not in taken_right:
            for word in set(sentence.words):
                sentences_with[word].append(index)
    pairs = []
    for index, sentence in enumerate(left):
        if index in taken_left:
            continue
        common: defaultdict[int, float] = defaultdict(float)
        for word in sorted(set(sentence.words)):
            others = sentences_with.get(word, [])
            if len(others) <= MAX_SENTENCES_OF_A_WORD:
                for other in others:
                    common[other] += weights[word]
        pairs += [
            (index, other) for other in nlargest(MAX_CANDIDATES, common, key=common.__getitem__)
        ]
    return pairs


def _match(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    one: int,
    other: int,
    weights: dict[str, float],
) -> Match:
    words, other_words = left[one].words[:MAX_WORDS], right[other].words[:MAX_WORDS]
    shared = tuple(
        (code.src_start + offset, code.dest_start + offset)
        for code in Indel.opcodes(words, other_words)
        if code.tag == "equal"
        for offset in range(code.src_end - code.src_start)
    )
    weight = sum(weights[words[index]] for index, _ in shared)
    both = sum(weights[word] for word in (*words, *other_words))
    return Match(one, other, shared, 2 * weight / both, weight)
