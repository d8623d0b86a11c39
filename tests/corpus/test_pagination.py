import pytest

from corpus.models import Article, Person
from corpus.pagination import (
    BoundedCount,
    bounded_count,
    ordered_page_of,
    page_beside,
    page_of,
)
from tests.support.acts import act
from tests.support.factories import make_article, make_person, make_user

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


def name_pages(**cursor):
    page = ordered_page_of(Person.objects.standing(), ("name_key", "pk"), cursor, size=2)
    return [person.name for person in page], page.newer is not None, page.older is not None


def test_names_are_paged_in_their_order_also_where_several_bear_one():
    people = [make_person(name) for name in ("C", "A", "B", "B", "B")]
    in_order = sorted(people, key=lambda person: (person.name_key, person.pk))
    ids = [person.public_id for person in in_order]

    assert name_pages() == (["A", "B"], False, True)
    assert name_pages(after=ids[1]) == (["B", "B"], True, True)
    assert name_pages(after=ids[3]) == (["C"], True, False)
    assert name_pages(before=ids[4]) == (["B", "B"], True, True)
    assert name_pages(before=ids[2]) == (["A", "B"], False, True)
    assert name_pages(after=ids[4]) == ([], False, False)
    assert name_pages(after="zzzzzzzzzzzz") == name_pages()


def test_page_beside_a_row_that_left_the_list(articles):
    left = articles[1]
    act(make_user(), left.remove)
    listed = Article.objects.present()

    page = page_beside(listed, "sort_key", {"before": left.public_id}, size=2)

    assert (page.rows, page.newer) == (articles[2:4], articles[2].sort_key)
    assert page_beside(listed, "sort_key", {}, size=2).rows == [articles[0], articles[2]]


def test_tally_counts_no_further_than_it_is_worth(articles):
    rows = Article.objects.all()
    assert [str(bounded_count(rows, most)) for most in (4, 5, 6)] == ["4+", "5", "5"]
    assert str(BoundedCount(1_000, True)) == "1,000+"


@pytest.mark.parametrize(
    "order", [("-kind", "name_key", "pk"), ("kind", "-name_key", "-pk"), ("-pk",)]
)
def test_every_page_of_an_order_is_reached_forwards_and_back(order):
    people = [make_person(name) for name in ("C", "A", "B", "B", "B")]
    for person in people[:3]:
        Person.objects.filter(pk=person.pk).update(kind="group")
    expected = list(Person.objects.order_by(*order))

    def page(**cursor):
        return ordered_page_of(Person.objects.all(), order, cursor, size=2)

    forwards = [page()]
    while forwards[-1].older:
        forwards.append(page(after=forwards[-1].older))
    backwards = [forwards[-1]]
    while backwards[-1].newer:
        backwards.append(page(before=backwards[-1].newer))

    assert [row for one in forwards for row in one] == expected
    assert [row for one in backwards[::-1] for row in one] == expected[-len(expected) :]
    assert [len(one) for one in forwards] == [2, 2, 1]
