import sys

import pytest

from corpus.characters import (
    DEFAULT_IGNORABLE,
    CharacterRefused,
    check_characters,
    is_blank,
    one_line,
    without_ignorable,
)

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
SINHALA = "\u0dc1\u0dca\u200d\u0dbb\u0dd3"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
BURNING_HEART = "\u2764\ufe0f\u200d\U0001f525"


def test_as_many_characters_are_ignorable_as_unicode_lists():
    ignorable = [
        chr(code) for code in range(sys.maxunicode + 1) if not without_ignorable(chr(code))
    ]
    # "Total code points" of Default_Ignorable_Code_Point.
    assert len(ignorable) == 4174
    assert without_ignorable(f"a{''.join(ignorable)}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\r\n",
        "\u00a0\u3000\u2028",
        "\u200b\u2060\ufeff\u00ad",
        "\u2800",
        "\u3164 \u115f",
        "\ufe0f",
    ],
)
def test_what_nobody_can_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "\u200b.", "\u0301", "😀", "\ufffd", "٠"])
def test_what_can_be_seen_is_not_blank(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Zamir \t\r\n Kabulov ", "Zamir Kabulov"),
        ("Kabulov\u200e", "Kabulov"),
        ("\u202eTali\u200bban\u00ad\ufeff", "Taliban"),
        ("Zamir\u2800Kabulov", "Zamir Kabulov"),
        ("Zamir \u2060 Kabulov", "Zamir Kabulov"),
        ("\u200cKabul\u200d \u200d", "Kabul"),
        ("\ufe0fKabul\u200c\ufe0f", "Kabul"),
        ("Kabul\U000e0041", "Kabul"),
        ("\u3164", ""),
        *(
            (name, name)
            for name in (PERSIAN, SINHALA, FAMILY, BURNING_HEART, f"{ENGLAND} x", ENGLAND)
        ),
        (f"{PERSIAN}\u200f", PERSIAN),
        ("\u82a6\U000e0100", "\u82a6\U000e0100"),
        ("\u1820\u180b\u180e\u1820", "\u1820\u180b\u180e\u1820"),
    ],
)
def test_a_name_is_stored_as_it_is_seen_with_the_joiners_inside(typed, stored):
    assert one_line(typed) == stored
    assert one_line(stored) == stored


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Kab\x00ul", "It contains the character NUL (U+0000) at position 3. Remove it."),
        ("\x01", "It contains a control character (U+0001) at position 0. Remove it."),
        ("😀\x85", "It contains a control character (U+0085) at position 1. Remove it."),
        ("a\x0bb", "It contains a control character (U+000B) at position 1. Remove it."),
        ("a\x7f", "It contains a control character (U+007F) at position 1. Remove it."),
        ("a\ufdd0", "It contains a code that is no character (U+FDD0) at position 1. Remove it."),
        (
            "\U0010ffff",
            "It contains a code that is no character (U+10FFFF) at position 0. Remove it.",
        ),
        ("a\ud800", "It contains half a surrogate pair (U+D800) at position 1. Remove it."),
        (" \u200b\u2060", "This has only characters that nobody can see."),
    ],
)
def test_what_no_name_or_note_holds_is_named(text, message):
    with pytest.raises(CharacterRefused) as refused:
        check_characters(text)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["", " \n ", "a\tb\r\nc", PERSIAN, "\ufffd", "\ue000", "\u200ea"])
def test_what_a_note_may_hold(text):
    check_characters(text)


def test_ranges_are_in_order():
    codes = [ord(char) for char in DEFAULT_IGNORABLE.replace("-", "")]
    assert codes == sorted(codes)
