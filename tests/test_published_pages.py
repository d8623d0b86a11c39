"""The command that tries the reader of pages on sets of others, on pages of our own."""

import gzip
import json

import pytest

from tests.published_pages import main

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."
PAGE = (
    "<!doctype html><html><head><title>Road</title><meta name=date content=2021-08-05></head>"
    f"<body><article><h1>Road</h1><p>{ONE}</p><p>{TWO}</p></article>"
).encode()


def printed(capsys):
    """What was printed, without how long it took."""
    return [line.strip() for line in capsys.readouterr().out.splitlines() if " ms " not in line]


def test_pages_of_the_article_extraction_benchmark_are_counted(tmp_path, capsys):
    (tmp_path / "html").mkdir()
    (tmp_path / "html/a.html.gz").write_bytes(gzip.compress(PAGE))
    truth = tmp_path / "ground-truth.json"
    for body, figures in (
        (f"{ONE} {TWO}", ["F1 1.000", "precision 1.000, recall 1.000"]),
        (ONE, ["F1 0.632", "precision 0.462, recall 1.000"]),
    ):
        truth.write_text(json.dumps({"a": {"articleBody": body}}))
        assert main([str(tmp_path)]) == 0
        assert printed(capsys) == [str(truth), "1 pages, 0 without an article", *figures]


def test_pages_of_the_evaluation_are_counted_and_listed(tmp_path, capsys):
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval/a.html").write_bytes(PAGE)
    evaluation = tmp_path / "evaldata.json"
    expected = {"file": "a.html", "with": [ONE, "Nobody"], "without": [TWO], "date": "2021-08-06"}
    evaluation.write_text(json.dumps({"https://paper.example/": expected}))
    assert main([str(tmp_path), "--list"]) == 0
    assert printed(capsys) == [
        str(evaluation),
        "1 pages, 0 without an article",
        "with/without 0.500",
        "precision 0.500, recall 0.500",
        "1 dates wrong (expected stands nowhere in the page)",
        "a.html: with 'Nobody'",
        f"a.html: without {TWO!r}",
        "a.html: 2021-08-05, not 2021-08-06 (expected stands nowhere in the page)",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<p>Updated 6 August 2021</p>", " (expected is the day of a change)"),
        ("<meta name=lastmod content=2021-08-06>", " (expected is the day of a change)"),
        ("<img src=/20210806/a.png>", ""),
        ("<p>They met on 6 August 2021.</p>", ""),
    ],
)
def test_of_a_wrong_day_the_command_says_what_the_page_says_of_the_expected(
    tmp_path, capsys, line, reason
):
    (tmp_path / "test_set").mkdir()
    (tmp_path / "test_set/a.html").write_bytes(PAGE.replace(b"<h1>", f"{line}<h1>".encode()))
    evaluation = tmp_path / "eval_default.json"
    pages = {"https://paper.example/": {"file": "a.html", "date": "2021-08-06"}, "b": {"file": "b"}}
    evaluation.write_text(json.dumps(pages))
    assert main([str(tmp_path), "--list"]) == 0
    assert printed(capsys) == [
        str(evaluation),
        "1 pages, 0 without an article",
        f"1 dates wrong{reason}",
        f"a.html: 2021-08-05, not 2021-08-06{reason}",
    ]


@pytest.mark.parametrize("names", [[], ["other.json"]])
def test_no_pages_fail(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("{}")
    assert main([str(tmp_path)]) == "No pages were found."
