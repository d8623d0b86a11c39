"""Members, and what administrators do with their accounts."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from annotations.accounts.groups import WITHOUT_GROUP, WORDS
from tests.support.claim_pages import text_of
from tests.support.factories import ADMINISTRATORS, ANALYSTS, EDITORS, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(ADMINISTRATORS, "root")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("group", "names"), [(ANALYSTS, [ANALYSTS]), (EDITORS, [EDITORS]), ("-", [])]
)
def test_account_is_invited_with_its_group(client, administrator, group, names):
    page = client.post("/members/invite/", {"username": "bea", "group": group})

    bea = User.objects.get(username="bea")
    assert [one.name for one in bea.groups.all()] == names
    assert (bea.is_active, bea.has_usable_password(), bea.is_staff) == (True, False, False)
    assert "It works once." in text_of(page)
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_id) == (administrator, str(bea.pk))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "bea"}, "group"),
        ({"username": "bea", "group": "Kings"}, "group"),
        ({"username": "ROOT", "group": ANALYSTS}, "username"),
        ({"username": "root", "group": ANALYSTS}, "username"),
        ({"username": "no spaces", "group": ANALYSTS}, "username"),
        ({"group": ANALYSTS}, "username"),
    ],
)
def test_invitation_that_is_refused_makes_nothing(client, administrator, typed, field):
    page = client.post("/members/invite/", typed)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert User.objects.count() == 1


def test_new_member_reads_what_the_group_may_do(client, administrator):
    page = client.post("/members/invite/", {"username": "bea", "group": "-"})
    path = page.context["address"].partition("://")[2].partition("/")[2]

    assert WITHOUT_GROUP in text_of(Client().get(f"/{path}"))


@pytest.mark.parametrize(("group", "words"), [(ANALYSTS, WORDS[ANALYSTS]), (None, WITHOUT_GROUP)])
def test_member_reads_on_the_own_account_what_they_may_do(client, group, words):
    client.force_login(make_user(group))

    assert words in text_of(client.get("/account/"))


def test_groups_with_words_are_those_of_the_desk():
    assert sorted(WORDS) == sorted(Group.objects.values_list("name", flat=True))


def test_closed_account_is_signed_out_and_stays_out_until_it_is_opened(client, administrator):
    bea = make_user(username="bea")
    browser = Client()
    browser.force_login(bea)
    client.post(f"/members/{bea.pk}/close/")

    assert browser.get("/account/").status_code == 302
    password = {"username": "bea", "password": "correct horse battery staple"}
    assert Client().post("/sign-in/", password).status_code == 200
    client.post(f"/members/{bea.pk}/open/")
    assert Client().post("/sign-in/", password).status_code == 302


def test_administrator_does_not_close_the_own_account(client, administrator):
    assert client.post(f"/members/{administrator.pk}/close/").status_code == 403
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("act", ["link", "close", "open"])
def test_superuser_is_out_of_an_administrators_reach(client, administrator, act):
    over = User.objects.create_superuser("over", password="a sentence nobody would guess")

    assert client.post(f"/members/{over.pk}/{act}/").status_code == 403
    over.refresh_from_db()
    assert over.is_active


def test_closed_account_gets_no_link(client, administrator):
    bea = make_user(username="bea")
    client.post(f"/members/{bea.pk}/close/")

    assert client.post(f"/members/{bea.pk}/link/").status_code == 403


def test_list_makes_as_many_queries_for_many_members(client, django_assert_num_queries):
    client.force_login(make_user(EDITORS, "a"))
    client.get("/members/")
    for number in (1, 5):
        for _ in range(number):
            make_user()
        with django_assert_num_queries(5):
            client.get("/members/")


def test_member_changes_the_own_name(client):
    bea = make_user(username="bea")
    client.force_login(bea)
    client.post("/account/", {"first_name": "Bea", "last_name": "Ortiz", "is_superuser": "on"})

    bea.refresh_from_db()
    assert (bea.get_full_name(), bea.is_superuser) == ("Bea Ortiz", False)
    assert "Bea Ortiz" in text_of(client.get(f"/members/{bea.pk}/"))


def test_member_changes_the_own_password_and_stays_signed_in_here_alone(client):
    bea = make_user(username="bea")
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(bea)
    new = "another sentence to guess"
    typed = {"new_password1": new, "new_password2": new}

    wrong = client.post("/account/password/", typed | {"old_password": "wrong"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["old_password"])
    client.post("/account/password/", typed | {"old_password": "correct horse battery staple"})
    bea.refresh_from_db()
    assert bea.check_password(new)
    assert [browser.get("/account/").status_code for browser in (client, elsewhere)] == [200, 302]
