"""Raised and lowered signs that a reader of documents marked."""

import pytest

from corpus.readers.inline.raised_text import lowered, raised, with_signs


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"10{raised('3')}", "10³"),
        (f"In 2019{raised('3')}", "In 2019³"),
        (f"He said{raised('3')} so", "He said[3] so"),
        (f"10{raised('-')}{raised('6')}", "10⁻⁶"),
        (f"\n{raised('3')} A note", "\n³ A note"),
        (f"10{raised(' 3 ')}", "10 ³ "),
        (f"A{raised('x' * 30)}", "A" + "x" * 30),
        (f"x{lowered('i')}{raised('2')}", "x_i²"),
        (f"10{raised('3')}{raised('[1]')}", "10³[1]"),
    ],
)
def test_signs_are_written_as_those_of_pages(text, read):
    assert with_signs(text) == read
