import pytest

from annotations.articles.filters import filtered
from annotations.forms.article_list import ArticleFilterForm
from annotations.models import ReadingState, ReadingStatus, Role
from corpus.models import Article
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_user()


def found(member, **query):
    form = ArticleFilterForm.parse(query)
    return list(form.filter(Article.objects.present().in_reading_order(), member))


@pytest.mark.parametrize("by", ["name", "public_id"])
def test_source_by_name_or_id(member, by):
    source = make_source("Reuters")
    article = make_article(source=source)
    make_article(source=make_source("TASS"))
    query = {"name": " REUTERS ", "public_id": source.public_id}[by]

    assert found(member, source=query) == [article]


def test_person_by_name_or_alias_in_a_present_passage(member):
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    article, other = make_article(), make_article()
    make_passage(article, people=[(person, Role.SPOKEN_OF)])
    act(member, make_passage(other, people=[(person, Role.SPEAKS)]).remove)

    assert found(member, person="vikantov") == [article]


def test_tag_on_a_present_passage(member):
    article, other = make_article(), make_article()
    make_passage(article, tags=["cities"])
    act(member, make_passage(other, tags=["cities"]).remove)
    make_passage(make_article(), tags=["outlook"])

    assert found(member, tag="Cities") == [article]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"since": "2021-08-05", "until": "2021-08-05"}, ["2021-08-05", "2021-08", "2021"]),
        ({"since": "2021-08-06"}, ["2021-08", "2021"]),
        ({"since": "2021-09"}, ["2021"]),
        ({"since": "2022"}, []),
        ({"until": "2021-08-04"}, ["2021-08", "2021"]),
        ({"until": "2020"}, []),
        ({"since": "2021-08", "until": "2021-08"}, ["2021-08-05", "2021-08", "2021"]),
    ],
)
def test_period_overlaps_imprecise_dates_or_does_not(member, query, expected):
    for on in ("2021", "2021-08", "2021-08-05", None):
        make_article(published=on)

    assert [article.published.isoformat() for article in found(member, **query)] == expected


def test_state_of_reading(member):
    colleague = make_user()
    unread, reading, done, theirs = (make_article(published=f"2021-01-0{n}") for n in (4, 3, 2, 1))
    act(member, ReadingState.objects.mark, reading, ReadingStatus.READING)
    act(member, ReadingState.objects.mark, done, ReadingStatus.DONE)
    act(colleague, ReadingState.objects.mark, theirs, ReadingStatus.READING)
    act(colleague, ReadingState.objects.assign, theirs, member)

    assert found(member, read="unread") == [unread, theirs]
    assert found(member, read="reading") == [reading]
    assert found(member, read="done") == [done]
    assert found(member, read="nobody") == [unread]
    assert found(member, read="assigned") == [theirs]
    assert found(colleague, read="unread") == [unread, reading, done]


def test_article_marked_unread_again_is_unread(member):
    article = make_article()
    act(member, ReadingState.objects.mark, article, ReadingStatus.DONE)
    act(member, ReadingState.objects.mark, article, ReadingStatus.UNREAD)

    assert found(member, read="unread") == [article]
    assert found(member, read="nobody") == [article]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"source": "Nowhere"}, "source", "No source is called “Nowhere”."),
        ({"tag": "x\0"}, "tag", "Null characters are not allowed."),
        ({"since": "2022", "until": "2021"}, "until", "The end date is before the start date."),
        ({"read": "often"}, "read", None),
        ({"since": "soon"}, "since", None),
    ],
)
def test_what_cannot_be_read_finds_nothing_and_says_so(member, query, field, message):
    make_article()
    form = ArticleFilterForm.parse(query)

    assert list(form.filter(Article.objects.all(), member)) == []
    assert list(form.errors) == [field]
    if message:
        assert form.errors[field] == [message]


def test_deleted_source_and_tag_are_not_asked_for(member):
    act(member, make_source("Reuters").remove)
    act(member, make_tag("cities").remove)

    form = ArticleFilterForm.parse({"source": "Reuters", "tag": "cities"})

    assert sorted(form.errors) == ["source", "tag"]


def test_query_is_the_state_of_the_page():
    form = ArticleFilterForm.parse({"tag": "major cities", "read": "unread", "before": "17"})

    assert form.query == "?tag=major+cities&read=unread"
    assert list(form.without()) == [
        ("tag", "major cities", "?read=unread"),
        ("", "unread", "?tag=major+cities"),
    ]


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("read", ["reading", "assigned"])
def test_articles_in_hand_are_looked_up_by_the_states_of_the_member(member, read):
    rows = filtered(Article.objects.in_reading_order(), member, read=read)[:5]
    assert "SEARCH corpus_article USING INTEGER PRIMARY KEY" in rows.explain()
