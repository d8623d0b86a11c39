import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.offsets import BOM, convert
from annotations.formats.record import OffsetRule, Unit
from corpus.text import TextRefused, as_windows_1252, has_c1_punctuation, normalise

rules = st.builds(OffsetRule, st.sampled_from(Unit), st.booleans(), st.booleans())
texts = st.text(st.sampled_from("ab \n\r\x0b\x07\x85\x93é€😀کا\u0301\ufeff\ue000"), max_size=12)
WIDTHS = {Unit.CODE_POINTS: ("utf-32-le", 4), Unit.UTF16: ("utf-16-le", 2), Unit.UTF8: ("utf-8", 1)}


def slow_position(raw, rule, offset):
    """The definition: the length of the normalised text before the offset."""
    text = raw.removeprefix(BOM)
    if rule.counts_crlf:
        text = "\r\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    read = as_windows_1252(text) if has_c1_punctuation(text) else text
    bom = BOM if rule.counts_bom else ""
    encoding, width = WIDTHS[rule.unit]
    for end in range(len(bom + text) + 1):
        if len((bom + text)[:end].encode(encoding)) // width == offset:
            cut = max(0, end - len(bom))
            is_in_line_end = text[max(0, cut - 1) : cut + 1] == "\r\n"
            return None if is_in_line_end else len(normalise(read[:cut]).text)
    return None


@given(texts, rules, st.lists(st.tuples(st.integers(-1, 30), st.integers(-1, 30)), max_size=4))
def test_offsets_are_the_lengths_of_the_text_before_them(raw, rule, spans):
    expected = []
    for span in spans:
        start, end = (slow_position(raw, rule, offset) for offset in span)
        is_exact = start is not None and end is not None and start < end
        expected.append((start, end) if is_exact else None)

    assert convert(raw, rule, spans) == expected


@pytest.mark.parametrize(
    ("rule", "span"),
    [
        (OffsetRule(), (5, 7)),
        (OffsetRule(Unit.UTF16), (6, 8)),
        (OffsetRule(Unit.UTF8), (9, 11)),
        (OffsetRule(Unit.UTF16, counts_crlf=True), (7, 9)),
        (OffsetRule(Unit.UTF8, counts_bom=True), (12, 14)),
    ],
)
def test_each_rule_finds_the_same_words(rule, span):
    raw = "é😀\na: hi"
    [(start, end)] = convert(raw, OffsetRule(), [(6, 8)])
    assert raw[start:end] == "hi"
    shifted = (span[0] + 1, span[1] + 1)

    assert convert(raw, rule, [shifted]) == [(6, 8)]


def test_a_text_that_no_article_can_hold_is_refused():
    with pytest.raises(TextRefused):
        convert("a\0b", OffsetRule(), [(0, 3)])
