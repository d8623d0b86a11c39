import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.find_quote import find_quote
from tests.support.strategies import many, texts


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("The Taliban lack", "Taliban", [(4, 11)]),
        ("The Taliban lack", "  Taliban\n", [(4, 11)]),
        ("The  Taliban\n\nlack", "The Taliban lack", [(0, 18)]),
        ("The Taliban lack", "The\r\n\tTaliban\u00a0lack", [(0, 16)]),
        (" \n one", "one", [(3, 6)]),
        ("one two one  two", "one two", [(0, 7), (8, 16)]),
        ("Kabul", "abu", [(1, 4)]),
        ("aaa", "aa", [(0, 2), (1, 3)]),
        ("a a a", "a a", [(0, 3), (2, 5)]),
        ("😀 e\u0301 کابل", "e\u0301 کابل", [(2, 9)]),
        ("The Taliban lack", "the taliban", []),
        ("TheTaliban", "The Taliban", []),
        ("The Taliban", "TheTaliban", []),
        ("(.*) +", "(.*) +", [(0, 6)]),
        ("anything", "", []),
        ("any thing", " \n ", []),
        ("", "a", []),
        ("a", "a b", []),
    ],
)
def test_find_quote(text, quote, expected):
    assert find_quote(text, quote) == expected


@many
@given(texts, st.data())
def test_locate_finds_what_stands_there(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    quote = text[start:end]
    stripped = quote.strip()
    spans = find_quote(text, data.draw(st.sampled_from([quote, quote.replace(" ", " \n ")])))
    if stripped:
        first = start + quote.index(stripped)
        assert (first, first + len(stripped)) in spans
    assert {" ".join(text[first:last].split()) for first, last in spans} <= {
        " ".join(quote.split())
    }
    assert [place for place in spans if text[slice(*place)].strip() != text[slice(*place)]] == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a " * 20_000, "a " * 2_000 + "b"),
        ("a" + " " * 40_000, "a b"),
        ("a " * 20_000 + "b", "a " * 9_000 + "b"),
        ("ab" * 20_000, "ab" * 9_000 + "c"),
    ],
)
def test_locate_takes_no_longer_for_a_text_that_repeats(text, quote):
    began = time.process_time()
    spans = find_quote(text, quote)
    assert len(spans) == text.count("b") * quote.endswith("b") * text.endswith("b") * 1
    assert time.process_time() - began < 1
