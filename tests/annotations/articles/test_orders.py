import pytest

from annotations.articles.orders import following
from annotations.models import Member, ReadingState, ReadingStatus
from corpus.models import Article
from tests.support.acts import act
from tests.support.claim_pages import links_with_text, signed_in
from tests.support.factories import make_article, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


def titles(response):
    headings = parse(response).find("body/main").iter("h2")
    return ["".join(heading.itertext()).strip() for heading in headings]


@pytest.fixture
def reader():
    return signed_in()


@pytest.fixture
def articles():
    """By title; "b" has most passages, "c" was added last but for the undated one."""
    rows = {
        title: make_article(title=title, published=day)
        for title, day in [("a", "2021-08-05"), ("b", "2021-08-07"), ("c", "2021-08-06")]
    }
    rows["undated"] = make_article(title="undated")
    for title, number in (("a", 1), ("b", 2), ("undated", 1)):
        for _ in range(number):
            make_passage(rows[title])
    return rows


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["b", "c", "a", "undated"]),
        ("oldest", ["a", "c", "b"]),
        ("added", ["undated", "c", "b", "a"]),
        ("passages", ["b", "a", "undated"]),
    ],
)
def test_list_is_in_the_order_that_was_chosen(reader, articles, sort, expected):
    page = reader.get("/articles/", {"sort": sort})

    assert titles(page) == expected
    assert str(page.context["count"]) == str(len(expected))


@pytest.mark.parametrize("sort", ["", "oldest", "added", "passages"])
def test_pages_follow_one_another_in_every_order(reader, sort):
    for number in range(32):
        make_passage(make_article(published=f"2021-08-{number % 28 + 1:02}"))

    first = reader.get("/articles/", {"sort": sort})
    [(older, _)] = [link for link in links_with_text(first) if "before=" in link[0]]
    second = reader.get(f"/articles/{older}")
    [(newer, _)] = [link for link in links_with_text(second) if "after=" in link[0]]

    assert len({*titles(first), *titles(second)}) == 32
    assert (len(titles(first)), len(titles(second))) == (30, 2)
    assert titles(reader.get(f"/articles/{newer}")) == titles(first)


def test_passages_that_a_member_does_not_see_do_not_count(articles):
    member = make_user()
    act(member, Member.objects.hide_colleagues, True)
    make_passage(articles["c"], by=member)
    reader = signed_in()
    reader.force_login(member)

    assert titles(reader.get("/articles/?sort=passages")) == ["c"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("", "a"), ("oldest", "b"), ("added", "b"), ("passages", None)],
)
def test_next_article_is_that_of_the_list(articles, sort, expected):
    after = following(Article.objects.titled(), sort, make_user(), articles["c"])

    assert after == (articles[expected] if expected else None)


def test_next_article_is_found_from_one_that_has_left_the_list(reader, articles):
    member = make_user()
    reader.force_login(member)
    act(member, ReadingState.objects.mark, articles["c"], ReadingStatus.DONE)

    page = reader.get(f"{articles['c'].get_absolute_url()}?read=unread&sort=oldest")

    [link] = [link for link in parse(page).iter("a") if link.get("data-key") == "n"]
    assert link.get("href") == f"{articles['b'].get_absolute_url()}?read=unread&sort=oldest"


def test_filter_form_and_chips_keep_the_order(reader, articles):
    page = reader.get("/articles/?read=unread&sort=oldest")

    fields = [
        (field.get("name"), field.get("value"))
        for field in parse(page).iter("input")
        if field.get("type") == "hidden" and field.get("name") == "sort"
    ]
    assert fields == [("sort", "oldest")]
    assert ("/articles/?sort=oldest", "unread ×") in links_with_text(page)


def test_unknown_order_is_refused(reader, articles):
    assert reader.get("/articles/?sort=best").status_code == 422
