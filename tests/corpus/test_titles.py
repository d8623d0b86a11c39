import pytest

from corpus.titles import first_sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The army retreats. Kabul waits.", "The army retreats."),
        ("“They left,” he said.” Nobody", "“They left,” he said.”"),
        ("No end at all", "No end at all"),
        ("Version 2.0 is out. Good", "Version 2.0 is out."),
        ("Кто поможет? Никто.", "Кто поможет?"),
        ("first\nline goes on. Next", "first line goes on."),
        ("塔利班进攻。 政府撤退", "塔利班进攻。"),
        ("", ""),
    ],
)
def test_first_sentence(text, sentence):
    assert first_sentence(text) == sentence


def test_long_sentence_is_cut_at_a_word():
    title = first_sentence("word " * 100)

    assert title == " ".join(["word"] * 28) + "…"
