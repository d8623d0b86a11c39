import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import NormalisedText, Paragraph, TextRefused, normalise, paragraphs, shown_context
from tests.support.strategies import many, texts


@pytest.mark.parametrize(
    ("raw", "text", "dropped"),
    [
        ("", "", 0),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour", 0),
        ("\r\r\n\n", "\n\n\n", 0),
        ("tab\tstays", "tab\tstays", 0),
        ("a\x07b\x7fc\x81d", "abcd", 3),
        ("page one\x0cpage two\x0bline two", "page one\npage two\nline two", 0),
        ("one\x85two", "one\ntwo", 0),
        ("\x93It isn\x92t over\x94\x85 \x96 \x804", "“It isn’t over”… – €4", 0),
        # A byte that windows-1252 leaves unassigned does not show that a text was windows-1252.
        ("one\x85two\x8d", "one\ntwo", 1),
        ("\x8akoda\x85", "Škoda…", 0),
        ("hit\ue000here\ue001", "hithere", 2),
        ("a\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffffb", "ab", 6),
        (" \u00a0\u2028\u200f\ufeff\ue002\ufffd ", " \u00a0\u2028\u200f\ufeff\ue002\ufffd ", 0),
        ("e\u0301 is not é, “quoted” 😀", "e\u0301 is not é, “quoted” 😀", 0),
    ],
)
def test_normalise(raw, text, dropped):
    assert normalise(raw) == NormalisedText(text, dropped)


# The bytes that windows-1252 leaves unassigned.
UNASSIGNED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def test_normalise_drops_exactly_what_is_named():
    kept_or_dropped = {
        point: normalise(f"a{chr(point)}b").text == "ab"
        for point in range(1, sys.maxunicode + 1)
        if not 0xD800 <= point <= 0xDFFF and chr(point) not in "\r"
    }
    controls = {point for point in kept_or_dropped if unicodedata.category(chr(point)) == "Cc"}
    noncharacters = {*range(0xFDD0, 0xFDF0)} | {
        plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)
    }
    read_as_others = {0x09, 0x0A, 0x0B, 0x0C, *range(0x80, 0xA0)} - UNASSIGNED
    expected = controls - read_as_others | noncharacters | {0xE000, 0xE001}
    assert {point for point, is_dropped in kept_or_dropped.items() if is_dropped} == expected


@pytest.mark.parametrize(
    ("raw", "code_point", "position", "name"),
    [
        ("\x00", 0, 0, "the character NUL (U+0000) at position 0"),
        ("😀 and \x00", 0, 6, "the character NUL (U+0000) at position 6"),
        ("\r\n\ud800", 0xD800, 2, "half a surrogate pair (U+D800) at position 2"),
        ("ab\udfffc\x00", 0xDFFF, 2, "half a surrogate pair (U+DFFF) at position 2"),
        ("\ud83d\ude00", 0xD83D, 0, "half a surrogate pair (U+D83D) at position 0"),
    ],
)
def test_normalise_refuses(raw, code_point, position, name):
    with pytest.raises(TextRefused) as refusal:
        normalise(raw)
    assert (refusal.value.code_point, refusal.value.position) == (code_point, position)
    assert str(refusal.value) == (
        f"The text contains {name} and was probably damaged before the import."
    )
    assert isinstance(refusal.value, ValueError)


@many
@given(st.text())
def test_normalised_text_is_left_alone(raw):
    text = normalise(raw.replace("\x00", "")).text
    assert normalise(text) == NormalisedText(text, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n\n", []),
        ("one", [(0, 3, "one")]),
        ("one\n\ntwo", [(0, 3, "one"), (5, 8, "two")]),
        ("one\n\n\n\ntwo", [(0, 3, "one"), (7, 10, "two")]),
        ("one\ntwo", [(0, 7, "one\ntwo")]),
        ("\none\n", [(0, 5, "\none\n")]),
        ("\n\none\n\n", [(2, 5, "one")]),
        ("\n", [(0, 1, "\n")]),
        ("one\n\n \n\ntwo", [(0, 3, "one"), (5, 6, " "), (8, 11, "two")]),
        ("😀\n\n😀", [(0, 1, "😀"), (3, 4, "😀")]),
    ],
)
def test_paragraphs(text, expected):
    assert paragraphs(text) == [Paragraph(*each) for each in expected]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (("to the ", " and then"), ("to the ", " and then")),
        (("ds the city ", " and not a w"), ("…\xa0the city ", " and not a\xa0…")),
        (("oooooooooooo", "uuuuuuuuuuuu"), ("…\xa0oooooooooooo", "uuuuuuuuuuuu\xa0…")),
    ],
)
def test_shown_context_cuts_no_word(context, expected):
    assert shown_context(*context, 12) == expected


@many
@given(texts)
def test_every_code_point_is_in_one_paragraph_or_one_break(text):
    found = paragraphs(text)
    assert [text[each.start : each.end] for each in found] == [each.text for each in found]
    edges = [0, *[edge for each in found for edge in (each.start, each.end)], len(text)]
    assert edges == sorted(edges)
    breaks = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert {gap.strip("\n") for gap in breaks} == {""}
    assert [gap for gap in breaks[1:-1] if len(gap) < 2] == []
    assert [each for each in found if each.text == "" or "\n\n" in each.text] == []
