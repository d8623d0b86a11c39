"""Where the statements of a page name different days, it has no date, and a note names them."""

import json
from io import BytesIO

import pytest

from corpus.readers import html_pages
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, ImportedRecord
from tests.support.dated_page import date_note, dated_page, day

PUBLISHED = "<meta property=article:published_time content='%s'>"
CHANGED = "<meta property=article:modified_time content='%s'>"
SAVED = (
    "<!-- Page saved with SingleFile\n url: https://paper.example/road-closed-again-101\n"
    " saved date: Mon Aug 09 2021 10:00:00 GMT+0000 (UTC) -->"
)


def linked(**values):
    values = {"@type": "NewsArticle", **values}
    return f"<script type='application/ld+json'>{json.dumps(values)}</script>"


@pytest.mark.parametrize(
    "parts",
    [
        # Beside the headline another day than in the metadata, whether or not it is a change.
        {"head": PUBLISHED % "2021-08-05", "before": "<div class=date>9 August 2021</div>"},
        {
            "head": PUBLISHED % "2021-08-05" + CHANGED % "2021-08-09",
            "before": "<time datetime=2021-08-09>9 August 2021</time>",
        },
        {"head": PUBLISHED % "2021-08-05", "before": "<p>9 August 2021</p>"},
        # Another in the address.
        {"head": PUBLISHED % "2021-08-05", "address": "https://a.example/2021/08/09/road"},
        {"before": "<p>9 August 2021</p>", "address": "https://a.example/2021/08/05/road"},
        # Metadata that name two days, and nothing that a reader sees.
        {"head": PUBLISHED % "2021-08-05" + linked(datePublished="2021-08-09")},
        {"head": PUBLISHED % "2021-08-09" + CHANGED % "2021-08-05"},
        # The page shows that it was changed days later, and no day of publication.
        {"head": PUBLISHED % "2021-08-05", "before": "<p>Updated 9 August 2021</p>"},
    ],
)
def test_a_page_that_names_two_days_has_no_date_and_says_which_they_are(parts):
    assert (day(**parts), date_note(**parts)) == (
        "",
        "The page gives 5 August 2021 and 9 August 2021.",
    )


@pytest.mark.parametrize(
    "parts",
    [
        # The page decides between the two days of its metadata, or the address does.
        {
            "head": PUBLISHED % "2021-08-05" + linked(datePublished="2021-08-09"),
            "before": "<p>5 August 2021</p>",
        },
        {
            "head": PUBLISHED % "2021-08-05",
            "before": "<div class=date>9 August 2021</div>",
            "address": "https://a.example/2021/08/05/road",
        },
        # A scheduled article was changed before it appeared.
        {
            "head": PUBLISHED % "2021-08-05" + CHANGED % "2021-08-02",
            "before": "<p>5 August 2021</p>",
        },
        # What is labelled as the day of a change contradicts nothing that is shown.
        {
            "head": PUBLISHED % "2021-08-05" + CHANGED % "2021-08-09",
            "before": "<p>Updated: 9 August 2021</p><p>Published: 5 August 2021</p>",
        },
        {
            "head": PUBLISHED % "2021-08-05",
            "before": "<p>Updated 9 August 2021</p>",
            "address": "https://a.example/2021/08/05/road",
        },
    ],
)
def test_a_day_that_the_page_shows_or_its_address_names_is_certain(parts):
    assert (day(**parts), date_note(**parts)) == ("2021-08-05", "")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # 22:41 in New York.
        ("2021-08-05T22:41:00-04:00", "2021-08-06T02:41:00Z", "2021-08-05"),
        ("2021-08-05T22:41:07", "2021-08-06T04:11:07Z", "2021-08-05"),
        ("2021-08-05", "2021-08-06T02:41:00Z", "2021-08-05"),
        ("2021-08-05T22:41:00-04:00", "2021-08-06T09:00:00Z", ""),
        ("2021-08-05", "2021-08-07T02:41:00Z", ""),
    ],
)
def test_one_moment_in_two_zones_is_no_contradiction(one, other, expected):
    assert day(head=PUBLISHED % one + linked(datePublished=other)) == expected


@pytest.mark.parametrize("lead", ["", "<p>A second sentence of the text says more.</p>"])
def test_a_line_below_the_lead_states_the_day_only_before_the_text_goes_on(lead):
    line = "<div class=meta><time datetime=2021-08-05>5 August 2021</time></div>"
    assert day(lead + line) == ("" if lead else "2021-08-05")
    assert day(lead + "<p>5 August 2021</p>") == ""


def test_the_day_of_saving_and_later_ones_are_no_certain_days():
    bare, marked = "<p>9 August 2021</p>", "<p>Published: 9 August 2021</p>"
    assert (day(above=SAVED, before=bare), date_note(above=SAVED, before=bare)) == (
        "",
        "The page gives 9 August 2021.",
    )
    assert day(above=SAVED, before=marked) == "2021-08-09"
    assert day(above=SAVED, head=PUBLISHED % "2021-08-09", before=bare) == "2021-08-09"
    assert day(above=SAVED, before="<p>8 August 2021</p>") == "2021-08-08"
    assert day(above=SAVED, before="<p>Published: 12 August 2021</p>") == ""


DOUBTFUL = dated_page(head=PUBLISHED % "2021-08-05", before="<div class=date>9 August 2021</div>")
NOTE = "The page gives 5 August 2021 and 9 August 2021."


def test_an_import_reports_the_days_and_keeps_them_at_the_article():
    items = list(html_pages.read(BytesIO(DOUBTFUL.encode()), "road.html", {}, 0))
    assert [
        (item.published, item.date_note)
        if isinstance(item, ImportedRecord)
        else (item.field, item.reason, item.is_left_out)
        for item in items
    ] == [("published", NOTE, False), (None, NOTE)]


def test_a_date_that_is_stated_beside_the_page_leaves_no_doubt():
    origin = Origin(FileLocation("a.jsonl"), b"", "application/json", 0, 1)
    (record,) = assemble(origin, {"html": DOUBTFUL, "published": "2021-08-06"})
    assert (record.published.isoformat(), record.date_note) == ("2021-08-06", "")
