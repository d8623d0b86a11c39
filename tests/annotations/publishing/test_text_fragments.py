from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.publishing.text_fragments import directive, directives_of, text_fragment

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


TEXT = (
    "Kabul fell. Herat fell at dawn, he said.\n\nKabul fell at dawn, they said.\n"
    "North\t300\nSouth\t300\n\n我爱中国人民的城市，中国人民很多。"
)


@pytest.mark.parametrize(
    ("words", "nth", "expected"),
    [
        ("Herat", 0, "Herat"),
        ("Kabul fell", 0, "Kabul fell,-. Herat"),
        ("Kabul fell", 1, "Kabul fell,-at"),
        ("fell", 1, "Herat-,fell"),
        ("abul f", 1, "Kabul fell,-at"),
        ("dawn", 1, "dawn,-, they"),
        ("300", 0, "North-,300"),
        ("300", 1, "South-,300"),
        ("300\nSouth", 0, "North-,300,South"),
        ("中国人民", 0, "我爱-,中国人民,-的城市"),
        ("中国人民很多", 0, "中国人民很多"),
    ],
)
def test_context_tells_a_quote_from_others_like_it(words, nth, expected):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    value = directives_of(words, TEXT, [(start, start + len(words))])
    assert unquote(value) == f"text={expected}"


TABLE = "Losses\n\nNorth\t1,200\t300\nSouth\t-19\t300\nEast\t1,200\t300\n\nNo more."


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # A browser compares without case and accents.
        ("Zoe left.\n\nZoé left.\n\nZoe came.", "Zoé left", "left.-,Zoé left"),
        ("Nobody came, and nobody left.", "nobody", "and-,nobody"),
        # Context ends where its block does.
        ("Nobody saw it.\n\nHe left. Nobody saw it.", "Nobody saw it", "Nobody saw it"),
        (TABLE, "300\nSouth\t-19", "300,-19"),
        # No context tells the first 300 of the last row from those above it.
        (TABLE, "300\n\nNo more", "East,No more"),
        # The words that end a range stand in it before.
        ("North\nnone\nnone\nEast", "North\nnone\nnone", "North,none,-East"),
    ],
)
def test_a_browser_takes_the_first_place_that_fits(text, words, expected):
    start = text.index(words)
    value = directives_of(words, text, [(start, start + len(words))])
    assert unquote(value) == f"text={expected}"


def test_each_piece_has_its_own_directive():
    places = [(12, 17), (67, 71)]
    quote = " … ".join(TEXT[start:end] for start, end in places)
    address = text_fragment(PAGE, quote, directives_of(quote, TEXT, places))
    assert unquote(address) == f"{PAGE}#:~:text=Herat&text=they-,said"


@given(st.text(min_size=1), st.data())
def test_any_span_of_any_text_has_a_directive(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        value = directives_of(text[start:end], text, [(start, end)])
        assert value.startswith("text=")
        assert 1 <= len(value.split(",")) <= 4


@pytest.mark.parametrize(
    ("before", "quote"),
    [
        ('"no"', "„no“"),
        ("it's", "it’s"),
        ("Well…", "Well..."),
        ("Cafe\u0301", "Café"),
        ("govern\u00adment", "government"),
        ("STRASSE", "Straße"),
        ("Lodz", "Łódź"),
        ("Caesar", "Cæsar"),
        ("ганок", "ґанок"),
        ("احمد", "أحمد"),
        ("مدرسه", "مدرسة"),
    ],
)
def test_what_browsers_take_for_the_same_is_told_apart_by_the_words_beside_it(before, quote):
    text = f"Then {before} came. Now {quote} came."
    start = text.index(f"Now {quote}") + 4
    fragment = directive(text, start, start + len(quote))
    assert unquote(fragment) == f"Now-,{quote}"
