"""Correcting a long text with many passages, relative to a bare diff of its words."""

from random import Random
from time import perf_counter

from rapidfuzz.distance import Indel

from annotations.anchoring.rebase import rebase
from annotations.anchoring.word_diff import TokenNumbers, tokenize
from tests.bench.measuring import against, interleaved
from tests.support.edits import prose

LENGTH, PASSAGES, CHANGED = 40_000, 200, 0.05
MILLISECONDS = 100


def corrected(random, words):
    """The words with some of them cut, preceded by a random word, or replaced."""
    for word in words:
        if not word.isspace() and random.random() < CHANGED:
            yield random.choice(["", f"{random.choice(words)} {word}", random.choice(words)])
        else:
            yield word


def anchoring_lines():
    random = Random(40)
    old = prose(random, LENGTH)
    numbers = TokenNumbers()
    before = tokenize(old, numbers)
    new = "".join(corrected(random, before.texts))
    after = tokenize(new, numbers)
    starts = random.sample(range(len(before.texts) - 20), PASSAGES)
    spans = [
        (before.starts[start], before.starts[start + random.randint(1, 20)]) for start in starts
    ]

    def rebasing():
        started = perf_counter()
        rebase(old, new, spans)
        return perf_counter() - started

    def diffing():
        started = perf_counter()
        Indel.opcodes(before.numbers, after.numbers)
        return perf_counter() - started

    rebased, diffed = interleaved(rebasing, diffing)
    yield from against("40 kB corrected, 200 passages", rebased, diffed, None, MILLISECONDS)
