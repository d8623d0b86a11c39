from random import Random

import pytest

from corpus import found_by, resembling
from corpus.found_by import spaced, words_in
from corpus.resembling import LEAST, SAMPLE, SHINGLE, likeness, packed, sketch_of, unpacked
from corpus.search.words import terms


def words(number, seed=1):
    lots = Random(seed)
    return [f"w{lots.randrange(5_000)}" for _ in range(number)]


def shingles(text):
    return {tuple(text[at : at + SHINGLE]) for at in range(len(text) - SHINGLE + 1)}


def test_sketch_is_the_same_everywhere():
    """It is stored: another hash would make all that is stored worthless."""
    assert sketch_of([f"word{n}" for n in range(19)])[:3] == (202346199, 580069026, 884456111)


@pytest.mark.parametrize("changed", [0, 5, 20, 60, 200])
def test_likeness_estimates_what_shingles_have_in_common(changed):
    one = words(400)
    other = one[: 400 - changed] + words(changed, seed=2)
    a, b = shingles(one), shingles(other)
    found = likeness(sketch_of(one), sketch_of(other))

    assert found.same == pytest.approx(len(a & b) / len(a | b), abs=0.12)


def test_likeness_of_short_texts_is_exact():
    one = words(120)
    other = [*one[:100], *words(20, seed=2)]
    a, b = shingles(one), shingles(other)
    found = likeness(sketch_of(one), sketch_of(other))

    assert found.same == len(a & b) / len(a | b)
    assert found.percent == int(100 * len(a & b) / len(a | b))


def test_only_the_same_is_a_hundred_percent():
    one = words(130)
    assert likeness(sketch_of(one), sketch_of(one)).percent == 100
    assert likeness(sketch_of(one), sketch_of([*one[:-1], "other"])).percent < 100


def test_text_that_stands_in_a_longer_one_is_near():
    long = words(1_000)
    found = likeness(sketch_of(long), sketch_of(long[200:400]))

    assert (found.is_near, found.same < 0.4, found.held > 0.9) == (True, True, True)


def test_other_texts_are_not_near():
    found = likeness(sketch_of(words(300)), sketch_of(words(300, seed=2)))
    assert (found.is_near, found.percent) == (False, 0)


def test_short_and_repeated_texts_have_no_sketch():
    assert sketch_of(words(LEAST + SHINGLE - 2)) == ()
    assert sketch_of(["blah"] * 500) == ()
    assert len(sketch_of(words(LEAST + SHINGLE - 1))) == LEAST


def test_sketch_is_bounded_and_packs():
    sketch = sketch_of(words(5_000))
    assert len(sketch) == SAMPLE
    assert unpacked(packed(sketch)) == sketch
    assert list(sketch) == sorted(set(sketch))


def test_sketch_reads_writings_without_spaces():
    text = "俄罗斯外交部发言人在莫斯科举行的新闻发布会上表示俄罗斯将继续与各方保持联系"
    assert likeness(sketch_of(terms(text)[0]), sketch_of(terms(text + "。")[0])).percent == 100


@pytest.mark.parametrize("length", [19, 20, 21, 22, 39, 40, 41, 300])
def test_sketch_of_a_long_text_is_that_of_all_its_words_at_once(monkeypatch, length):
    whole = sketch_of(words(length))
    monkeypatch.setattr(resembling, "AT_ONCE", 10)
    assert sketch_of(iter(words(length))) == whole


def test_words_of_a_long_column_are_those_of_a_short_one(monkeypatch):
    column = spaced(["a", "中文", "c", "e"])
    monkeypatch.setattr(found_by, "LONG", 0)
    assert list(words_in(column)) == ["a", "中文", "c", "e"]
    assert list(words_in("")) == []
