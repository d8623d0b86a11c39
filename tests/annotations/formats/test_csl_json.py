import json
from datetime import date

import pytest

from annotations.formats.csl_json import dumps
from annotations.formats.reference import Reference
from corpus.dates import parse


def items(*references):
    return json.loads(b"".join(dumps(references)))


def test_news_has_all_that_is_known_of_it():
    reference = Reference(
        "article-1",
        "Kabul\n fell “at once” مرحبا 🏳",
        author="Jürgen von der Lippe",
        container="Reuters",
        is_news=True,
        issued=parse("2021-08-05"),
        accessed=date(2026, 1, 2),
        url="https://x.org/ü",
        language="de",
        note="Draft",
    )
    assert items(reference) == [
        {
            "id": "article-1",
            "type": "article-newspaper",
            "title": "Kabul fell “at once” مرحبا 🏳",
            "author": [{"literal": "Jürgen von der Lippe"}],
            "container-title": "Reuters",
            "issued": {"date-parts": [[2021, 8, 5]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "URL": "https://x.org/ü",
            "language": "de",
            "note": "Draft",
        }
    ]


def test_what_is_unknown_is_left_out():
    assert items(Reference("a", "b")) == [{"id": "a", "type": "webpage", "title": "b"}]


@pytest.mark.parametrize(
    ("day", "parts"), [("2021", [2021]), ("2021-12", [2021, 12]), ("0987-01-02", [987, 1, 2])]
)
def test_date_has_as_many_parts_as_are_known(day, parts):
    [item] = items(Reference("a", "b", issued=parse(day)))
    assert item["issued"] == {"date-parts": [parts]}


def test_several_are_one_array_and_none_is_an_empty_one():
    assert [item["id"] for item in items(Reference("a", "x"), Reference("b", "y"))] == ["a", "b"]
    assert items() == []
