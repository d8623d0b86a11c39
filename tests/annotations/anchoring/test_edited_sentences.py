"""Which equal words between two changes of a sentence are the same by the words around them."""

import pytest

from annotations.anchoring.edge_evidence import EdgeEvidence
from annotations.anchoring.edited_sentences import WordRun, joined_runs
from annotations.anchoring.sentences import sentence_edges
from annotations.anchoring.word_counts import TextWords
from annotations.anchoring.word_diff import TokenNumbers, tokenize

# Each word, and each pair, tells log2(511 / 32) = 4 bits: two tell of words that were left here.
WORDS = [f"Word{number}" for number in range(256)]
# The words of the old text that are equal before the first change, between both, and after it.
BEFORE, BETWEEN, AFTER = (0, 100), (101, 103), (104, 256)


def joined(old, new, *runs):
    numbers = TokenNumbers()
    texts = []
    for words in (old, new):
        text = " ".join(words)
        texts.append(TextWords(tokenize(text, numbers), sentence_edges(text)[0]))
    return joined_runs(*texts, [WordRun(*run) for run in runs], EdgeEvidence(*texts, set()))


def replaced(changes):
    """WORDS with other words at some indexes."""
    return [changes.get(index, word) for index, word in enumerate(WORDS)]


def test_words_between_two_changed_words_are_joined():
    new = replaced({100: "one", 103: "two"})
    # What has no word is no run: a comma may stand beside a change.
    runs = [(*BEFORE, 0), (100, 100, 0), (*BETWEEN, 0), (*AFTER, 0)]
    assert joined(WORDS, new, *runs) == {WordRun(*BETWEEN, 0)}


def test_words_are_joined_where_a_word_was_cut_and_one_put_in():
    new = [*WORDS[:100], *WORDS[101:103], "two", *WORDS[103:]]
    runs = [(*BEFORE, 0), (*BETWEEN, -1), (103, 256, 0)]
    assert joined(WORDS, new, *runs) == {WordRun(*BETWEEN, -1)}


@pytest.mark.parametrize(
    ("old", "changes", "runs"),
    [
        # A single word may be there by chance.
        (WORDS, {100: "one", 102: "two"}, [BEFORE, (101, 102), (103, 256)]),
        # So may the two words on one side.
        (WORDS, {97: "one", 100: "two", 103: "three"}, [(98, 100), BETWEEN, AFTER]),
        (WORDS, {100: "one", 103: "two", 106: "three"}, [BEFORE, BETWEEN, (104, 106)]),
        # Two words changed.
        (WORDS, {99: "one", 100: "two", 103: "three"}, [(0, 99), BETWEEN, AFTER]),
        (WORDS, {100: "one", 103: "two", 104: "three"}, [BEFORE, BETWEEN, (105, 256)]),
        # One of the changed words ends a sentence, in the old text or in the new one.
        (WORDS, {100: "one.", 103: "two"}, [BEFORE, BETWEEN, AFTER]),
        (WORDS, {100: "one", 103: "two."}, [BEFORE, BETWEEN, AFTER]),
        (replaced({100: "one."}), {103: "two"}, [BEFORE, BETWEEN, AFTER]),
        (replaced({103: "one."}), {100: "two"}, [BEFORE, BETWEEN, AFTER]),
    ],
)
def test_words_are_not_joined(old, changes, runs):
    assert joined(old, replaced(changes), *((start, end, 0) for start, end in runs)) == set()


def test_words_at_the_start_or_the_end_are_joined_to_nothing():
    assert joined(WORDS, WORDS, (0, 256, 0)) == set()
    new = replaced({100: "one"})
    assert joined(WORDS, new, (*BEFORE, 0), (101, 256, 0)) == set()
