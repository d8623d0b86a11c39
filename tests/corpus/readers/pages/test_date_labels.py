"""Which date of a page is that of publication, by the words beside it."""

import pytest

from corpus.readers.extraction import extract_article
from corpus.readers.pages.date_labels import labelled_days
from corpus.readers.pages.written_days import written_days
from tests.support.dated_page import ONE, TWO, day


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("5 August 2021", [""]),
        ("First published 5 August 2021, updated 9 August 2021", ["published", "changed"]),
        ("Last updated 4 Jun 2020, originally created 17 Jun 2019", ["changed", "published"]),
        ("5 August 2021 (updated)", ["changed"]),
        ("5 August 2021 / 12:25 PM / Updated 8 hours ago", [""]),
        ("Updated 10:30 | 5 August 2021", ["changed"]),
        ("5 August 2021, retrieved 9 August 2021", ["", "other"]),
        ("Julkaistu 5.8.2021, päivitetty 9.8.2021", ["published", "changed"]),
        ("发布 2021-08-05 更新 2021-08-09", ["published", "changed"]),
    ],
)
def test_each_date_of_a_line_has_the_label_beside_it(line, labels):
    assert [each.label for each in labelled_days(line, written_days(line))] == labels


@pytest.mark.parametrize(
    "lines",
    [
        "<p>August 5, 2021 / 12:25 PM / Updated 8 hours ago</p>",
        "<p class=meta>First published 5 August 2021, last modified 9 August 2021</p>",
        "<p>Last updated 9 Aug 2021, originally created 5 Aug 2021</p>",
        "<dl><dt>Published</dt><dd>5 August 2021</dd><dt>Updated</dt><dd>9 August 2021</dd></dl>",
        "<span>Erschienen am:</span><h2>05.08.2021</h2><p>Geändert am:</p><p>07.08.2021</p>",
        "<p><i>Published</i> <time datetime=2021-08-05>5 August 2021</time></p>"
        "<p><i>Updated</i> <time datetime=2021-08-09>9 August 2021</time></p>",
        "<h2>Latest news: the bridge is closed</h2><p>5 August 2021</p>",
        "<div>Latest news</div><p>5 August 2021</p>",
    ],
)
def test_the_day_of_publication_stands_beside_that_of_a_change(lines):
    assert day(before=lines) == "2021-08-05"


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Last updated: <span>5 August 2021</span></p>",
        "<p>By A. Reporter, last updated <span>5 August 2021</span></p>",
        "<dl><dt>Last updated</dt><dd>5 August 2021</dd></dl>",
        "<p><b>Stand:</b> <span class=date>05.08.2021</span></p>",
        "<h4>Zuletzt geändert am:</h4><ul class=timestamp><li>05.08.2021</li></ul>",
        "<p>Updated</p><time datetime=2021-08-05>5 August 2021</time>",
        "<p>Updated<!-- --><i></i> <time datetime=2021-08-05>5 August 2021</time></p>",
        "<time itemprop=dateModified datetime=2021-08-05>5 August 2021</time>",
        "<p>Last updated | 5 August 2021</p>",
        "<p>Corrected 5 August 2021</p>",
    ],
)
def test_a_day_that_a_label_gives_to_a_change_is_no_date_of_publication(lines):
    assert day(before=lines) == ""


@pytest.mark.parametrize(
    "label", ["Event date:", "Valid until", "Retrieved", "Abgerufen am", "Consulté le", "Archived"]
)
def test_a_day_of_something_else_is_no_date_of_publication(label):
    assert day(before=f"<p class=date>{label} 5 August 2021</p>") == ""
    assert day(before=f"<p>{label}</p><p class=date>5 August 2021</p>") == ""


def test_metadata_that_may_mean_a_change_do_where_the_page_names_one_no_later():
    date = "<meta name=date content=2021-08-05>"
    changed = "<h4>Zuletzt geändert am:</h4><ul><li>%s.08.2021</li></ul>"
    assert day(head=date, after=changed % "05") == ""
    assert day(head=date, after=changed % "04") == ""
    assert day(head=date, after=changed % "06") == "2021-08-05"
    assert day(head=date, before="<p>Stand: 04.08.2021 18:00 Uhr</p>") == ""


def test_the_text_of_a_time_counts_more_than_its_attribute_where_it_says_published():
    time = "<div><time datetime='2021-08-09T10:18:46Z'>%s</time></div>"
    assert day(before=time % "Publié le 5 août 2021") == "2021-08-05"
    assert day(before=time % "5 août 2021") == ""
    assert day(before=time % "Publié le 10 août 2021") == "2021-08-09"


@pytest.mark.parametrize(
    "head",
    [
        "<header><div class=date>Sunday, 19 January 2020</div></header>",
        "<div><div class=today-date>Sunday, 19 January 2020</div></div>",
        "<div id=wm-ipp><p class=date>Captured 19 January 2020</p></div>",
    ],
)
def test_the_day_on_which_a_page_was_saved_is_no_date_of_publication(head):
    assert day(above=head) == ""
    assert day(above=head, before="<p>5 August 2021</p>") == "2021-08-05"


def test_the_day_in_the_head_of_an_article_outside_of_an_article_element_counts():
    head = "<header><h1>Road closed</h1><time datetime=2021-08-05>5 August</time></header>"
    body = f"<div>{head}<p>{ONE}</p><p>{TWO}</p></div>"
    page = f"<!doctype html><title>Road closed</title><body>{body}"
    assert extract_article(page).published == "2021-08-05"
