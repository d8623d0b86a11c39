"""Exports whose documents are numbered, as texts and as pages."""

import io

import pytest

from corpus.readers.formats import read_articles
from corpus.readers.imported_record import Problem

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday."
RULE = "_" * 60


def proquest(number, total, title, source, day, byline, text):
    return f"""{RULE}

Document {number} of {total}

{title}

Author: {byline}.

Publication info: {source} ; London (UK) [London (UK)]{day}: A.4.

http://archive.example/docview/{number}

Abstract: {text}

Links: None available.

Full text: {text}

{TWO}

Subject: Roads; Rivers

Location: Northern valley

Title: {title}

Publication title: {source}; London (UK)

Publication year: 2021

Publication date: {day}

Language of publication: English

Document URL: http://archive.example/docview/{number}

Last updated: 2021-08-30

Database: An Archive

"""


PROQUEST = "".join(
    proquest(number, 2, title, source, day, byline, ONE)
    for number, (title, source, day, byline) in enumerate(
        [
            ("Road closed", "The Paper", "Aug 5, 2021", "Reporter, Anna"),
            ("Bridge: open again", "The Agency", "Aug 6, 2021", "Writer, Ben"),
        ],
        1,
    )
)
EXPECTED = [
    ("Road closed", "The Paper", "2021-08-05", "Reporter, Anna", "en", f"{ONE}\n\n{TWO}"),
    ("Bridge: open again", "The Agency", "2021-08-06", "Writer, Ben", "en", f"{ONE}\n\n{TWO}"),
]


def articles(content, format="text"):
    items = list(read_articles(io.BytesIO(content.encode()), "export", format))
    assert [each for each in items if isinstance(each, Problem)] == []
    return [
        (
            each.title,
            each.source,
            each.published.isoformat() if each.published else "",
            each.byline,
            each.language,
            each.text,
        )
        for each in items
    ]


def as_page(text):
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    return f"<!doctype html><html><head><title>Export</title></head><body>{lines}</body></html>"


def test_proquest_labels_each_field_of_its_documents():
    assert articles(PROQUEST) == EXPECTED
    assert articles(PROQUEST.replace("\n", "\r\n")) == EXPECTED
    assert articles(as_page(PROQUEST), "html") == EXPECTED


@pytest.mark.parametrize(
    "head",
    [
        # Title, source, date, byline in several orders.
        "Road closed\nThe Paper\n5 August 2021\nBy A. Reporter",
        "Road closed\nBy A. Reporter\nThe Paper, August 5, 2021",
        "The Paper\n5 August 2021\nRoad closed\nBy A. Reporter",
        "Title: Road closed\nSource: The Paper\nDate: 5 August 2021\nBy: A. Reporter",
        "Headline: Road closed\n\nAuthor: A. Reporter\n\nPublication: The Paper\n\n"
        "Published: 2021-08-05",
        "Road closed\n\nThe Paper\n\n5 August 2021\n\nBy A. Reporter",
    ],
)
@pytest.mark.parametrize(
    "count", ["Document {} of 2", "Dokument {} von 2", "DOCUMENT {} OF 2", "Документ {} из 2"]
)
def test_documents_have_their_own_title_source_date_and_byline(head, count):
    text = "".join(f"{count.format(number)}\n\n{head}\n\n{ONE}\n\n{TWO}\n\n" for number in (1, 2))
    expected = ("Road closed", "The Paper", "2021-08-05", "A. Reporter", "", f"{ONE}\n\n{TWO}")
    assert articles(text) == [expected, expected]
    assert articles(as_page(text), "html") == [expected, expected]


def test_lines_of_a_paragraph_stay_as_they_are():
    text = "".join(
        f"Document {number} of 2\nRoad closed\nThe Paper\n5 August 2021\n\n"
        f"The ministry said on Thursday\nthat the road had been closed.\n\n"
        for number in (1, 2)
    )
    expected = "The ministry said on Thursday\nthat the road had been closed."
    assert [article[-1] for article in articles(text)] == [expected, expected]


def test_a_word_with_a_colon_in_the_text_ends_no_document():
    story = f"Subject: the road, the minister wrote.\n\n{ONE}"
    text = f"Document 1 of 2\nOne\n\n{ONE}\n\n{story}\n\nDocument 2 of 2\nTwo\n\n{TWO}"
    assert [article[-1] for article in articles(text)] == [f"{ONE}\n\n{story}", TWO]


NEXIS = "".join(
    f"{number} of 2 DOCUMENTS\n\nThe Paper\n\nAugust {number}, 2021 Thursday\n\nRoad {number}\n\n"
    f"BYLINE: A. Reporter\n\nLENGTH: 14 words\n\n{ONE}\n\nLOAD-DATE: August 6, 2021\n\n"
    f"LANGUAGE: ENGLISH\n\n"
    for number in (1, 2)
)


@pytest.mark.parametrize("count", ["{} of 2 DOCUMENTS", "Document {} of 2"])
def test_a_text_export_of_nexis_is_split_too(count):
    export = NEXIS
    for number in (1, 2):
        export = export.replace(f"{number} of 2 DOCUMENTS", count.format(number))
    assert articles(export) == [
        (f"Road {number}", "The Paper", f"2021-08-0{number}", "A. Reporter", "en", ONE)
        for number in (1, 2)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # Pages and parts of one text.
        ("Page 1 of 2", "Page 2 of 2"),
        ("Seite 1 von 2", "Seite 2 von 2"),
        ("Part 1 of 2", "Part 2 of 2"),
        # One line alone, numbers that do not follow, other totals, a line with more in it.
        ("Document 1 of 3", "The road"),
        ("Document 1 of 3", "Document 3 of 3"),
        ("Document 1 of 2", "Document 2 of 3"),
        ("Document 1 of 2 was lost.", "Document 2 of 2 was found."),
    ],
)
def test_other_numbers_split_nothing(lines):
    text = "\n\n".join(f"{line}\n\n{ONE}" for line in lines)
    assert [article[-1] for article in articles(text)] == [text]


def test_a_text_with_an_introduction_is_no_export():
    text = f"{ONE} {TWO}\n\n" * 4 + f"Document 1 of 2\n\n{ONE}\n\nDocument 2 of 2\n\n{TWO}"
    assert [article[-1] for article in articles(text)] == [text]


def test_reading_goes_on_behind_a_document():
    file = io.BytesIO(PROQUEST.encode())
    first, second = read_articles(file, "export", "text")
    assert (str(first.place), first.position) == ("export, item 1", 1)
    (after,) = read_articles(file, "export", "text", start=first.position)
    assert after == second
    assert b"Bridge: open again" in second.content
    assert b"Road closed" not in second.content
