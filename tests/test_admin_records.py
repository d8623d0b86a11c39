"""What holds for every kind of record in the admin."""

from unittest.mock import ANY

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from annotations.history.facts import FieldChange
from corpus.models import Action
from corpus.records.record import Record
from tests.support import factories
from tests.support.acts import act
from tests.support.admin_pages import fill, opened, page_for, page_of, run_action
from tests.support.factories import EDITORS, make_user
from tests.support.full_records import MAKERS, every_list, every_record
from tests.support.member_queries import OF_MEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS, "ada")
    client.force_login(user)
    return user


def counts():
    """How many rows every table of ours holds, history and links included."""
    models = [*apps.get_app_config("corpus").get_models()]
    models += apps.get_app_config("annotations").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def test_every_registered_record_is_tested():
    registered = {model for model in admin.site._registry if issubclass(model, Record)}
    assert registered == set(MAKERS)


@every_record
def test_change_form_saved_untouched_changes_nothing(client, editor, make):
    row = make()
    before = counts()
    response = fill(client, page_of(row))

    version = row.version
    row.refresh_from_db()
    assert (response.status_code, row.version) == (302, version)
    assert counts() == before


@every_record
def test_delete_page_deletes_softly(client, editor, make):
    row = make()
    before = counts()
    asked = client.get(page_of(row, "delete"))
    response = client.post(page_of(row, "delete"), {"post": "yes"})

    row.refresh_from_db()
    assert (asked.status_code, response.status_code) == (200, 302)
    assert row.deleted_by == editor
    action = Action.objects.latest("pk")
    assert (action.kind, action.by) == (f"{row._meta.model_name}.delete", editor)
    history = f"Historical{type(row).__name__}"
    assert counts() == before | {history: before[history] + 1, "Action": before["Action"] + 1}


@every_record
def test_delete_action_deletes_softly_as_one_action(client, editor, make):
    rows = [make(), make()]
    before = counts()
    asked = run_action(client, rows, "delete_selected")
    response = run_action(client, rows, "delete_selected", post="yes")

    assert (asked.status_code, response.status_code) == (200, 302)
    model = type(rows[0])
    assert {row.deleted_by for row in model.objects.filter(pk__in=[r.pk for r in rows])} == {editor}
    history = f"Historical{model.__name__}"
    changed = {history: before[history] + len(rows), "Action": before["Action"] + 1}
    assert counts() == before | changed


@every_record
def test_deleted_row_is_listed_for_whoever_asks(client, editor, make):
    here, gone = make(), make()
    act(editor, gone.remove)
    model = type(gone)

    present = client.get(page_for(model)).context["cl"].result_list
    deleted = client.get(page_for(model) + "?deleted=yes").context["cl"].result_list
    assert gone not in present and here in present
    assert list(deleted) == [gone]


@every_record
def test_deleted_row_is_shown_and_not_edited(client, editor, make):
    row = make()
    values = opened(client, page_of(row))
    act(editor, row.remove)

    assert client.get(page_of(row)).status_code == 200
    assert client.post(page_of(row), values).status_code == 410
    assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 410


@every_record
def test_deleted_row_is_restored(client, editor, make):
    row = make()
    act(editor, row.remove)
    response = run_action(client, [row], "restore_selected", "?deleted=yes")

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.deleted_at, row.deleted_by) == (None, None)
    assert row.history.first().action.kind == f"{row._meta.model_name}.restore"
    assert row.history.first().history_user == editor


@pytest.mark.parametrize("make", [factories.make_source, factories.make_tag])
def test_row_whose_name_is_taken_stays_deleted(client, editor, make):
    gone = make("Reuters")
    act(editor, gone.remove)
    make("REUTERS")
    actions = Action.objects.count()
    response = run_action(client, [gone], "restore_selected", "?deleted=yes")

    gone.refresh_from_db()
    kind = gone._meta.verbose_name
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == [f"Reuters stays deleted. There is already a {kind} with this name."]
    assert gone.is_deleted
    assert Action.objects.count() == actions


@every_list
def test_list_asks_the_same_for_1_and_30_rows(client, editor, make, django_assert_num_queries):
    address = page_for(type(make()))
    client.get(address)
    with django_assert_num_queries(OF_MEMBER + 2):
        client.get(address)
    for _ in range(29):
        make()
    with django_assert_num_queries(OF_MEMBER + 2):
        client.get(address)


@every_record
def test_list_answers_whatever_was_typed(client, editor, make):
    model = type(make())

    for query in ["?q=e", "?q=%00", "?deleted=no", "?p=x", "?o=99", "?e=1"]:
        response = client.get(page_for(model) + query, follow=True)
        assert (query, response.status_code) == (query, 200)


@every_record
def test_history_of_a_deleted_row_is_on_its_page_of_the_desk(client, editor, make):
    row = make()
    act(editor, row.remove)

    response = client.get(page_of(row, "history"))
    address = reverse(f"{row._meta.model_name}_history", args=[row.public_id])
    assert (response.status_code, response.url) == (302, address)
    entries = client.get(address).context["entries"]
    assert entries[0].by == "ada"
    assert FieldChange(row._meta.verbose_name, ANY, "deleted") in entries[0].facts


@every_record
def test_page_of_a_row_that_is_not_there_leads_back(client, editor, make):
    model = type(make())
    for page in ("change", "delete", "history"):
        address = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=["999999"]
        )
        assert client.get(address)["Location"] == "/admin/"
