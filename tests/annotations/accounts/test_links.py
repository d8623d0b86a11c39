"""Links to choose a password: what each lets one do, and when it no longer does."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from annotations.accounts.changes import invite, set_active
from annotations.accounts.links import INVITATIONS, NEW_PASSWORDS, links_for
from tests.support.factories import ADMINISTRATORS, ANALYSTS, EDITORS, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

PASSWORD = "a sentence nobody would guess"
PASSWORDS = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def administrator():
    return make_user(ADMINISTRATORS)


@pytest.fixture
def invited(administrator):
    return invite("bea", Group.objects.get(name=ANALYSTS), administrator)


def path_for(account):
    links = links_for(account)
    return urlsplit(links.address_of(account, links.make_token(account))).path


def may_sign_in(account, password=PASSWORD):
    typed = {"username": account.username, "password": password}
    return Client().post("/sign-in/", typed).status_code == 302


def aged(monkeypatch, links, **age):
    """From now on these links think that so much time has passed."""
    later = datetime.now() + timedelta(**age)
    monkeypatch.setattr(links, "_now", lambda: later)


def test_invitation_lets_its_owner_choose_a_password_and_in(client, invited):
    path = path_for(invited)
    assert client.get(path).status_code == 200
    response = client.post(path, PASSWORDS)

    assert (response.status_code, response["Location"]) == (303, "/")
    assert client.get("/account/").context["user"] == invited
    assert may_sign_in(invited)


@pytest.mark.parametrize("makes", ["invited", "member"])
def test_link_works_once(invited, makes):
    account = invited if makes == "invited" else make_user()
    path = path_for(account)
    Client().post(path, PASSWORDS)

    again = dict.fromkeys(PASSWORDS, "another sentence to guess")
    assert [Client().get(path).status_code, Client().post(path, again).status_code] == [410, 410]
    assert may_sign_in(account)


@pytest.mark.parametrize(
    ("makes", "age", "status"),
    [
        ("invited", {"days": 6, "hours": 23}, 200),
        ("invited", {"days": 7, "minutes": 1}, 410),
        ("member", {"minutes": 59}, 200),
        ("member", {"minutes": 61}, 410),
    ],
)
def test_link_works_for_its_time(client, monkeypatch, invited, makes, age, status):
    account = invited if makes == "invited" else make_user()
    path = path_for(account)
    for links in (INVITATIONS, NEW_PASSWORDS):
        aged(monkeypatch, links, **age)

    assert client.get(path).status_code == status


@pytest.mark.parametrize("makes", ["invited", "member"])
def test_link_to_a_closed_account_does_nothing(client, administrator, invited, makes):
    account = invited if makes == "invited" else make_user()
    path = path_for(account)
    set_active(account, False, administrator)

    assert client.post(path, PASSWORDS).status_code == 410
    account.refresh_from_db()
    assert account.check_password(PASSWORD) is False
    # Nor does it once the account is open and in another state than when it was made.
    set_active(account, True, administrator)
    assert client.post(path, PASSWORDS).status_code == 303


@pytest.mark.parametrize("makes", ["invited", "member"])
def test_link_made_for_one_group_does_not_let_into_another(client, invited, makes):
    account = invited if makes == "invited" else make_user()
    path = path_for(account)
    account.groups.set([Group.objects.get(name=EDITORS)])

    assert client.post(path, PASSWORDS).status_code == 410


def test_link_of_one_account_is_none_of_another(client, invited):
    other = make_user()
    path = path_for(invited).replace(f"/{invited.pk}/", f"/{other.pk}/")

    assert client.post(path, PASSWORDS).status_code == 410
    assert may_sign_in(other, PASSWORD) is False


def test_link_made_before_the_member_signed_in_does_nothing(client):
    member = make_user()
    path = path_for(member)
    assert may_sign_in(member, "correct horse battery staple")

    assert client.get(path).status_code == 410


def test_weak_password_is_refused_and_the_link_still_works(client, invited):
    path = path_for(invited)
    weak = dict.fromkeys(PASSWORDS, "bea")

    assert client.post(path, weak).status_code == 422
    assert client.post(path, PASSWORDS).status_code == 303


def test_new_password_ends_the_sessions_of_the_account(client):
    member = make_user()
    elsewhere = Client()
    elsewhere.force_login(member)
    member.refresh_from_db()
    client.post(path_for(member), PASSWORDS)

    assert elsewhere.get("/account/").status_code == 302


def test_links_are_of_the_site_whatever_host_was_asked(client, administrator, settings):
    settings.SITE_URL = "https://desk.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(administrator)
    host = {"host": "evil.example"}
    made = client.post(f"/members/{make_user().pk}/link/", headers=host)
    page = client.get(made["Location"], headers=host)

    [link] = [
        field.get("value") for field in parse(page).iter("input") if field.get("id") == "link"
    ]
    assert link.startswith("https://desk.example/account/")
    assert "no-store" in page["Cache-Control"]


def test_page_of_a_link_is_kept_by_nobody(client, invited):
    assert "no-store" in client.get(path_for(invited))["Cache-Control"]


@pytest.mark.parametrize("token", ["x", "abc-def", "zzzzzzzzzzzzzzzz-1", "0-0"])
def test_token_that_is_none_is_refused(client, invited, token):
    assert client.get(f"/account/{invited.pk}/{token}/").status_code == 410
