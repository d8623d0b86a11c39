from itertools import chain, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.comparison.rows import compare
from tests.annotations.comparison.test_sentences import SENTENCES

PIECES = [
    *SENTENCES,
    "\n\n",
    "\n",
    " ",
    "***",
    "北京发生了地震。",
    "北京昨天发生了地震。",
    "«Да», сказал он. ",
]
texts = st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join)


def drawn(comparison, side):
    """All that the rows draw of one text, without its spaces."""
    blocks = chain.from_iterable(getattr(row, side) for row in comparison.rows)
    parts = (part for block in blocks for paragraph in block.paragraphs for part in paragraph)
    return "".join("".join(part.text.split()) for part in parts)


def marked(row, side):
    return [
        part.text
        for block in getattr(row, side)
        for paragraph in block.paragraphs
        for part in paragraph
        if part.is_shared
    ]


@given(texts, texts)
def test_both_texts_are_drawn_whole_and_in_their_own_order(left, right):
    comparison = compare(left, right)
    assert drawn(comparison, "left") == "".join(left.split())
    assert drawn(comparison, "right") == "".join(right.split())


@given(texts, texts)
def test_pairs_are_numbered_in_order_and_do_not_overlap(left, right):
    pairs = compare(left, right).pairs
    assert [pair.number for pair in pairs] == list(range(1, len(pairs) + 1))
    for spans in ([pair.left for pair in pairs], sorted(pair.right for pair in pairs)):
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    aligned = [pair.right for pair in pairs if not pair.is_moved]
    assert aligned == sorted(aligned)


@given(texts)
def test_a_text_beside_itself_is_equal_throughout(text):
    comparison = compare(text, text)
    assert [pair for pair in comparison.pairs if not pair.is_equal or pair.is_moved] == []
    assert [pair.left for pair in comparison.pairs] == [pair.right for pair in comparison.pairs]


def test_shared_words_are_marked_but_not_the_or_of_alone():
    left = "The Taliban lack the resources to take over and hold major cities."
    right = "It rained.\n\nThe Taliban has no resources to capture and hold the major cities."
    [before, row] = compare(left, right).rows
    assert (before.left, before.pair) == ((), None)
    assert marked(row, "left") == ["The Taliban", "resources to", "and hold", "major cities"]
    assert marked(row, "right") == ["The Taliban", "resources to", "and hold", "major cities"]
    assert (row.pair.shared, row.pair.left_words, row.pair.right_words) == (8, 12, 12)


def different(row, side):
    blocks = getattr(row, side)
    parts = (part for block in blocks for paragraph in block.paragraphs for part in paragraph)
    return [part.text for part in parts if part.is_different]


def test_words_that_differ_are_marked_where_the_rest_is_the_same():
    left = "The Taliban lack the resources to take over and hold major cities, Vikantov said."
    right = "The Taliban has no resources to capture and hold major cities, Bikantov said."
    [row] = compare(left, right).rows
    assert different(row, "left") == ["lack the", "take over", "Vikantov"]
    assert different(row, "right") == ["has no", "capture", "Bikantov"]


def test_words_that_differ_are_not_marked_where_most_words_do():
    left = "Russia would continue to press for peace talks, he added."
    right = (
        "Against this background, we continue to seek from all parties in Afghanistan the launch "
        "of substantive peace talks, he added."
    )
    comparison = compare(left, right)
    assert len(comparison.pairs) == 1
    assert comparison.has_differences is False


def test_a_short_word_by_itself_is_not_marked():
    left = "Soldiers retook the bridge of Kunduz before dawn."
    right = "Soldiers retook some bridge of northern Kunduz before their dawn."
    [row] = compare(left, right).rows
    assert marked(row, "left") == ["Soldiers retook", "bridge of", "Kunduz before"]


def test_no_character_is_drawn_twice_where_words_overlap():
    left, right = "北京昨天发生大地震人们纷纷逃走。", "北京昨天发生大地呀地震人们纷纷逃走。"
    comparison = compare(left, right)
    assert len(comparison.pairs) == 1
    assert (drawn(comparison, "left"), drawn(comparison, "right")) == (left, right)


def test_sentences_of_one_paragraph_are_one_pair():
    quotation = "Nobody saw the convoy return from Herat. Prices of bread doubled within a week."
    assert [pair.left for pair in compare(quotation, f"It rained. {quotation}").pairs] == [
        (0, len(quotation))
    ]
    apart = quotation.replace(". ", ".\n\n")
    assert [pair.left for pair in compare(apart, quotation).pairs] == [(0, 40), (42, 80)]


def test_a_pair_does_not_grow_without_end():
    text = " ".join(f"Sentence number {n} has some words of its own." for n in range(40))
    lengths = [pair.left[1] - pair.left[0] for pair in compare(text, text).pairs]
    assert sum(lengths) + len(lengths) - 1 == len(text)
    assert max(lengths) <= 600


def test_what_stands_elsewhere_is_a_block_that_leads_there():
    first, second = "The border was closed at noon.", "Two soldiers were wounded near the bridge."
    rows = compare(f"{first}\n\n{second}", f"{second}\n\n{first}").rows
    blocks = [
        (side, block.moved and block.moved.number, block.paragraphs[0][0].text)
        for row in rows
        for side in ("left", "right")
        for block in getattr(row, side)
    ]
    assert blocks == [
        ("left", 1, first[:-1]),
        ("left", None, second[:-1]),
        ("right", None, second[:-1]),
        ("right", 1, first[:-1]),
    ]


def test_an_answer_that_both_have_by_chance_is_no_pair():
    assert compare("It rained. Yes. He left.", "Prices doubled. Yes. Two fled.").pairs == ()


def test_empty_and_wordless_texts_have_no_rows_or_no_pairs():
    assert compare("", "").rows == ()
    assert compare("***", "It rained.").pairs == ()


def random_text(random, words, length):
    sentences = []
    while sum(map(len, sentences)) < length:
        chosen = (random.choice(words) for _ in range(random.randint(4, 40)))
        sentences.append(" ".join(chosen).capitalize() + random.choice([".", ".", ".\n\n"]))
    return " ".join(sentences)


@pytest.mark.parametrize("kind", ["unlike", "equal", "moved", "one line", "without stops"])
def test_texts_of_100_kilobytes_are_compared_whole(kind):
    random = Random(17)
    words = [f"word{number}" for number in range(3000)]
    left = random_text(random, words, 100_000)
    right = {
        "unlike": lambda: random_text(random, words, 100_000),
        "equal": lambda: left,
        "moved": lambda: "\n\n".join(random.sample(parts := left.split("\n\n"), len(parts))),
        "one line": lambda: "The same line.\n" * 6700,
        "without stops": lambda: " ".join(random.choices(words, k=15_000)),
    }[kind]()
    comparison = compare(left, right)
    assert drawn(comparison, "left") == "".join(left.split())
    assert drawn(comparison, "right") == "".join(right.split())
