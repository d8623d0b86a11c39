"""The day of publication: where a page states it, never where its story names one."""

import pytest

from corpus.readers.extraction import extract_article

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."


def day(inside="", head="", before="", after="", address=""):
    canonical = f"<link rel=canonical href='{address}'>" if address else ""
    return extract_article(
        f"<!doctype html><html><head><title>Road closed</title>{head}{canonical}</head><body>"
        f"<main><article><h1>Road closed</h1>{before}<p>{ONE}</p>{inside}<p>{TWO}</p></article>"
        f"</main>{after}"
    ).published


@pytest.mark.parametrize(
    "inside",
    [
        "<p>The bridge fell on <time datetime=2019-03-02>2 March</time>, and nobody was hurt.</p>",
        "<p>2021-08-01: the river rises, and the first houses are left by their owners.</p>",
        "<table><tr><th>Date<th>Killed<tr><td>2021-08-01<td>3<tr><td>2021-08-02<td>6</table>",
        "<table><tr><td><time datetime=2021-08-01>1 August</time><td>3</table>",
        "<p>By 5 August 2021 the road had been closed for the third time in a year.</p>",
    ],
)
def test_a_date_of_the_story_is_no_date_of_publication(inside):
    assert day(inside) == ""
    assert day(inside, "<meta property=article:published_time content=2021-08-09>") == "2021-08-09"


def test_a_table_of_dates_is_no_date_of_publication():
    rows = "".join(f"<tr><td>2021-08-{n:02}<td>Village {n}<td>{3 * n}" for n in range(1, 16))
    assert (
        extract_article(
            f"<!doctype html><html><head><title>Casualties</title><body><main><article>"
            f"<h1>Casualties</h1><table>{rows}</table></article></main>"
        ).published
        == ""
    )


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2021-08-05T10:00:00+02:00'>",
        "<meta name=date content=2021-8-5>",
        "<meta name=pubdate content=20210805>",
        "<meta name=DC.date.issued content='5 August 2021'>",
        '<script type="application/ld+json">{"datePublished": "2021-08-05T01:00:00Z"}</script>',
    ],
)
def test_metadata_state_the_day(head):
    assert day(head=head) == "2021-08-05"


@pytest.mark.parametrize(
    "before",
    [
        "<time datetime=2021-08-05T10:00>today</time>",
        "<p><time>5 August 2021</time></p>",
        "<div class=post-date>5. August 2021</div>",
        "<span itemprop=datePublished content=2021-08-05>Thursday</span>",
    ],
)
def test_an_element_for_dates_beside_the_headline_states_the_day(before):
    teaser = "<div class=related><time datetime=2020-01-01>1 January 2020</time></div>"
    assert day(before=before, after=teaser) == "2021-08-05"
    assert day(after=teaser) == ""
    assert day(after="<p><time datetime=2020-01-01>1 January 2020</time></p>") == ""


def test_an_address_states_the_day():
    assert day(address="https://paper.example/2021/08/05/road-closed") == "2021-08-05"
    assert day(address="https://paper.example/2021/13/05/road-closed") == ""


def test_the_newsrooms_own_day_counts_where_metadata_count_in_utc():
    late = "<meta property='article:published_time' content='2021-08-06T02:00:00%s'>"
    address = "https://paper.example/2021/08/05/road-closed"
    assert day(head=late % "Z", address=address) == "2021-08-05"
    assert day(head=late % "-05:00", address=address) == "2021-08-06"
    assert day(head=late % "Z", address="https://paper.example/2020/01/05/a") == "2021-08-06"


def test_numbers_of_which_either_may_be_the_month_state_no_day():
    assert day(before="<div class=date>05/08/2021</div>") == ""
