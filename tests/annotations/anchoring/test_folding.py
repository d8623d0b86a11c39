import unicodedata

import pytest
from hypothesis import given

from annotations.anchoring.folding import FoldedText
from tests.support.strategies import many, texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"Kabul fell," he said', "“Kabul fell,” he said"),
        ('"Kabul fell," he said', "‘Kabul fell,’ he said"),
        ('"Kabul fell," he said', "„Kabul fell,“ he said"),
        ('"Kabul fell," he said', "''Kabul fell,'' he said"),
        ('"Kabul fell," he said', "「Kabul fell,」 he said"),
        ('Il dit "oui" hier', "Il dit « oui » hier"),
        ('Il dit "oui" hier', "Il dit «\u202foui\u00a0» hier"),
        ('er sagt "ja" und "nein"', "er sagt »ja« und »nein«"),
        ("5'11\" don't", "5′11″ don’t"),
        ("об'єкт", "обʼєкт"),
        ("Kabul - Herat", "Kabul – Herat"),
        ("Kabul - Herat", "Kabul—Herat"),
        ("Kabul -- Herat", "Kabul—Herat"),
        ("co-operation", "co\u2011operation"),
        ("two words", "two\u00a0words"),
        ("two words", "two \u2009 words"),
        ("two words", "two\u200b words"),
        ("co\u00adope\u00adration", "cooperation"),
        ("end. \n \n\n Next", "end.\n\nNext"),
        ("and so on...", "and so on…"),
        ("café ệ", unicodedata.normalize("NFD", "café ệ")),
        ("각각", unicodedata.normalize("NFD", "각각")),
        ("ﬁne № 5", "fine No 5"),
    ],
)
def test_what_means_the_same_is_folded_alike(one, other):
    assert FoldedText(one).text == FoldedText(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("one. Two", "one.\nTwo"),
        ("one.\nTwo", "one.\n\nTwo"),
        ("Kabul", "kabul"),
        ("cafe", "café"),
        ("12", "1 2"),
        ("he said, no", "he said: no"),
    ],
)
def test_what_differs_stays_different(one, other):
    assert FoldedText(one).text != FoldedText(other).text


def test_spans_of_the_source_and_back():
    folded = FoldedText("“Kabul” —  fell… ﬁne")
    assert folded.text == "'Kabul'-fell... fine"
    for words, expected in [("Kabul", "Kabul"), ("fell…", "fell..."), ("ﬁne", "fine")]:
        start = folded.source.index(words)
        span = folded.span(start, start + len(words))
        assert folded.text[slice(*span)] == expected
        assert folded.source_span(*span) == (start, start + len(words))


@many
@given(texts.filter(bool))
def test_every_code_point_has_a_span_that_holds_it(text):
    folded = FoldedText(text)
    for at in range(len(text)) if folded.text else ():
        first, last = folded.span(at, at + 1)
        assert 0 <= first < last <= len(folded.text)
        start, end = folded.source_span(first, last)
        assert 0 <= start < end <= len(text)
        # Spaces and signs may be left out, letters are not.
        assert start <= at < end or not (text[at].isascii() and text[at].isalpha())
