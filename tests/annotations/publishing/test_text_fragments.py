from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.publishing.text_fragments import text_fragment

PAGE = "https://news.example/a"


@pytest.mark.parametrize(
    ("address", "quote", "expected"),
    [
        (PAGE, "Kabul fell.", f"{PAGE}#:~:text=Kabul%20fell."),
        (PAGE, " Kabul  fell ", f"{PAGE}#:~:text=Kabul%20fell"),
        (PAGE, "80-100, & more", f"{PAGE}#:~:text=80%2D100%2C%20%26%20more"),
        (PAGE, "Кабул", f"{PAGE}#:~:text=%D0%9A%D0%B0%D0%B1%D1%83%D0%BB"),
        (f"{PAGE}?q=1#part", "Kabul", f"{PAGE}?q=1#part:~:text=Kabul"),
        (f"{PAGE}#part:~:text=old", "Kabul", f"{PAGE}#part:~:text=Kabul"),
        (PAGE, "He said.\n\nThey left.", f"{PAGE}#:~:text=He%20said.,They%20left."),
        (PAGE, "Yes.\nNo, no.", f"{PAGE}#:~:text=Yes.,No%2C%20no."),
        ("HTTP://news.example/a", "Kabul", "HTTP://news.example/a#:~:text=Kabul"),
        ("", "Kabul", ""),
        ("javascript:alert(1)", "Kabul", ""),
        ("https://", "Kabul", ""),
        ("ftp://news.example/a", "Kabul", ""),
    ],
)
def test_the_fragment_names_the_quote(address, quote, expected):
    assert text_fragment(address, quote) == expected


def test_a_long_quote_is_named_by_its_first_and_last_words():
    quote = " ".join(f"word{number}" for number in range(60))
    assert text_fragment(PAGE, quote) == (
        f"{PAGE}#:~:text=word0%20word1%20word2%20word3%20word4,"
        "word55%20word56%20word57%20word58%20word59"
    )


def test_an_end_of_long_words_has_fewer_of_them():
    quote = " ".join(["x" * 50, "yyyyyyyyyyy", "z"] * 4)
    assert text_fragment(PAGE, quote) == f"{PAGE}#:~:text={'x' * 50},yyyyyyyyyyy%20z"


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_the_words_come_back_from_the_fragment(quote):
    parameters = text_fragment(PAGE, quote).partition("text=")[2].split(",")
    words = " ".join(quote.split())
    assert len(parameters) in (1, 2)
    assert words.startswith(unquote(parameters[0]))
    assert words.endswith(unquote(parameters[-1]))
    assert not set("-& ") & set("".join(parameters))
