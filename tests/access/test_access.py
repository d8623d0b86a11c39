"""Every address × everybody × reading and writing. An address without a row fails."""

from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.access import admin, table
from tests.access.world import ROLES, make_world
from tests.support.addresses import routes

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

TABLE = [*table.TABLE, *admin.TABLE]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One desk for all rows: whatever a request changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def filled(template, names):
    return template.format_map(names) if isinstance(template, str) else template


def answer_to(client, method, path, data):
    """The status and, of a redirect, where it leads; what was changed is taken back."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    location = response.headers.get("Location", "")
    return f"{response.status_code} {location}".strip()


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted({row.route for row in TABLE}) == sorted(routes())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_the_answer_of_the_table(world, row, method):
    path = filled(row.path, world.names)
    names = world.names | {"path": quote(path)}
    data = {name: filled(value, names) for name, value in row.data.items()}
    expected = {role: filled(getattr(row, method)[role], names) for role in ROLES}
    found = {
        role: answer_to(world.clients[role], method, path, data if method == "post" else {})
        for role in ROLES
    }
    for role, answer in expected.items():
        if answer.endswith("*"):
            found[role] = found[role][: len(answer) - 1] + "*"

    assert resolve(path.partition("?")[0]).route == row.route.replace("^", "")
    assert found == expected


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
def test_nothing_is_written_without_the_token_of_the_page(world, row):
    """What a page of somebody else's sends in a member's name is refused everywhere."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.members["administrator"])

    answer = answer_to(client, "post", filled(row.path, world.names), {})
    assert answer in ("403", "405")
