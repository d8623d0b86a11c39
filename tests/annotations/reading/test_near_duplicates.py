import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Article, NearDuplicate
from corpus.models.correction import correct
from tests.corpus.importing.reading import load, long_text, make_record
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS, make_article, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = long_text(1, 100)
# One of 97 shingles is another: 96 of 98 are common.
NEAR = f"other {TEXT.partition(' ')[2]}"


def pairs():
    rows = NearDuplicate.objects.order_by("first_id", "second_id")
    return [(pair.first.title, pair.second.title, pair.percent) for pair in rows]


def page_of(article):
    return signed_in().get(article.get_absolute_url())


def test_near_duplicates_are_found_in_a_batch_and_among_what_is_there():
    make_article(TEXT, title="by hand")
    load(
        make_record(NEAR, 1, title="one"),
        make_record(TEXT, 2, title="two"),
        make_record(long_text(2), 3),
    )
    assert pairs() == [("by hand", "one", 97), ("by hand", "two", 100), ("one", "two", 97)]
    assert [each.title for each in Article.objects.duplicated().order_by("pk")] == [
        "by hand",
        "one",
        "two",
    ]


def test_page_names_who_else_carries_the_text():
    wire, paper = make_source("The Wire"), make_source("The Paper")
    article = make_article(TEXT, title="First", source=wire, published="2021-08-05")
    make_article(NEAR, title="Second", source=paper, published="2021-08-06")
    make_article(TEXT, title="Third", source=paper)

    said = text_of(page_of(article))
    assert "Near-duplicates Also published by 1 other source, up to 100% the same" in said
    assert "Third The Paper; 100% the same" in said
    assert "Second The Paper, 6 August 2021; 97% the same" in said


def test_page_says_when_the_same_source_or_an_unknown_one_printed_it():
    article = make_article(TEXT)
    make_article(TEXT, title="Second")
    assert "Also in 1 other article, 100% the same" in text_of(page_of(article))
    assert "Second publisher unknown; 100% the same" in text_of(page_of(article))


def test_text_that_a_longer_one_holds_is_told_as_such():
    article = make_article(long_text(1, 400), title="long")
    make_article(" ".join(article.text.split()[100:220]), title="short")
    [(_, _, percent)] = pairs()
    assert percent < 60
    assert "% of the shorter text is in the longer one" in text_of(page_of(article))


def test_page_without_others_asks_for_none_and_with_others_once():
    articles = [make_article(long_text(n, 100), published=f"2021-08-0{n}") for n in (1, 2)]
    for _ in range(3):
        make_article(articles[1].text, published="2021-08-02")
    browser = signed_in()

    def queries(article):
        browser.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            browser.get(article.get_absolute_url())
        return len(captured)

    alone, carried = map(queries, articles)
    assert carried == alone + 1
    assert "Near-duplicates" not in text_of(browser.get(articles[0].get_absolute_url()))


def test_deleted_article_carries_nothing():
    article = make_article(TEXT)
    act(make_user(EDITORS), make_article(TEXT, title="gone").remove)
    assert "Near-duplicates" not in text_of(page_of(article))
    assert list(Article.objects.duplicated()) == []


def test_correction_finds_anew_whom_it_resembles():
    article = make_article(TEXT, title="one")
    make_article(TEXT, title="two")
    make_article(long_text(2, 100), title="three")
    act(make_user(EDITORS), correct, article, long_text(2, 100), "another text")
    assert pairs() == [("one", "three", 100)]
    act(make_user(EDITORS), correct, article, "Now a short one.", "another text")
    assert pairs() == []


def test_text_carried_by_very_many_is_compared_with_some_of_them():
    load(*(make_record(TEXT, n, content=f"{n}".encode()) for n in range(60)))
    last = Article.objects.order_by("-pk").first()
    assert NearDuplicate.objects.of([last.pk]).count() == 20
    assert Article.objects.duplicated().count() == 60
