import pytest

from corpus.index_entry import (
    IndexEntry,
    NewWords,
    distinct_words,
    has_too_many_words,
    index_columns,
    index_entry,
)
from corpus.minhash import pack, sketch_of
from corpus.search.tokenizer import terms

ENGLISH = " ".join(f"Word{n} of Kabul’s cities, running" for n in range(30))
CHINESE = "俄罗斯外交部发言人在莫斯科举行的新闻发布会上表示俄罗斯将继续与各方保持联系"
# A token that folds to nothing: a letter of Arabic that is left out alone.
NOTHING = "ـ"


@pytest.mark.parametrize(
    "text", ["", NOTHING, ENGLISH, CHINESE, f"{ENGLISH} {CHINESE} {NOTHING}", f"{ENGLISH} e-mail"]
)
def test_entry_is_made_of_the_words_of_its_columns(text):
    columns = index_columns("The cities", text, "Ann Lee")
    sketch = pack(sketch_of(terms(text)[0]))
    assert index_entry("The cities", text, "Ann Lee") == IndexEntry(columns, sketch)
    assert bool(sketch) == (len(text) > 1)


def test_the_bytes_of_the_different_words_of_a_text_are_limited(monkeypatch):
    monkeypatch.setattr("corpus.index_entry.LONG_COLUMN_LENGTH", 5)
    monkeypatch.setattr("corpus.index_entry.MAX_WORD_BYTES", 8)
    texts = ["dawn", "dawn dawn road", "dawn roads", "тень", "тень тень", "тень я", "a b c d e"]
    assert [text for text in texts if has_too_many_words(text)] == ["dawn roads", "тень я"]


def test_new_words_are_those_of_no_earlier_entry():
    words = NewWords()
    articles = [
        ("Ceasefire in Kabul", ENGLISH, "Ann Lee"),
        ("Re-opened", f"{ENGLISH} after a cease-fire", ""),
        # Too short for a sketch.
        ("", "cease-fire now", "A. Co-author"),
        ("", CHINESE, ""),
        ("", "", ""),
        ("Kabul", f"{ENGLISH} once more", "Ann Lee"),
    ]
    collected = set()
    for article in articles:
        assert words.index_entry(*article) == index_entry(*article)
        expected = distinct_words(index_entry(*article).columns.values())
        taken = words.take()
        assert expected - collected - taken == set()
        assert taken - expected == set()
        collected |= expected
    # Most words of the last one are not told again.
    assert {"once", "more"} <= taken
    assert len(taken) < 10


def test_words_are_told_again_once_too_many_are_kept(monkeypatch):
    monkeypatch.setattr("corpus.minhash._CACHED_WORDS", 2)
    words = NewWords()
    words.index_entry("", ENGLISH, "")

    assert words.take() == distinct_words([index_columns("", ENGLISH)["text"]])
