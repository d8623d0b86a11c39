"""Workbooks that are made while a page says how far they are."""

import os

import pytest
from lxml import html

from annotations.exports import table as tables
from annotations.exports import workbooks
from annotations.views.interchange import exports
from corpus.models import Action
from tests.annotations.exports.test_exports import body, browser_of, sheets
from tests.support.factories import make_article, make_claim, make_evidence, make_passage, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """Where workbooks are made; more than one row is large, and a page holds two."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(exports, "SMALL_ROWS", 1)
    monkeypatch.setattr(tables, "ROWS_PER_PAGE", 2)
    monkeypatch.setattr("annotations.exports.export.ROWS_PER_PAGE", 2)
    return tmp_path / "exports"


@pytest.fixture
def passages():
    words = "One two three four five".split()
    article = make_article(" ".join(words))
    return [make_passage(article, word) for word in words]


def steps_of(page):
    """(the words of each step, the value of its bar) on the page of a workbook, and its links."""
    [slot] = html.fromstring(page.decode()).xpath("//*[@data-workbook]")
    steps = [
        (" ".join(step.text_content().split()), *step.xpath("./progress/@value"))
        for step in slot.iter("p")
    ]
    return steps, slot.xpath(".//a/@href")


def test_a_page_says_how_far_a_large_workbook_is_and_where_to_fetch_it(passages, folder):
    member = make_user()
    browser = browser_of(member)

    response = browser.get("/exports/passages/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in response
    steps, [address] = steps_of(body(response))
    assert steps == [
        ("2 rows", "33"),
        ("4 rows", "66"),
        ("5 rows", "100"),
        ("Save passages.xlsx for an hour",),
    ]
    file = browser.get(address)
    assert file["Content-Disposition"] == 'attachment; filename="passages.xlsx"'
    assert sheets(body(file)) == sheets(body(browser.get("/passages.xlsx")))
    kinds = Action.objects.filter(by=member).values_list("kind", flat=True)
    assert list(kinds) == ["passages.export"] * 2
    assert [os.stat(path).st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_all_sheets_count(folder):
    for _ in range(3):
        make_evidence()
    steps, _ = steps_of(body(browser_of(make_user()).get("/exports/claims/")))

    # Claims, their evidence and relations: two pages of claims each.
    bars = ["16", "33", "50", "66", "83", "100"]
    assert [value for _, *values in steps for value in values] == bars


def test_a_small_workbook_comes_at_once(folder):
    make_claim()
    response = browser_of(make_user()).get("/exports/claims/")

    assert response["Content-Disposition"] == 'attachment; filename="claims.xlsx"'
    assert not folder.exists()


def test_a_search_of_articles_tells_rows_alone(folder):
    for number in range(3):
        make_article(f"Kabul fell {number}.", title=f"Article {number}")
    steps, _ = steps_of(body(browser_of(make_user()).get("/exports/articles/?q=kabul")))

    assert steps[:-1] == [("2 rows",), ("3 rows",)]


def test_nobody_else_fetches_it(passages):
    _, [address] = steps_of(body(browser_of(make_user()).get("/exports/passages/")))

    assert browser_of(make_user()).get(address).status_code == 404


def test_after_an_hour_it_is_removed_with_the_next(passages, folder):
    browser = browser_of(make_user())
    _, [old] = steps_of(body(browser.get("/exports/passages/")))
    [path] = folder.iterdir()
    os.utime(path, (path.stat().st_mtime - workbooks.KEPT_SECONDS - 1,) * 2)

    _, [new] = steps_of(body(browser.get("/exports/passages/")))

    assert (browser.get(old).status_code, browser.get(new).status_code) == (404, 200)
    assert len(list(folder.iterdir())) == 1


def test_left_before_its_end_nothing_of_it_stays(passages, folder):
    response = browser_of(make_user()).get("/exports/passages/")
    parts = iter(response.streaming_content)
    assert b"data-workbook" in next(parts)
    assert b"2 rows" in next(parts)
    response.close()

    assert list(folder.iterdir()) == []


def test_what_names_nothing_is_refused_and_head_makes_nothing(passages, folder):
    browser = browser_of(make_user())

    assert browser.get("/exports/passages/?q=%22%22").status_code == 422
    assert body(browser.head("/exports/passages/")) == b""
    assert not folder.exists()
    assert not Action.objects.filter(kind="passages.export").exists()


def test_names_lead_out_of_no_folder(folder):
    member = make_user()
    folder.mkdir()
    (folder / f"{member.pk}-passages-{'0' * 31}.xlsx").write_bytes(b"PK")

    for name in ("../exports/x", "x", f"{member.pk}-passages-{'0' * 31}.xlsx", ""):
        assert workbooks.workbook_of(name, member) is None
