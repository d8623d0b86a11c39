import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.ascii_words import ascii_words
from corpus.search.tokenizer import word_tuples

PIECES = [
    *("boat", "BOAT", "s", "S", "'s", "’s", "'", "’", "‘", " ‘", "'S ", "C++", "F#", "+", "#"),
    *("1", "12", "123", "1,200", "1'200", "1’200", ",345", "3.5", "1,200,000", "12,345x", "2nd"),
    *("é", "Ö", "ñ", "ǆ", "ß", "ø", "İ", "ı", "\u0301", "\u00a0", "\u00ad", "ж", "中"),
    *("_", " ", ", ", ". ", "-", "\n", "“", "”", "—", "…", "«", "€", "@", "\t", "x" * 79),
]


def general_words(text):
    return [exact for _, _, exact, _ in word_tuples(text)]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_words_are_those_of_the_tokenizer(pieces):
    text = "".join(pieces)
    assert ascii_words(text, 80) in (None, general_words(text))


@given(text=st.text(st.characters(max_codepoint=0x250), max_size=30))
def test_words_of_any_latin_letters_are_those_of_the_tokenizer(text):
    assert ascii_words(text, 80) in (None, general_words(text))


def test_words_of_each_letter_are_those_of_the_tokenizer():
    letters = [chr(code) for code in range(0x3000)]
    words = {char: ascii_words(f"a{char}b", 80) for char in letters}
    plain = [char for char in letters if words[char] is not None]
    assert [words[char] for char in plain] == [general_words(f"a{char}b") for char in plain]
    # Of ASCII all but the sharp, é and its like, and signs of print.
    assert (sum(char < "\x80" for char in plain), len(plain)) == (127, 383)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban’s 1,200 men—“fled”, it said.", "the taliban 1200 men fled it said".split()),
        ("Écoutez: naïve Malmö", ["ecoutez", "naive", "malmo"]),
        ("the ‘plan’", ["the", "plan"]),
        ("1,200's", ["1200", "s"]),
        ("1,200 12,345 123’456,789", ["1200", "12345", "123456789"]),
        ("1234,567 a12,345 3.1,200", ["1234", "567", "a12", "345", "3", "1", "200"]),
        ("1,2345 1,200x 1,200,3", ["1", "2345", "1", "200x", "1200", "3"]),
        ("4 \u212a, 2 \u212b", ["4", "k", "2", "a"]),
        ("", []),
        ("a" * 80, ["a" * 80]),
        ("a" * 81, None),
        ("Straße", None),
        ("C++", None),
        ("the 's's", None),
        ("1\u00a0200", None),
        ("word‘s", None),
    ],
)
def test_plain_texts_have_words_and_others_none(text, expected):
    assert ascii_words(text, 80) == expected
