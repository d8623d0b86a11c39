import pytest
from django.http import QueryDict

from annotations.forms.reading_page import ReadingPageForm, ReadingQuery

PASSAGE = "0123456789ab"


@pytest.mark.parametrize(
    ("query", "parsed"),
    [
        ("", ReadingQuery(revision=None, opened="", placing="", typed="")),
        ("source=Reuters", ReadingQuery()),
        ("rev=3", ReadingQuery(revision=3)),
        ("rev=", ReadingQuery()),
        ("rev=0", ReadingQuery(revision=0)),
        ("rev=last", ReadingQuery(revision=0)),
        (f"cards={PASSAGE}", ReadingQuery(opened=PASSAGE)),
        ("cards=all", ReadingQuery(opened="all")),
        ("cards=some", ReadingQuery()),
        (f"place={PASSAGE}", ReadingQuery(placing=PASSAGE)),
        ("place=here", ReadingQuery()),
        ("q=+tag:cities+", ReadingQuery(typed="tag:cities")),
        ("q=a%00b&rev=2", ReadingQuery(revision=2)),
    ],
)
def test_each_value_is_parsed_and_an_invalid_one_is_missing(query, parsed):
    assert ReadingPageForm.parse(QueryDict(query)) == parsed
