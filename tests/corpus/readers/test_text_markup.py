"""Texts of JSON Lines and CSV that are HTML, and texts that only have tags in them."""

import csv
import io
import json

import pytest

from tests.corpus.readers.reading import outcome

READ = "The text is HTML and was read as such."


def kept(tag):
    return (
        f"The text has HTML tags such as {tag}, which are kept as they are. "
        "If it is HTML, import this field as html."
    )


def as_csv(row):
    file = io.StringIO()
    writer = csv.DictWriter(file, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return file.getvalue().encode(), "csv"


def as_jsonl(row):
    return json.dumps(row).encode(), "jsonl"


@pytest.mark.parametrize("layout", [as_jsonl, as_csv], ids=["jsonl", "csv"])
@pytest.mark.parametrize(
    ("written", "text", "remark"),
    [
        ("<p>One &amp; two.</p>\n<p>Three <b>four</b>.</p>", "One & two.\n\nThree four.", READ),
        ("\n<DIV class=a>One.<br>Two.</DIV> \n", "One.\nTwo.", READ),
        ("<h2>One</h2><ul><li>two</ul>", "One\n\ntwo", READ),
        # It may be about HTML.
        ("<p> begins a paragraph.", "<p> begins a paragraph.", ""),
        ("One.<br/>Two.", "One.<br/>Two.", kept("<br/>")),
        ("He said <b>no</b>.", "He said <b>no</b>.", kept("</b>")),
        ("<p>One</p> is a paragraph.", "<p>One</p> is a paragraph.", kept("</p>")),
        ("3 < 4 and <Kabul> 5 > 4", "3 < 4 and <Kabul> 5 > 4", ""),
        ("<pre>One</pre>", "<pre>One</pre>", ""),
    ],
)
def test_a_text_that_is_html_is_read_and_one_that_has_tags_is_kept(layout, written, text, remark):
    number = 2 if layout is as_csv else 1
    problems = [(number, "", remark)] if remark else []
    assert outcome(*layout({"text": written, "title": "A"})) == [*problems, text]


def test_the_field_html_is_read_where_both_are_html():
    read = outcome(*as_jsonl({"text": "<p>One.</p>", "html": "<p>One.</p><p>Two.</p>"}))
    assert read == [
        (1, "", "The text is HTML; the field html was read instead."),
        "One.\n\nTwo.",
    ]
