import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User

from tests.support.admin_pages import fill, opened, page_for, page_of, run_action
from tests.support.factories import ADMINISTRATORS, ANALYSTS, EDITORS, make_user
from tests.support.member_queries import OF_MEMBER

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "a sentence nobody would guess"


@pytest.fixture
def administrator(client):
    user = make_user(ADMINISTRATORS, "root")
    client.force_login(user)
    return user


def test_account_is_made_with_its_group(client, administrator):
    analysts = Group.objects.get(name=ANALYSTS)
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    fill(client, page_for(User, "add"), username="bob", groups=[analysts.pk], **passwords)

    bob = User.objects.get(username="bob")
    assert list(bob.groups.all()) == [analysts]
    assert bob.check_password(NEW_PASSWORD)
    assert (bob.is_active, bob.is_staff, bob.is_superuser) == (True, False, False)


def test_account_without_a_group_must_be_asked_for(client, administrator):
    typed = {"username": "bob", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    page = fill(client, page_for(User, "add"), **typed)

    form = page.context["adminform"].form
    assert form.errors == {"groups": ["Choose a group, or tick “without group”."]}
    assert not User.objects.filter(username="bob").exists()
    fill(client, page_for(User, "add"), **typed, without_group="on")
    assert User.objects.get(username="bob").groups.count() == 0


def test_account_is_closed(client, administrator):
    bob = make_user(ANALYSTS, "bob")
    values = opened(client, page_of(bob))
    del values["is_active"]
    client.post(page_of(bob), values)

    bob.refresh_from_db()
    assert (bob.is_active, bob.groups.get().name) == (False, ANALYSTS)


def test_account_is_never_deleted(client, administrator):
    bob = make_user(ANALYSTS, "bob")
    run_action(client, [bob], "delete_selected", post="yes")

    assert client.get(page_of(bob, "delete")).status_code == 403
    assert client.post(page_of(bob, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(username="bob").exists()


def test_superuser_deletes_no_account_either(client):
    client.force_login(User.objects.create_superuser("over", password=NEW_PASSWORD))
    bob = make_user(ANALYSTS, "bob")

    assert client.post(page_of(bob, "delete"), {"post": "yes"}).status_code == 403


def test_administrator_grants_nobody_more_than_a_group(client, administrator):
    bob = make_user(ANALYSTS, "bob")
    every = list(Permission.objects.values_list("pk", flat=True))
    typed = {"is_superuser": "on", "is_staff": "on", "user_permissions": every}
    fill(client, page_of(bob), first_name="Bob", **typed)

    bob.refresh_from_db()
    assert (bob.first_name, bob.is_superuser, bob.is_staff) == ("Bob", False, False)
    assert bob.user_permissions.count() == 0


def test_administrator_keeps_the_own_door_open(client, administrator):
    analysts = Group.objects.get(name=ANALYSTS)
    values = opened(client, page_of(administrator)) | {"groups": [analysts.pk]}
    client.post(page_of(administrator), values)

    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.groups.get().name) == (True, ADMINISTRATORS)


def test_superuser_is_out_of_an_administrators_reach(client, administrator):
    over = User.objects.create_superuser("over", password=NEW_PASSWORD)
    passwords = {"password1": "another sentence 12", "password2": "another sentence 12"}
    address = f"/admin/auth/user/{over.pk}/password/"

    assert client.post(page_of(over), {"username": "mine"}).status_code == 403
    assert client.get(address).status_code == 403
    assert client.post(address, passwords | {"set-password": "1"}).status_code == 403
    over.refresh_from_db()
    assert (over.username, over.check_password(NEW_PASSWORD)) == ("over", True)


def test_administrator_sets_the_password_of_a_member(client, administrator):
    bob = make_user(EDITORS, "bob")
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}
    client.post(f"/admin/auth/user/{bob.pk}/password/", passwords | {"set-password": "1"})

    bob.refresh_from_db()
    assert bob.check_password(NEW_PASSWORD)


def test_groups_are_read_and_not_changed(client, administrator):
    analysts = Group.objects.get(name=ANALYSTS)
    before = analysts.permissions.count()
    page = client.get(page_of(analysts))

    assert page.status_code == 200
    assert client.post(page_of(analysts), {"name": "Others"}).status_code == 403
    assert client.get(page_for(Group, "add")).status_code == 403
    assert client.post(page_of(analysts, "delete"), {"post": "yes"}).status_code == 403
    assert Group.objects.get(name=ANALYSTS).permissions.count() == before


@pytest.mark.parametrize("page", ["changelist", "add"])
def test_editor_sees_no_accounts(client, page):
    client.force_login(make_user(EDITORS))
    assert client.get(page_for(User, page)).status_code == 403


def test_nothing_else_is_registered():
    """What others' apps bring along deletes for good: here it has no pages."""
    labels = {model._meta.label for model in admin.site._registry}
    assert {label for label in labels if label.split(".")[0] not in ("corpus", "annotations")} == {
        "auth.Group",
        "auth.User",
    }


def test_list_asks_the_same_for_1_and_30_rows(client, administrator, django_assert_num_queries):
    client.get(page_for(User))
    with django_assert_num_queries(OF_MEMBER + 4):
        client.get(page_for(User))
    for _ in range(30):
        make_user(ANALYSTS)
    with django_assert_num_queries(OF_MEMBER + 4):
        client.get(page_for(User))
