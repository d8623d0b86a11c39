import pytest

from corpus.keyset import page_of
from corpus.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    """Five articles, newest first."""
    return [make_article(published=f"2021-08-0{day}") for day in (5, 4, 3, 2, 1)]


def pages(**keys):
    return page_of(Article.objects.all(), "sort_key", size=2, **keys)


def test_first_page_has_older_and_no_newer(articles):
    page = pages()

    assert (page.rows, page.newer, page.older) == (articles[:2], None, articles[1].sort_key)


def test_older_pages_lead_to_the_end(articles):
    middle = pages(before=articles[1].sort_key)
    last = pages(before=middle.older)

    assert (middle.rows, last.rows) == (articles[2:4], articles[4:])
    assert (last.newer, last.older) == (articles[4].sort_key, None)


def test_newer_page_is_the_one_next_to_where_it_was_left(articles):
    page = pages(after=articles[4].sort_key)

    assert (page.rows, page.newer, page.older) == (
        articles[2:4],
        articles[2].sort_key,
        articles[3].sort_key,
    )


def test_page_before_everything_is_empty(articles):
    page = pages(before=0)

    assert (page.rows, page.newer, page.older) == ([], None, None)


def test_page_is_one_query(articles, django_assert_num_queries):
    with django_assert_num_queries(1):
        pages(before=articles[1].sort_key)
