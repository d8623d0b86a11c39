import pytest

from corpus.index_entry import IndexEntry, has_too_many_words, index_columns, index_entry
from corpus.minhash import sketch_of
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
    sketch = sketch_of(terms(text)[0])
    assert index_entry("The cities", text, "Ann Lee") == IndexEntry(columns, sketch)
    assert bool(sketch) == (len(text) > 1)


def test_the_bytes_of_the_different_words_of_a_text_are_limited(monkeypatch):
    monkeypatch.setattr("corpus.index_entry.LONG_COLUMN_LENGTH", 5)
    monkeypatch.setattr("corpus.index_entry.MAX_WORD_BYTES", 8)
    texts = ["dawn", "dawn dawn road", "dawn roads", "тень", "тень тень", "тень я", "a b c d e"]
    assert [text for text in texts if has_too_many_words(text)] == ["dawn roads", "тень я"]
