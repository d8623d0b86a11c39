"""Which new names of tags are nearly known ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.names.similar_names import SimilarNames, similar_in_order
from tests.support.strategies import many

NEAR = [
    ("casualty", "casualties"),
    ("Casualties", "casualty"),
    ("air strikes", "air strike"),
    ("air-strike", "air strike"),
    ("airstrike", "air strike"),
    ("strike, drone", "drone strike"),
    ("losses of class", "losses of classes"),
    ("drone stirke", "drone strike"),
    ("causalties", "casualties"),
    ("atack", "attacks"),
    ("actor/states", "actor/state"),
    ("Blätter", "blatter"),
    ("города", "городa"),
]
APART = [
    ("phase 1", "phase 2"),
    ("brigade 12", "brigade 21"),
    ("import", "export"),
    ("Iran", "Iraq"),
    ("war", "car"),
    ("north", "south"),
    ("actor/state", "place/state"),
    ("official statement", "official denial"),
    ("", "a"),
]


@pytest.mark.parametrize(("name", "known"), NEAR)
def test_what_is_one_tag_written_twice_is_near_both_ways(name, known):
    assert SimilarNames([known, "something else"]).similar(name) == [known]
    assert SimilarNames([name, "something else"]).similar(known) == [name]


@pytest.mark.parametrize(("name", "known"), APART)
def test_what_means_another_thing_is_not_near(name, known):
    assert SimilarNames([known]).similar(name) == []
    assert SimilarNames([name]).similar(known) == []


def test_the_name_itself_in_any_case_is_not_near_it():
    assert SimilarNames(["Casualty", "casualties"]).similar("casualty") == ["casualties"]


def test_the_nearest_come_first_and_no_more_than_three():
    names = SimilarNames(["casuality", "casualties", "casualti", "caualty", "Cåsualty"])
    assert names.similar("casualty") == ["casualties", "Cåsualty", "casuality"]


@many
@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_nearness_is_mutual_and_never_of_itself(known, name):
    for other in SimilarNames(known).similar(name):
        assert name in SimilarNames([name]).similar(other)
    assert name not in SimilarNames([*known, name]).similar(name)


ALPHABET = st.text("aábc1/ s", min_size=3, max_size=9)


@many
@given(st.lists(ALPHABET, max_size=20), st.lists(ALPHABET, min_size=9, max_size=14, unique=True))
def test_many_names_at_once_have_the_near_ones_that_each_has(known, names):
    one_by_one = {name: SimilarNames(known).similar(name) for name in names}
    at_once = SimilarNames(known).similar_all(names)
    assert at_once == {name: near for name, near in one_by_one.items() if near}


@many
@given(st.lists(ALPHABET, max_size=8), st.lists(ALPHABET, max_size=14, unique=True))
def test_names_in_turn_are_near_known_ones_and_those_above(known, new):
    names, expected = SimilarNames(known), {}
    for name in new:
        if near := names.similar(name):
            expected[name] = near
        names.add(name)
    assert similar_in_order(known, new) == expected


def test_names_with_other_numbers_hide_none_that_are_near():
    names = [*(f"brigad {n}" for n in range(100, 1_000)), "brigad 12"]
    assert SimilarNames(["brigade 12"]).similar_all(names) == {"brigad 12": ["brigade 12"]}
