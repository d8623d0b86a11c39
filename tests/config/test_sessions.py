"""Which sessions count: those of members who are signed in now."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

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
