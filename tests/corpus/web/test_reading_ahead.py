"""What a view reads ahead for its member comes with the session, and is shown to no one else."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse
from psycopg.errors import QueryCanceled

from config import sessions
from corpus.db.query_batch import read_together
from corpus.web import reading_ahead
from tests.support.factories import make_article, make_passage, make_user
from tests.support.member_queries import OF_MEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("postgresql")]
TOKEN = re.compile(r'[0-9A-Za-z]{64}|data-last-save="[^"]*"')

OF_CARDS = OF_ACCOUNT_OF_NOW = OF_VIEW = 1


@pytest.fixture
def numbers_read(monkeypatch):
    """How many calls were read together with the session, for each request that has one."""
    numbers = []

    def counted(*calls):
        numbers.append(len(calls))
        return read_together(*calls)

    monkeypatch.setattr(reading_ahead, "read_together", counted)
    return numbers


def reader_of(member):
    """A client that has opened a page, so that the account of its session is known."""
    client = Client()
    client.force_login(member)
    client.get(reverse("help"))
    return client


def page_of(client, article):
    """The page without its tokens, which differ each time."""
    return TOKEN.sub("", client.get(article.get_absolute_url()).content.decode())


def test_page_takes_one_statement_with_its_session(django_assert_num_queries):
    article = make_article("Some words to mark.", "Title")
    client = reader_of(make_user())
    client.get(article.get_absolute_url())
    with django_assert_num_queries(OF_MEMBER + OF_CARDS):
        client.get(article.get_absolute_url())


def test_page_is_the_same_without_reading_ahead(numbers_read, monkeypatch):
    article = make_article("Some words to mark.", "Title")
    make_passage(article, "words")
    client = Client()
    client.force_login(make_user())
    client.get(article.get_absolute_url())
    page = page_of(client, article)
    assert numbers_read[-1] > 3

    # The process has not seen this session, so it does not know the account.
    monkeypatch.setattr(sessions, "_member_by_session", {})
    numbers_read.clear()
    assert page_of(client, article) == page
    assert numbers_read == []


def test_rows_of_a_former_account_are_not_used(numbers_read, django_assert_num_queries):
    article = make_article("Some words to mark.", "Title")
    first, second = make_user(), make_user()
    client, other = reader_of(first), reader_of(second)
    stored = Session.objects.all()
    data = stored.get(pk=other.session.session_key).session_data
    stored.filter(pk=client.session.session_key).update(session_data=data)
    numbers_read.clear()

    # What the view reads for the account of now comes in one statement too.
    with django_assert_num_queries(OF_MEMBER + OF_ACCOUNT_OF_NOW + OF_VIEW + OF_CARDS):
        page = page_of(client, article)

    assert numbers_read[0] > 3
    assert page == page_of(other, article)


@pytest.mark.parametrize("end", ["session", "account"])
def test_nothing_is_shown_once_it_has_ended(end, numbers_read):
    member = make_user()
    client = reader_of(member)
    numbers_read.clear()
    if end == "session":
        Session.objects.all().delete()
    else:
        member.is_active = False
        member.save()

    response = client.get(make_article("Some words.", "Title").get_absolute_url())

    assert response.status_code == 302
    assert numbers_read[0] > 3


@pytest.mark.parametrize("query", [{"rev": 2}, {"rev": "no number"}, {"rev": ""}])
def test_a_text_that_is_named_is_not_read_ahead(query, numbers_read):
    client = reader_of(make_user())
    numbers_read.clear()
    article = make_article("Some words to mark.", "Title")

    response = client.get(article.get_absolute_url(), query)

    assert response.status_code == (200 if query["rev"] == "" else 404)
    assert numbers_read == [3]


def test_article_that_is_not_there(numbers_read):
    client = reader_of(make_user())
    numbers_read.clear()
    assert client.get("/articles/000000000000/").status_code == 404
    assert numbers_read[0] > 3


def test_changes_read_nothing_ahead(numbers_read):
    client = reader_of(make_user())
    numbers_read.clear()
    article = make_article("Some words to mark.", "Title")
    assert client.post(article.get_absolute_url()).status_code == 405
    assert numbers_read == [3]


def test_failure_is_reported_as_one_of_the_database(monkeypatch):
    client = reader_of(make_user())
    client.raise_request_exception = False
    address = make_article("Some words to mark.", "Title").get_absolute_url()

    def broken(*calls):
        raise OperationalError from QueryCanceled()

    monkeypatch.setattr(reading_ahead, "read_together", broken)
    assert client.get(address).status_code == 503
