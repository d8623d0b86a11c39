import re

import pytest

from corpus.ids import ALPHABET, ID_PATTERN, is_id, new_id


def test_alphabet_is_crockford():
    assert sorted(ALPHABET) == sorted(set("0123456789abcdefghijklmnopqrstuvwxyz") - set("ilou"))


def test_new_id_is_an_id():
    made = [new_id() for _ in range(1000)]
    assert [value for value in made if not is_id(value)] == []
    assert {len(value) for value in made} == {12}


def test_new_id_is_new_each_time():
    made = [new_id() for _ in range(10_000)]
    assert len(set(made)) == len(made)


def test_new_id_uses_the_whole_alphabet_at_every_position():
    made = [new_id() for _ in range(5000)]
    assert [set(column) for column in zip(*made, strict=True)] == [set(ALPHABET)] * 12


@pytest.mark.parametrize(
    "value",
    [
        "",
        "k3f9w2ma",
        "k3f9w2ma0000x",
        "k3f9w2ma000i",
        "k3f9w2ma000l",
        "k3f9w2ma000o",
        "k3f9w2ma000u",
        "K3F9W2MA0000",
        "k3f9w2ma-000",
        "k3f9w2ma0000\n",
        " k3f9w2ma000",
        "k3f9w2ma000٣",
        "k3f9w2ma000ſ",
    ],
)
def test_is_id_refuses(value):
    assert is_id(value) is False


@pytest.mark.parametrize("letter", ALPHABET)
def test_pattern_takes_each_letter_anywhere(letter):
    assert re.fullmatch(ID_PATTERN, letter * 12) is not None
    assert is_id(letter * 12) is True
