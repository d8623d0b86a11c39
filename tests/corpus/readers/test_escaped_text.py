"""Texts of JSON and CSV that a program escaped for HTML, and texts about HTML."""

import json

import pytest

from corpus.readers.remarks.escaped_text import with_references_read
from tests.corpus.readers.reading import outcome


def read(first):
    return f"It was escaped for HTML ({first}) and was read as such."


def kept(first):
    return f"It has {first} as HTML writes it, which is kept as it is."


@pytest.mark.parametrize(
    ("written", "text", "remark"),
    [
        ("It isn&#39;t &quot;over&quot;.", 'It isn\'t "over".', read("&#39;")),
        ("Marks &amp; Co. and A&amp;B", "Marks & Co. and A&B", read("&amp;")),
        ("Caf&eacute;&nbsp;&#x2014; it", "Café\u00a0— it", read("&eacute;")),
        # One may be meant.
        ("Marks &amp; Co.", "Marks &amp; Co.", kept("&amp;")),
        # The program that wrote it escapes no “&”.
        ("AT&T &amp; B &amp; C", "AT&T &amp; B &amp; C", kept("&amp;")),
        ("Write &amp;, &nbsp; in HTML.", "Write &amp;, &nbsp; in HTML.", kept("&amp;")),
        ("&lt;b&gt; is bold, &amp; so", "&lt;b&gt; is bold, &amp; so", kept("&lt;")),
        ("AT&T, Q&A and a&b;", "AT&T, Q&A and a&b;", ""),
        ("Rock &roll; &unknownthing;", "Rock &roll; &unknownthing;", ""),
    ],
)
def test_an_escaped_text_is_read_and_one_about_markup_is_kept(written, text, remark):
    problems = [(1, "", remark)] if remark else []
    assert outcome(json.dumps({"text": written}).encode(), "jsonl") == [*problems, text]
    in_csv = [(2, "", remark)] if remark else []
    row = written.replace('"', '""')
    assert outcome(f'title,text\nA,"{row}"\n'.encode(), "csv") == [*in_csv, text]


@pytest.mark.parametrize(
    ("title", "text", "title_read", "remark"),
    [
        ("Q&#038;A", "It fell.", "Q&A", read("&#038;")),
        ("Q&amp;A", "It isn&#39;t &quot;so&quot;.", "Q&A", read("&amp;")),
        ("Q&amp;A", "Marks & Co. fell.", "Q&amp;A", kept("&amp;")),
        ("What &amp; means in HTML", "It fell.", "What &amp; means in HTML", kept("&amp;")),
    ],
)
def test_a_title_is_read_as_its_text_is(title, text, title_read, remark):
    values, remark_read = with_references_read({"title": title, "text": text})
    assert (values["title"], remark_read) == (title_read, remark)
