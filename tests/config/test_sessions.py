"""Which sessions count: those of members who are signed in now."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from config import sessions
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db
HOME = "/articles/"


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def status(client):
    return client.get(HOME).status_code


def test_session_counts_until_it_expires(client, member):
    assert status(client) == 200

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert status(client) == 302


def test_session_ends_where_the_member_signs_out(client, member):
    cookies = client.cookies.copy()
    client.post("/sign-out/")
    client.cookies = cookies

    assert (Session.objects.count(), status(client)) == (0, 302)


def test_session_with_another_key_is_none(client, member):
    client.cookies["sessionid"] = "x" * 32

    assert status(client) == 302


def test_closed_account_loses_its_session(client, member):
    member.is_active = False
    member.save()

    assert status(client) == 302


def test_lost_rights_are_lost_at_once(client, member):
    assert client.get("/claims/new/").status_code == 200

    member.groups.clear()

    assert client.get("/claims/new/").status_code == 403


def test_changed_password_ends_other_sessions(client, member):
    assert status(client) == 200

    member.set_password("a longer new password")
    member.save()

    assert status(client) == 302


def test_session_is_of_the_account_that_its_row_names_now(client, member):
    """Whatever the process remembers of it."""
    other = make_user("Editors")
    session = Session.objects.get()
    content = sessions.SessionStore().decode(session.session_data)
    content |= {SESSION_KEY: str(other.pk), HASH_SESSION_KEY: other.get_session_auth_hash()}
    Session.objects.update(session_data=sessions.SessionStore().encode(content))

    assert client.get(HOME).context["user"] == other


@pytest.mark.only_on("postgresql")
def test_session_and_member_come_in_one_statement(client, member, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/no-such-page/").status_code == 404


@pytest.mark.only_on("postgresql")
def test_another_process_learns_whose_a_session_is(client, member, django_assert_num_queries):
    sessions._member_by_session.clear()
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert client.get("/no-such-page/").status_code == 404
