"""Exports of archives: several documents in one page."""

import io
from datetime import date

import pytest

from corpus.readers import html_limits
from corpus.readers.formats import read_articles
from tests.corpus.readers.reading import records

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."


def nexis(number, source, day, title, byline, *paragraphs, heading="h1"):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<div><a name=DOC_ID_0_{number}></a><p class=c0>{number} of 2 DOCUMENTS</p>"
        f"<p class=c1>{source}</p><p class=c2>{day}</p><{heading} class=c5>{title}</{heading}>"
        f"<p class=c6><b>BYLINE:</b> {byline}</p><p><b>LENGTH:</b> 312 words</p>"
        f"<div class=body>{body}</div><p><b>LOAD-DATE:</b> August 6, 2021</p>"
        f"<p><b>LANGUAGE:</b> ENGLISH</p><p>Copyright 2021 {source}</p><hr></div>"
    )


NEXIS = (
    "<!doctype html><html><head><meta charset=utf-8><title>Search results</title></head><body>"
    + nexis(1, "The Paper", "August 5, 2021 Thursday", "Road closed", "A. Reporter", ONE, TWO)
    + nexis(2, "The Agency", "4 August 2021", "Envoy denies", "B. Writer", TWO, ONE, heading="p")
)
FACTIVA = "<!doctype html><html><head><meta charset=utf-8></head><body>" + "".join(
    f"<div class='article enArticle'><div id=hd><span class=enHeadline>{title}</span></div>"
    f"<div>By {byline}</div><div>312 words</div><div>{day}</div><div>14:30</div>"
    f"<div>{source}</div><div>LBA</div><div>English</div><div>© 2021 {source}</div>"
    f"<p class='articleParagraph enarticleParagraph'>{ONE}</p>"
    f"<p class='articleParagraph enarticleParagraph'>{TWO}</p>"
    "<p class=articleParagraph>Document LBA0000020210805eh8500abc</p></div>"
    for title, byline, day, source in [
        ("Road closed", "A. Reporter", "5 August 2021", "The Paper"),
        ("Envoy denies", "B. Writer", "4 August 2021", "The Agency"),
    ]
)


def facts(content, **options):
    return [
        (each.title, each.source, each.byline, each.published.first, each.language, each.text)
        for each in records(content.encode(), "html", **options)
    ]


EXPECTED = [
    ("Road closed", "The Paper", "A. Reporter", date(2021, 8, 5), "en", f"{ONE}\n\n{TWO}"),
    ("Envoy denies", "The Agency", "B. Writer", date(2021, 8, 4), "en", f"{TWO}\n\n{ONE}"),
]


def test_each_document_of_nexis_is_an_article():
    assert facts(NEXIS) == EXPECTED


def test_each_document_of_factiva_is_an_article():
    text = f"{ONE}\n\n{TWO}"
    assert facts(FACTIVA) == [(*values[:-1], text) for values in EXPECTED]


def test_documents_have_their_own_bytes_and_reading_goes_on_behind_one():
    first, second = records(NEXIS.encode(), "html")
    assert ONE.encode() in first.content
    assert b"Envoy denies" not in first.content
    assert (first.place.item, first.position, second.position) == (1, 1, 2)
    assert list(read_articles(io.BytesIO(NEXIS.encode()), "name", "html", start=1)) == [second]
    assert list(read_articles(io.BytesIO(NEXIS.encode()), "name", "html", start=2)) == []


def test_a_page_that_counts_documents_in_a_sentence_is_one_article():
    page = f"<!doctype html><html><body><p>{ONE}</p><p>2 of 3 DOCUMENTS were lost, {TWO}</p>"
    assert len(records(page.encode(), "html")) == 1


@pytest.fixture
def few_tags(monkeypatch):
    """A page may have fewer tags than these exports have, an export as many as always."""
    monkeypatch.setattr(html_limits, "MAX_TAGS", 20)


@pytest.mark.parametrize("export", [NEXIS, FACTIVA], ids=["Nexis", "Factiva"])
def test_export_may_have_more_tags_than_a_page(few_tags, export):
    assert [each.title for each in records(export.encode(), "html")] == [
        "Road closed",
        "Envoy denies",
    ]


@pytest.mark.parametrize(
    ("page", "tags"),
    [
        # It only says that it is an export, or has more tags than one may have.
        (f"<p>{ONE} 1 of 2 DOCUMENTS</p>" + "<b>a</b>" * 20, 45),
        (NEXIS.partition("<body>")[2] + "<b>" * 200_000, 200_077),
        ("<article><p>" + ONE + "</article>" + "<b>a</b>" * 20, 46),
    ],
    ids=["a page", "hostile", "no export"],
)
def test_page_that_is_no_export_keeps_its_limit(few_tags, page, tags):
    content = f"<!doctype html><html><body>{page}".encode()
    [problem] = read_articles(io.BytesIO(content), "name", "html")
    assert problem.reason == f"The page has {tags:,} tags; the limit is 20."


def test_article_of_factiva_that_is_in_another_is_a_part_of_it():
    nested = FACTIVA.replace("<div>LBA</div>", "<div class=article>LBA</div>", 1)
    assert [each.title for each in records(nested.encode(), "html")] == [
        "Road closed",
        "Envoy denies",
    ]
