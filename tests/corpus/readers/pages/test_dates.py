"""The day of publication: where a page states it, never where its story names one."""

import pytest

from corpus.readers.extraction import extract_article
from tests.support.dated_page import day


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
    head = "<meta property=article:published_time content=2021-08-09>"
    assert day(inside, head=head) == "2021-08-09"


def test_a_table_of_dates_is_no_date_of_publication():
    rows = "".join(f"<tr><td>2021-08-{n:02}<td>Village {n}<td>{3 * n}" for n in range(1, 16))
    assert (
        extract_article(
            f"<!doctype html><html><head><title>Casualties</title><body><main><article>"
            f"<h1>Casualties</h1><table>{rows}</table></article></main>"
        ).published
        == ""
    )


@pytest.mark.parametrize("row", ["<tr><td>2021-08-%02d<td>3", "<p>2021-08-%02d</p>"])
def test_a_page_without_sentences_states_no_day_by_its_rows(row):
    rows = "".join(row % number for number in range(1, 16))
    table = f"<table><tr><th>Date<th>Killed{rows}</table>" if "<tr>" in row else rows
    markup = f"<!doctype html><html><body><nav><a>Home</a></nav><main><h1>Killed</h1>{table}"
    assert extract_article(markup).published == ""


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
    assert day(head=late % "Z", address="https://paper.example/2020/01/05/a") == ""


def test_numbers_of_which_either_may_be_the_month_state_no_day():
    assert day(before="<div class=date>05/08/2021</div>") == ""


@pytest.mark.parametrize(
    "line",
    [
        "<p>5 August 2021</p>",
        "<p>A. Reporter | 5 August 2021, 10:30</p>",
        "<p>VON A. REPORTER am 5. August 2021</p>",
        "<div class=meta>Donnerstag, 05.08.2021 | Tags: Verkehr</div>",
        "<p>Опубликовано: 5 августа 2021</p>",
        "<p>jueves, 5 de agosto de 2021</p>",
        "<p>2021年8月5日</p>",
        "<p>26 tips</p><p>Aug 05, 2021</p>",
        "<p>Published: 5 August 2021 | Updated: 9 August 2021</p>",
        "<span class='entry-date updated'>5 August 2021</span>",
        "<aside class=meta><time>05.08.2021</time></aside>",
        "<time class=updated>9 August 2021</time><time class=published>5.8.2021</time>",
        "<span class=publishedAt>05 de agosto 2021, 12:00 A. M.</span>",
        "<p>5 de agosto de 2021, 8:15 p. m.</p>",
        "<div class=date>5. august 2021 kl. 10.15</div>",
        "<div class=date>2021년 8월 5일 오전 10:15</div>",
        "<p>2021. 8. 5. 10:15</p>",
        "<div class=date>2021. 8. 5. 10시 15분</div>",
        "<p>2021. augusztus 5., 10:15</p>",
    ],
)
def test_a_line_beside_the_headline_states_the_day(line):
    assert day(before=line) == "2021-08-05"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Updated 5 August 2021</p>",
        "<p>Zuletzt aktualisiert: 05.08.2021</p>",
        "<p>Updated <time datetime=2021-08-05>5 August</time></p>",
        "<p>The river rose on 5 August 2021 and fell on Friday</p>",
        "<p>Resigned on 5 August 2021</p>",
        "<p>2 - 5 August 2021</p>",
        "<p>© 2021-08-05</p>",
        "<nav><p>5 August 2021</p></nav>",
        "<div class=related><time datetime=2021-08-05>5 August 2021</time></div>",
        "<p>5 August 2021</p><p>6 August 2021</p>",
        "<p>August 2021</p>",
        "<p>5. 8. 21:15</p>",
        "<p>5.8. 21.15</p>",
    ],
)
def test_a_line_that_states_another_day_is_no_date_of_publication(line):
    assert day(before=line) == ""


def test_a_bare_date_above_the_article_is_the_day_on_which_the_page_was_read():
    assert day(above="<div>Thursday, August 5, 2021</div><p>Subscribe</p>") == ""
    assert day(above="<div>Published August 5, 2021</div>") == "2021-08-05"


def test_a_line_behind_the_text_states_the_day_where_it_says_so_once():
    first, second = (f"<p>Published: {number} August 2021</p>" for number in (5, 6))
    assert day(after=first) == "2021-08-05"
    assert day(after=first + second) == ""
    assert day(after=f"<div class=comments>{first}</div>") == ""


def test_the_day_shown_counts_more_than_metadata_that_may_mean_a_change():
    assert day(head="<meta name=date content=2021-08-09>") == "2021-08-09"
    shown = "<p>5 August 2021</p>"
    assert day(head="<meta name=date content=2021-08-09>", before=shown) == "2021-08-05"


def test_sources_that_contradict_each_other_state_no_day():
    head = "<meta property=article:published_time content=2021-08-05>"
    shown = "<div class=date>9 August 2021</div>"
    assert day(head=head, before=shown) == ""
    address = "https://paper.example/2021/08/09/road-closed"
    assert day(head=head, before=shown, address=address) == "2021-08-09"
    changed = "<meta property=article:modified_time content=2021-08-09>"
    assert day(head=head + changed, before=shown) == ""


def test_the_line_beside_the_headline_tells_the_newsrooms_day():
    head = "<meta property=article:published_time content='%s'>"
    shown = "<p>5/8/2021 22:41</p>"
    assert day(head=head % "2021-08-06T02:41:00Z", before=shown) == "2021-08-05"
    assert day(head=head % "Fri, 06 Aug 2021 02:41:00 GMT", before=shown) == "2021-08-05"
    assert day(head=head % "2021-08-06T02:41:00+02:00", before=shown) == "2021-08-06"


def test_json_ld_of_videos_and_comments_is_not_that_of_the_article():
    items = (
        '{"@type": "VideoObject", "datePublished": "2020-01-01"}, {"@type": "NewsArticle",'
        '"comment": {"@type": "Comment", "datePublished": "2022-01-01"},'
        '"datePublished": "2021-08-05"}'
    )
    script = "<script type='application/ld+json'>%s</script>"
    assert day(head=script % f"[{items}]") == "2021-08-05"
    assert day(head=script % f'{{"@graph": [{items}]}}') == "2021-08-05"


@pytest.mark.parametrize("path", ["2021/8/5/road", "2021/aug/05/road", "a-2021-08-05.html"])
def test_an_address_writes_the_day_in_several_ways(path):
    assert day(address=f"https://paper.example/{path}") == "2021-08-05"


def test_a_month_whose_name_means_two_in_different_languages_states_no_day():
    assert day(before="<p>5 listopada 2021</p>") == ""
    assert day(before="<p>May 5, 2021</p>") == "2021-05-05"
