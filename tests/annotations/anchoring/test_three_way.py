import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.three_way import merged

BASE = "The convoy left at dawn. Nobody saw it return. The road was cut."
words = st.lists(st.sampled_from("one two three four. five\n\n six, é 北".split(" ")), max_size=12)
texts = words.map(" ".join)


def changed(*replacements):
    text = BASE
    for old, new in replacements:
        text = text.replace(old, new)
    return text


NOON, NIGHT, HERAT = ("dawn", "noon"), ("dawn", "night"), ("road", "road to Herat")
CUT, CLOSED, BREAK = (" Nobody saw it return.", ""), ("cut", "closed"), (". Nobody", ".\n\nNobody")


@pytest.mark.parametrize(
    ("one", "other"),
    [(NOON, HERAT), (HERAT, CUT), (CUT, CLOSED), (BREAK, CLOSED), (NOON, NOON), (HERAT, HERAT)],
)
def test_changes_that_do_not_meet_are_both_made(one, other):
    both = changed(one, other) if one != other else changed(one)
    assert merged(BASE, changed(one), changed(other)) == both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NOON, NIGHT),
        (("dawn", "dawn on Monday"), ("dawn", "dawn in May")),
        (("left at dawn", "returned"), NOON),
        (CUT, ("saw it", "ever saw it")),
    ],
)
def test_changes_that_meet_are_not_merged(one, other):
    assert merged(BASE, changed(one), changed(other)) is None
    assert merged(BASE, changed(other), changed(one)) is None


@given(texts, texts)
def test_one_change_alone_is_that_text(base, text):
    assert merged(base, text, base) == text
    assert merged(base, base, text) == text
    assert merged(base, text, text) == text


@given(texts, texts, texts)
def test_the_order_of_the_changes_does_not_count(base, one, other):
    assert merged(base, one, other) == merged(base, other, one)


@given(st.lists(st.sampled_from("one two three".split()), min_size=1), texts, texts)
def test_changes_that_are_far_apart_are_both_kept(middle, one, other):
    middle = " ".join(f"w{number}" for number, _ in enumerate(middle))
    base = f"START {middle} END"
    first, last = f"{one} X {middle} END", f"START {middle} Y {other}"
    assert merged(base, first, last) == f"{one} X {middle} Y {other}"
