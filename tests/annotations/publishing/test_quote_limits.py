from hypothesis import given
from hypothesis import strategies as st

from annotations.publishing.quote_limits import QuotedAmount, covered_length, length_refusal

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1]))
)


@given(spans)
def test_covered_is_the_size_of_the_union(spans):
    union = {place for start, end in spans for place in range(start, end)}
    assert covered_length(spans) == len(union)


def test_a_quarter_and_600_are_both_allowed():
    cases = [
        (10_000, 2_500, False),
        (10_000, 2_501, True),
        (2_000, 600, False),
        (2_000, 601, True),
        (100, 100, False),
        (2_404, 601, False),
    ]
    assert [QuotedAmount("T", length, share).is_too_much for length, share, _ in cases] == [
        too_much for _, _, too_much in cases
    ]


def test_the_refusal_gives_the_figures():
    assert str(QuotedAmount("Taliban lose momentum", 4_002, 1_234)) == (
        "Quotes would take 1,234 of the 4,002 characters of “Taliban lose momentum” (30.8 %), "
        "including those in other published claims. The limit is 600 or a quarter (1,000), "
        "whichever is more."
    )


def test_a_quote_may_have_1000_code_points():
    assert length_refusal("T", "ä" * 1_000) == ""
    assert length_refusal("T", "𝄞" * 1_001) == (
        "A quote from “T” has 1,001 characters; the limit for a published quote is 1,000."
    )
