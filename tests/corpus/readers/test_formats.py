"""Formats, and what every reader holds to."""

import io
import socket
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.readers.formats import FORMATS, format_of, read_articles
from corpus.readers.imported_record import ImportedRecord, Problem
from tests.corpus.readers.test_feeds import ATOM, RSS, RSS_1
from tests.corpus.readers.test_html_pages import PAGE

# What means something to one reader or another.
PIECES = [
    piece.encode("latin-1")
    for piece in (
        '{ } [ ] , ; : " \\ & < > \r\n \n \r \t \0 \xe9 \xff\xfe \xfe\xff \xef\xbb\xbf '
        '"text": "a\\ud800" text html,text <rss> <channel> <item> </item> <description> '
        "</description> <feed> <entry> <content> <title> <link> <html> <body> <p> </p> <table> "
        "<td> <!DOCTYPE <!ENTITY ]> &a; <![CDATA[ ]]> <!-- Title: Date:1/2/2021 2021-08-05 "
        "<meta/charset=koi8-r> <p/a=' sep=;"
    ).split(" ")
]
SOUP = st.lists(st.sampled_from(PIECES) | st.binary(max_size=5), max_size=30).map(b"".join)


@pytest.mark.parametrize("format", sorted(FORMATS))
# The first page that is read waits for trafilatura to load its rules.
@settings(deadline=None, max_examples=60)
@given(content=SOUP, start=st.integers(0, 99))
def test_bytes_of_any_kind_yield_records_and_problems_and_an_end(format, content, start):
    items = list(read_articles(io.BytesIO(content), "name", format))
    assert {type(each) for each in items} <= {ImportedRecord, Problem}
    for index, each in enumerate(items):
        if isinstance(each, ImportedRecord):
            left = list(read_articles(io.BytesIO(content), "name", format, start=each.position))
            assert left == items[index + 1 :]
    # Also from where nothing has ever ended.
    list(read_articles(io.BytesIO(content), "name", format, start=start))


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.JSONL", b"", "jsonl"),
        ("a.ndjson", b"", "jsonl"),
        ("a.json", b' {"text": "a"}', "jsonl"),
        ("a.json", b"[1]", None),
        ("a.tsv", b"", "csv"),
        ("a.htm", b"", "html"),
        ("a.txt", b"<html>", "text"),
        ("a.rss", b"", "feed"),
        ("a.xml", RSS.encode(), "feed"),
        ("a.xml", RSS.encode("utf-16"), "feed"),
        ("feed", ATOM.encode(), "feed"),
        ("a.rdf", RSS_1.encode(), "feed"),
        ("a.xml", b"<?xml version='1.0'?><!-- a --><svg>", None),
        ("index.php", PAGE.encode(), "html"),
        ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE html><html>", "html"),
        ("a.png", b"<html>", None),
        ("README", b"Words.", None),
        ("", b"", None),
    ],
)
def test_a_format_is_told_by_suffix_then_by_the_beginning(name, head, format):
    assert format_of(name, head) == format


def test_a_column_that_is_not_ours_is_refused_at_once():
    with pytest.raises(ValueError, match="There is no column 'body'; the columns are url, title"):
        read_articles(io.BytesIO(b""), "name", "csv", columns={"body": "text"})


def test_no_reader_opens_an_address(monkeypatch):
    opened = []

    def refuse(*given, **_):
        opened.append(given)
        raise OSError("no network in this test")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    outside = "http://192.0.2.1/a"
    page = PAGE.replace(
        "<body>", f"<base href={outside}><body><img src={outside}><iframe src={outside}></iframe>"
    )
    feed = RSS.replace(
        "<rss", f'<!DOCTYPE rss SYSTEM "{outside}"><?xml-stylesheet href="{outside}"?><rss'
    )
    for content, format in (
        (page, "html"),
        (feed, "feed"),
        (feed.replace("</rss>", "&nbsp;"), "feed"),
        (outside, "feed"),
        (outside, "html"),
    ):
        assert list(read_articles(io.BytesIO(content.encode()), outside, format))
    assert opened == []


# The columns of each have names of their own; nobody is asked for those of a file in an archive.
OTHER_COLUMNS = {
    "news.csv": "Headline,Full text,Date,mood\nOne,The first.,2021-08-05,calm\n",
    "news.jsonl": '{"title": "Two", "content": "The second.", "publishedAt": "2021-08-06"}\n',
    "ours.csv": "title,text,published,date\nThree,The third.,2021-08-07,2022\n",
}


def _columns_read(**options):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name, content in OTHER_COLUMNS.items():
            opened.writestr(name, content)
    return [
        (each.title, each.text, each.published.isoformat() if each.published else "")
        if isinstance(each, ImportedRecord)
        else each.reason.partition(":")[0]
        for each in read_articles(archive, "a.zip", "zip", **options)
    ]


def test_usual_names_of_columns_are_understood_in_the_files_of_an_archive():
    assert _columns_read() == [
        ("One", "The first.", "2021-08-05"),
        ("Two", "The second.", "2021-08-06"),
        ("Three", "The third.", "2021-08-07"),
    ]


def test_columns_that_were_named_hold_for_all_files_of_an_archive():
    assert _columns_read(columns={"text": "title"}) == [
        "No column is named text or html. There are “Headline”, “Full text”, “Date”, “mood”",
        ("Two", "Two", ""),
        ("Three", "Three", "2021-08-07"),
    ]
