import pytest

from corpus.page_numbers import in_normalised, joined, page_at, shown_page, without_beginning
from corpus.text import normalise

PAGES = ((10, "iv"), (20, "1"), (30, "2"))


@pytest.mark.parametrize(
    ("start", "end", "page"),
    [
        (0, 5, ""),
        (0, 10, ""),
        (0, 11, "iv"),
        (10, 20, "iv"),
        (19, 21, "iv–1"),
        (20, 30, "1"),
        (10, 35, "iv–2"),
        (30, 31, "2"),
        (500, 510, "2"),
    ],
)
def test_page_of_a_span_is_that_on_which_its_words_stand(start, end, page):
    assert page_at(PAGES, start, end) == page


@pytest.mark.parametrize("pages", [None, (), []])
def test_text_without_pages_has_none(pages):
    assert page_at(pages, 0, 5) == ""


def test_pages_of_pieces_are_named_once():
    assert joined(["3", "", "3", "7"]) == "3, 7"
    shown = [shown_page(page) for page in ("", "3", "3–4", "3, 7")]
    assert shown == ["", "p. 3", "pp. 3–4", "pp. 3, 7"]


def test_beginning_that_is_taken_away_takes_no_page_from_the_rest():
    assert without_beginning(PAGES, 0) == PAGES
    assert without_beginning(PAGES, 15) == ((0, "iv"), (5, "1"), (15, "2"))
    assert without_beginning(PAGES, 20) == ((0, "1"), (10, "2"))


def test_pages_follow_what_normalising_drops():
    raw = "a\x07\r\nbc\x07 d\r\ne"
    text = normalise(raw).text
    assert text == "a\nbc d\ne"
    pages = tuple((raw.index(letter), letter) for letter in "abde")
    assert in_normalised(pages, raw, text) == tuple((text.index(x), x) for x in "abde")
    assert in_normalised(((0, "1"), (len(raw), "2")), raw, text) == ((0, "1"),)
