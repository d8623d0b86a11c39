"""Numbers that no row has, wherever an address or a form takes one: a clear answer, never a 500."""

import os
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from django.db import transaction

from tests.access import admin, table
from tests.access.world import make_world

pytestmark = pytest.mark.django_db

TABLE = [*table.TABLE, *admin.TABLE]
# Beyond what columns of either database hold, below all of them, and no plain digits.
NUMBERS = [10**30, 2**63, 2**31, -1, "9" * 5000, "²"]
# The fields of a query in which a number, or an id, can stand.
QUERY = "before after rev old new at offset place cards year p o id pk source person tag".split()
QUERY += ["passages-before", "claims-after", "id__exact", "source__id__exact", "action"]
# Of a form that is sent, besides what the row says: fields in which a number or an id can stand.
FIELDS = "revision start end piece at version into_version people claim others key next".split()
SENT = [row for row in TABLE if row.data]
# So many of the numbers are tried in each field of a form, and three times as many in an address,
# in turn: each row begins with another one, so that together they try each in each field.
TRIED = int(os.environ.get("LARGE_NUMBERS", "1"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One desk for all rows: whatever a request changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def status_of(world, method, path, data=None):
    """The status, or what was raised; what was changed is taken back."""
    client = world.clients["administrator"]
    cookies = client.cookies.copy()
    try:
        with transaction.atomic():
            status = getattr(client, method)(path, data).status_code
            transaction.set_rollback(True)
    except Exception as error:
        status = f"{type(error).__name__}: {str(error)[:80]}"
    client.cookies = cookies
    return status


def is_answer(status):
    return isinstance(status, int) and status < 500


def filled(template, names):
    return template.format_map(names) if isinstance(template, str) else template


def numbers_from(place):
    """All the numbers, over and over, from another one for each place in a table."""
    return islice(cycle(NUMBERS), place % len(NUMBERS), None)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
def test_no_number_in_an_address_fails(world, row):
    usual, failed = filled(row.path, world.names), {}
    for number in islice(numbers_from(TABLE.index(row)), min(3 * TRIED, len(NUMBERS))):
        keys = {name: number for name in world.names if name.endswith(("_pk", "_type"))}
        asked = urlencode(
            {"q": "convoy", "since": f"{number}-{number}"} | dict.fromkeys(QUERY, number)
        )
        addresses = {usual.partition("?")[0] + "?" + asked, filled(row.path, world.names | keys)}
        for each in addresses - {usual}:
            if not is_answer(status := status_of(world, "get", each)):
                failed[number if len(str(number)) < 40 else "long"] = status

    assert failed == {}


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.path)
def test_no_number_in_a_form_fails(world, row):
    path = filled(row.path, world.names)
    data = {name: filled(value, world.names) for name, value in row.data.items()}
    failed = {}
    numbers = numbers_from(SENT.index(row))
    for name in sorted({*FIELDS, *row.data}):
        for number in islice(numbers, TRIED):
            if not is_answer(status := status_of(world, "post", path, data | {name: number})):
                failed[name, number if len(str(number)) < 40 else "long"] = status

    assert failed == {}
