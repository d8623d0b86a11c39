"""Markdown files: what stands above their text, and what their signs mean."""

import pytest

from corpus.readers.formats import format_of
from corpus.readers.markdown.front_matter import split_front_matter
from corpus.readers.markdown.markup import html_of
from corpus.readers.markdown.reading import DRAFT
from tests.corpus.readers.reading import outcome, records

YAML = """---
title: {title}
date: 2021-08-05T10:00:00+02:00
{author}
{url}
lang: en
tags: [flood, "north, east"]
---
The text.
"""
TITLES = [
    "The road: closed # for now",
    '"The road: closed" # a comment',
    "'The road: closed'",
    ">-\n  The road:\n  closed",
    "|\n  The road: closed",
    "\n  'The road: closed'",
]
AUTHORS = [
    "author: Ada Cole, Bob Lee",
    "authors: [Ada Cole, 'Bob Lee']",
    "author:\n- Ada Cole\n- Bob Lee",
    'author:\n  - "[[Ada Cole]]"\n  - "[[people/bob|Bob Lee]]"',
    "authors:\n  - name: Ada Cole\n    email: ada@paper.example\n  - name: Bob Lee",
    "creators:\n  - firstName: Ada\n    lastName: Cole\n  - firstName: Bob\n    lastName: Lee",
]
ADDRESSES = ["url: {}", "source: '{}'", "link: {}", "url: /posts/road\ncanonical_url: {}"]
ADDRESS = "https://paper.example/road#a"


def read(text):
    assert format_of("notes.MD", text.encode()) == "markdown"
    [record] = records(text.encode(), "markdown")
    return record


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_values_of_yaml(title, author, address, line_end):
    source = YAML.format(title=title, author=author, url=address.format(ADDRESS))
    record = read(source.replace("\n", line_end))
    assert (record.title, record.byline, record.url, record.language, record.text) == (
        "The road: closed",
        "Ada Cole, Bob Lee",
        ADDRESS,
        "en",
        "The text.",
    )
    assert str(record.published) == "5 August 2021"


def test_values_of_toml():
    record = read(
        '+++\ntitle = "The road"\ndate = 2021-08-05\nauthors = ["Ada Cole", {name = "Bob Lee"}]\n'
        'draft = false\n[params]\nsource = "The Paper"\n+++\nThe text.'
    )
    assert (record.title, record.byline, record.source, record.text) == (
        "The road",
        "Ada Cole, Bob Lee",
        "The Paper",
        "The text.",
    )
    assert str(record.published) == "5 August 2021"


def test_what_is_not_understood_is_named():
    source = "---\ntitle: {a: b}\nauthor: &x Ada\ndate: 05/08/2021\nlayout: {a: b}\n---\nA text."
    ambiguous = "“05/08/2021” is ambiguous. Write the date year first, as in 2021-08-05."
    assert outcome(source.encode(), "markdown") == [
        (None, "", "Of the front matter was not read: “title”, “author”."),
        (None, "published", ambiguous),
        "A text.",
    ]
    [(_, _, fault), text] = outcome(b"+++\ntitle =\n+++\nA text.", "markdown")
    assert fault.startswith("The front matter is no TOML: ")
    assert text == "A text."


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_drafts_are_left_out_by_name(line):
    source = f"---\ntitle: A\n{line}\n---\nA text."
    assert outcome(source.encode(), "markdown") == [(None, "", DRAFT)]
    assert outcome(source.replace("true", "false").replace("published", "x").encode(), "markdown")


@pytest.mark.parametrize("text", ["---\nA text.\n---\nMore.", "---\n\n---\nA", "--- \ntitle: A"])
def test_a_rule_above_a_text_is_no_front_matter(text):
    assert split_front_matter(text) is None


def test_without_front_matter_headers_or_the_first_heading_tell():
    headers = read("Title: A road\nSource: paper.example\n\nThe text.")
    assert (headers.title, headers.source, headers.text) == ("A road", "paper.example", "The text.")
    heading = read("A *road*\n===\n\nThe text.\n\n# More\n\nIt fell.")
    assert (heading.title, heading.text) == ("A road", "The text.\n\nMore\n\nIt fell.")
    stated = read("---\ntitle: Another\n---\n# A road\n\nThe text.")
    assert (stated.title, stated.text) == ("Another", "A road\n\nThe text.")
    assert outcome(b"# A road\n", "markdown") == [(None, "text", "There is no text.")]


def test_struck_words_are_listed():
    assert outcome(b"A toll of ~~12~~ 20 dead, he told *The Paper*.", "markdown") == [
        (None, "", "Struck through in the original and left out: “12”."),
        "A toll of 20 dead, he told The Paper.",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        ("One  \ntwo\\\nthree", "One\ntwo\nthree"),
        ("**One** *two* __three__ _four_ ***five***", "One two three four five"),
        ("snake_case_word, 2*3*4, 5 * 6 * 7", "snake_case_word, 2*3*4, 5 * 6 * 7"),
        (r"\*One\* 3 < 4 & a <b", "*One* 3 < 4 & a <b"),
        ("`**a** <b>` and ``c`d``", "**a** <b> and c`d"),
        ("[The *road*](https://a.example/x_(y) 'A') fell [[b|so]].", "The road fell so."),
        ("![A road](a.png)\n\nIt fell ![[b.png]]here.", "It fell here."),
        ("See <https://a.example/x>", "See https://a.example/x"),
        ("See [this][1], [that] and [sic].\n\n[1]: /a\n[that]: /b", "See this, that and [sic]."),
        ("It fell.[^1]\n\n[^1]: A note.", "It fell.[1]\n\n[1] A note."),
        ("- One\n- two\n  more\n* three\n\nFour", "One\ntwo more\nthree\n\nFour"),
        ("1. One\n2. Two", "1. One\n2. Two"),
        ("> He said\n> so.\n\nIt fell.", "He said so.\n\nIt fell."),
        ("| A | B |\n|---|:-:|\n| 1 | 2\\|3 |\n\nSo.", "A\tB\n1\t2|3\n\nSo."),
        ("```py\n# a\n  b < c\n```\nSo.", "# a\nb < c\n\nSo."),
        ("Two\n---\nOne.\n\n***\n\nSo.", "Two\n\nOne.\n\nSo."),
        ("10<sup>3</sup> t<br>CO<sub>2</sub>", "10³ t\nCO₂"),
        ("## A ##\nOne.", "A\n\nOne."),
    ],
)
def test_signs_of_markdown(source, text):
    assert read(source).text == text


SIGNS = [
    "*a",
    "**a",
    "[",
    "[a](",
    "~~a",
    "`a",
    "[[",
    "![",
    "\\",
    "> ",
    "_a",
    "| ",
    "-",
    "# ",
    " ",
    "<a",
]


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_that_never_end_are_written_in_time(sign):
    assert html_of(f"a {sign * 50_000}b\n\nSo.").endswith("<p>So.</p>")
    assert html_of(f"{sign * 50_000}b\n\nSo.").endswith("<p>So.</p>")
    assert split_front_matter(f"---\na{sign * 50_000}b\n---\n") is None
