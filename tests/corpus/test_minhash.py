from functools import reduce
from hashlib import blake2b
from itertools import combinations
from operator import xor
from pathlib import Path
from random import Random

import pytest

from corpus import index_entry, minhash
from corpus.index_entry import column_words, to_column
from corpus.minhash import (
    BATCH_LENGTH,
    HASHES_BYTES,
    LOOKUP_LENGTH,
    MIN_SHARED,
    MIN_SHINGLES,
    SHINGLE_LENGTH,
    SKETCH_LENGTH,
    are_unrelated,
    lookup_hashes,
    pack,
    shared_portion,
    similarity,
    sketch_of,
    unpack,
)
from corpus.search.tokenizer import terms

FIXTURES = Path(__file__).parents[2] / "fixtures"


def words(number, seed=1):
    lots = Random(seed)
    return [f"w{lots.randrange(5_000)}" for _ in range(number)]


def shingles(text):
    return {tuple(text[at : at + SHINGLE_LENGTH]) for at in range(len(text) - SHINGLE_LENGTH + 1)}


def test_sketch_is_the_same_everywhere():
    """It is stored: another hash would make all that is stored worthless."""
    assert sketch_of([f"word{n}" for n in range(19)])[:3] == (202346199, 580069026, 884456111)


def hash_of(shingle):
    """XOR of the words' hashes for their positions."""
    numbers = (
        unpack(blake2b(word.encode(), digest_size=HASHES_BYTES).digest())[position]
        for position, word in enumerate(shingle)
    )
    return reduce(xor, numbers)


@pytest.mark.parametrize("text", [words(130), words(131), words(700), words(40) * 9])
def test_sketch_holds_the_smallest_hashes_of_all_shingles(text):
    assert list(sketch_of(text)) == sorted(map(hash_of, shingles(text)))[:SKETCH_LENGTH]


def test_sketch_of_hashes_that_are_mostly_large_holds_the_smallest_too():
    """Where the guess of how large they are fails, all of them are sorted."""
    large = set(range(2**32 - 200, 2**32))
    assert minhash._smallest(large) == sorted(large)[:SKETCH_LENGTH]


@pytest.mark.parametrize("number", [BATCH_LENGTH, 3 * BATCH_LENGTH - 5])
def test_a_list_is_hashed_in_parts_and_has_the_sketch_of_its_words_one_by_one(number, monkeypatch):
    """All hashes of a long text would need fifty times its memory."""
    lengths = []
    shingles_of = minhash._shingles

    def counted(batch, hashes):
        lengths.append(len(batch))
        return shingles_of(batch, hashes)

    monkeypatch.setattr(minhash, "_shingles", counted)

    assert sketch_of(words(number)) == sketch_of(iter(words(number)))
    assert max(lengths) <= BATCH_LENGTH + SHINGLE_LENGTH - 1
    assert sum(lengths) >= 2 * number


def test_a_stored_sketch_is_looked_up_by_its_smallest_hashes():
    sketch = sketch_of(words(300))
    assert lookup_hashes(pack(sketch)) == sketch[:LOOKUP_LENGTH]


@pytest.mark.parametrize("changed", [0, 5, 20, 60, 200])
def test_similarity_estimates_what_shingles_have_in_common(changed):
    one = words(400)
    other = one[: 400 - changed] + words(changed, seed=2)
    a, b = shingles(one), shingles(other)
    estimate = similarity(sketch_of(one), sketch_of(other))

    assert estimate.resemblance == pytest.approx(len(a & b) / len(a | b), abs=0.12)


def test_similarity_of_short_texts_is_exact():
    one = words(120)
    other = [*one[:100], *words(20, seed=2)]
    a, b = shingles(one), shingles(other)
    estimate = similarity(sketch_of(one), sketch_of(other))

    assert estimate.resemblance == len(a & b) / len(a | b)
    assert estimate.percent == int(100 * len(a & b) / len(a | b))


def test_only_the_same_is_a_hundred_percent():
    one = words(130)
    assert similarity(sketch_of(one), sketch_of(one)).percent == 100
    assert similarity(sketch_of(one), sketch_of([*one[:-1], "other"])).percent < 100


def test_text_that_stands_in_a_longer_one_is_near():
    long = words(1_000)
    estimate = similarity(sketch_of(long), sketch_of(long[200:400]))

    assert (estimate.is_near, estimate.resemblance < 0.4, estimate.containment > 0.9) == (
        True,
        True,
        True,
    )


def test_other_texts_are_not_near():
    estimate = similarity(sketch_of(words(300)), sketch_of(words(300, seed=2)))
    assert (estimate.is_near, estimate.percent) == (False, 0)


def test_short_and_repeated_texts_have_no_sketch():
    assert sketch_of(words(MIN_SHINGLES + SHINGLE_LENGTH - 2)) == ()
    assert sketch_of(["blah"] * 500) == ()
    assert len(sketch_of(words(MIN_SHINGLES + SHINGLE_LENGTH - 1))) == MIN_SHINGLES


def test_sketch_is_bounded_and_packs():
    sketch = sketch_of(words(5_000))
    assert len(sketch) == SKETCH_LENGTH
    assert unpack(pack(sketch)) == sketch
    assert list(sketch) == sorted(set(sketch))


def test_sketch_reads_writings_without_spaces():
    text = "俄罗斯外交部发言人在莫斯科举行的新闻发布会上表示俄罗斯将继续与各方保持联系"
    assert similarity(sketch_of(terms(text)[0]), sketch_of(terms(text + "。")[0])).percent == 100


@pytest.mark.parametrize("length", [19, 20, 21, 22, 39, 40, 41, 300])
def test_sketch_of_a_long_text_is_that_of_all_its_words_at_once(monkeypatch, length):
    whole = sketch_of(words(length))
    monkeypatch.setattr(minhash, "BATCH_LENGTH", 10)
    assert sketch_of(iter(words(length))) == whole


def test_words_of_a_long_column_are_those_of_a_short_one(monkeypatch):
    column = to_column("a 中文 c e")
    monkeypatch.setattr(index_entry, "LONG_COLUMN_LENGTH", 0)
    assert list(column_words(column)) == ["a", "中文", "c", "e"]
    assert list(column_words("")) == []


# Whether two texts can be one article.


def real_texts():
    return [terms(path.read_text())[0] for path in sorted(FIXTURES.glob("*.txt"))]


def test_other_articles_on_one_subject_are_unrelated():
    assert [are_unrelated(*pair) for pair in combinations(real_texts(), 2)] == [True] * 10


@pytest.mark.parametrize("size", [12, 20, 40, 80, 200])
def test_openings_of_other_articles_are_unrelated(size):
    # The first two report one briefing, and open with the same quotation.
    pairs = list(combinations([text[:size] for text in real_texts()], 2))[1:]
    assert [are_unrelated(*pair) for pair in pairs] == [True] * 9


@pytest.mark.parametrize("kept", [0.2, 0.3, 0.5, 0.9])
def test_texts_of_which_much_was_rewritten_are_not_unrelated(kept):
    lots = Random(7)
    for text, other in combinations(real_texts(), 2):
        parts = [text[at : at + 12] for at in range(0, len(text), 12)]
        stays = set(lots.sample(range(len(parts)), max(1, round(kept * len(parts)))))
        rewritten = [
            word
            for at, part in enumerate(parts)
            for word in (part if at in stays else other[12 * at : 12 * at + 12])
        ]
        assert not are_unrelated(text, rewritten)


def test_short_text_of_which_single_words_were_replaced_is_not_apart():
    one = terms("Three warships left the harbour before dawn, the ministry said.")[0]
    other = terms("Four warships quit the harbour at dawn, a ministry source said.")[0]
    assert (shared_portion(one, other) < MIN_SHARED, are_unrelated(one, other)) == (True, False)


APART = {
    "short": (
        "Apples were sold at the market on Monday morning for twice the price of last year.",
        "Three warships left the harbour before dawn, and nobody at the ministry would say why.",
    ),
    "of a few words": ("The apples are sold.", "Three warships have left."),
    "a translation": (
        "Russia is arming the Taliban, the governor of Helmand said on Monday.",
        "Россия вооружает талибов, заявил в понедельник губернатор Гильменда.",
    ),
    "Chinese": (
        "俄罗斯外交部发言人在莫斯科举行的新闻发布会上表示将继续与各方保持联系",
        "今年苹果的收成比去年多一倍农民在市场上卖得很便宜大家都很高兴",
    ),
    "Arabic": (
        "قال الناطق باسم الوزارة إن الطريق إلى الوادي الشمالي أغلق ثلاثة أيام",
        "باع المزارعون التفاح في السوق صباح الاثنين بضعف سعر العام الماضي",
    ),
}
ONE = {
    "Chinese, rewritten": (
        "俄罗斯外交部发言人在莫斯科举行的新闻发布会上表示将继续与各方保持联系",
        "莫斯科消息俄罗斯外交部发言人周一说俄方愿意同阿富汗各派谈判",
    ),
    "Russian, changed": (
        "Дорога в северную долину закрыта на три дня, сообщило министерство в четверг.",
        "Дорога в северную долину снова открыта, сообщило министерство в субботу.",
    ),
    "a notice and its report": (
        "Explosion heard in Kabul",
        "Police said a car bomb went off near the airport in Kabul on Monday. "
        + "Residents heard the explosion from several miles away. " * 20,
    ),
    "too short to tell": ("One.", "Apples were sold at the market on Monday."),
    "no words": ("!!!", "???"),
}


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_texts_with_next_to_nothing_in_common_are_unrelated(pair):
    one, other = (terms(text)[0] for text in pair)
    assert (are_unrelated(one, other), are_unrelated(other, one)) == (True, True)


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_texts_with_something_in_common_are_not_unrelated(pair):
    one, other = (terms(text)[0] for text in pair)
    assert (are_unrelated(one, other), are_unrelated(other, one)) == (False, False)


def test_shared_portion_is_how_much_of_the_shorter_stands_in_the_same_runs():
    one, other = list("abcdefghij"), list("xxabcxxghiyyyyyyy")
    pairs = [(one, other), (other, one), (one, [])]
    assert [shared_portion(*pair) for pair in pairs] == [0.6, 0.6, 0]
