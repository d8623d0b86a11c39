"""How improbable it is that equal words are so by chance."""

import pytest

from annotations.anchoring.edge_evidence import EdgeEvidence
from annotations.anchoring.sentences import sentence_edges
from annotations.anchoring.word_counts import TextWords
from annotations.anchoring.word_diff import TokenNumbers, tokenize

# 127 words and 129 pairs stand once, and tell log2(256 / PATTERN_WORDS) bits each.
ONCE = " ".join(f"word{number}" for number in range(127))
TEXT = f"{ONCE} old bridge, old bridge, river 30 river 30 river"


def evidence_of(text):
    numbers = TokenNumbers()
    tokens = tokenize(text, numbers)
    words = TextWords(tokens, sentence_edges(text)[0])
    return EdgeEvidence(words, words, {chr(numbers["30"])})


@pytest.mark.parametrize(
    ("first", "last", "bits"),
    [
        (0, 1, 3.0),
        (5, 8, 9.0),
        # The pair with the word before it is telling, the word is not.
        (126, 128, 6.0),
        # It stands twice, which is 2 bits: the word before it may be no equal one.
        (127, 128, 2.0),
        # So does the next one, but every other "old" has it next to it: that is 1 bit.
        (127, 129, 3.0),
        # A figure may have been typed anew.
        (132, 133, 0.0),
    ],
)
def test_bits_of_words(first, last, bits):
    assert evidence_of(TEXT).bits(first, last) == bits


def test_a_pair_tells_nothing_where_its_first_word_is_left_out():
    evidence = evidence_of(TEXT)
    assert evidence.telling_words(126, 128) == 2
    assert evidence.telling_words(127, 128) == 0


def test_a_text_in_a_pattern_gives_no_evidence():
    assert evidence_of("Kabul fell. Herat fell. 30 fell.").bits(0, 6) == 0.0
