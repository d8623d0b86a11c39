"""Web pages."""

import io
from datetime import date

import pytest
from trafilatura import load_html

from corpus.dates import DAY, ImpreciseDate
from corpus.readers import html_limits, page_extraction
from corpus.readers.formats import read_articles
from corpus.readers.html_limits import excess
from corpus.readers.imported_record import FileLocation, ImportedRecord
from tests.corpus.readers.reading import outcome, records

ONE = "The first paragraph of the article, which is long enough to be told from a menu."
TWO = "The second, with a list behind it and a comma, a café and a line that breaks"
THREE = "The third and last paragraph, after which there is nothing more to be read here."
PAGE = f"""<!DOCTYPE html><html lang="en-gb"><head><title>A headline - The Paper</title>
<meta name="author" content="A Writer"><meta property="og:site_name" content="The Paper">
<meta property="og:title" content="A headline">
<meta property="article:published_time" content="2021-08-05T23:30:00-05:00">
<link rel="canonical" href="https://www.paper.example/news/a"><style>p {{ color: red }}</style>
</head><body><header><nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav>
</header><main><article><h1>A headline</h1><p>{ONE}</p>
<p>{TWO}<br>here.</p><ul><li>One thing that matters</li><li>Another thing that does</li></ul>
<p>{THREE}</p></article><div class="comments"><p>I do not agree with any of it, says a reader.
</p></div></main><footer><p>Copyright The Paper. Subscribe to our newsletter.</p></footer>
<script>alert("no")</script></body></html>"""
NONE = [(None, "", "No article was found in the page.")]


def test_a_page_is_its_article_without_furniture():
    content = PAGE.encode()
    assert records(content, "html") == [
        ImportedRecord(
            place=FileLocation("name"),
            content=content,
            media_type="text/html; charset=utf-8",
            text=f"{ONE}\n\n{TWO}\nhere.\n\nOne thing that matters\nAnother thing that does"
            f"\n\n{THREE}",
            title="A headline",
            url="https://www.paper.example/news/a",
            source="paper.example",
            byline="A Writer",
            language="en-GB",
            published=ImpreciseDate(date(2021, 8, 5), DAY),
            position=1,
        )
    ]
    assert list(read_articles(io.BytesIO(content), "name", "html", start=1)) == []


def test_a_fragment_is_read_whole():
    assert outcome(b"<p>One <i>two</i><table><tr><td>a<td>b<tr><td>c</table>three", "html") == [
        "One two\n\na\tb\nc\n\nthree"
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("koi8-r", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-7", "utf-16"),
        ("no-such", "utf-8"),
        ("unicode_escape", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names_unless_it_is_wrong(declared, encoding):
    content = PAGE.replace("<head>", f"<head><meta charset={declared}>").encode(encoding)
    [record] = records(content, "html")
    assert f"{TWO}\nhere." in record.text


def test_a_reading_that_stops_short_gives_way_to_a_longer_one():
    tree = load_html(PAGE)
    assert page_extraction._text(tree, ONE).endswith(THREE)
    enough = f"{ONE}\n\n{THREE}"
    assert page_extraction._text(tree, enough) == enough


def test_a_damaged_page_says_so_and_is_read():
    problem, record = list(
        read_articles(
            io.BytesIO(PAGE.encode().replace(b"menu", "é à ü".encode() + b"\xe9")), "n", "html"
        )
    )
    assert problem.reason == "1 bytes are damaged, not utf-8; each became “\ufffd”."
    assert "é à ü\ufffd" in record.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(None, "", "The file is empty.")]),
        (b"<html>", NONE),
        (b"<html><body><script>a</script></body></html>", NONE),
        (b"<!-- <html> -->", NONE),
        (b"<p>" * 400 + b"Words", ["Words"]),
        # The parser gives up on what is nested deeper than any page is.
        (b"<div>" * 4000 + b"Words", NONE),
        (b"\x89PNG", [(None, "", "This is not text. It is an image.")]),
    ],
)
def test_odd_pages(content, expected):
    assert outcome(content, "html") == expected


def test_pages_made_to_exhaust_the_parser_are_refused(monkeypatch):
    for name, limit in {"MAX_PAGE": 9000, "MAX_TAGS": 100, "MAX_ATTRIBUTES": 10}.items():
        monkeypatch.setattr(html_limits, name, limit)
    assert excess("a" * 9001) == "The page has 9,001 characters; the limit is 9,000."
    assert excess("<div>" * 101) == "The page has 101 tags; the limit is 100."
    eleven = "A tag has 11 attributes; the limit is 10."
    assert excess("<p " + " a" * 11 + ">") == eleven
    assert excess("<p" + " a=1" * 11) == eleven
    # What stands in quotation marks ends no tag; without a space the next attribute follows.
    assert excess("<p " + "a='<b>'" * 11 + ">") == eleven
    assert excess("<p " + 'a="> "' * 11 + ">") == eleven
    assert excess("<p " + ' a="b c d e f g h i j k l"' * 10 + ">") == ""
    assert excess("<script>if (a<b" + " && c" * 11 + ")</script><p>") == ""
    assert outcome(PAGE.encode() * 9, "html") == [
        (None, "", f"The page has {9 * len(PAGE):,} characters; the limit is 9,000.")
    ]
