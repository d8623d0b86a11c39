"""Every page of the desk in every state is strict HTML with one heading, whoever asks."""

from collections import Counter
from itertools import product

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from tests.access import table
from tests.access.world import make_world
from tests.support import pages
from tests.support.page_states import State, states

# Templates escape and nest alike whatever database their words come from.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

READERS = ("stranger", "analyst", "administrator")
# Lists of a desk on which nothing was done yet.
LISTS = ["/", "/articles/", "/claims/", "/people/", "/sources/", "/tags/"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A desk with the first corpus and a row of everything; what a request changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_first_corpus", verbosity=0)
        yield make_world()
        transaction.set_rollback(True)


def faults_of(state):
    """What is wrong with an answer, in words; nothing where it is no HTML."""
    if not state.is_html:
        return []
    if not state.is_page:
        pages.parse_fragment(state.response)
        return []
    elements = list(pages.parse(state.response).iter())
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    headings = [element for element in elements if element.tag == "h1"]
    return [
        *(f"{number} ids {name!r}" for name, number in ids.items() if number > 1),
        *(f"style of {element.tag}" for element in elements if element.get("style") is not None),
        *(["no language"] if not elements[0].get("lang") else []),
        *([f"{len(headings)} headings of the first order"] if len(headings) != 1 else []),
    ]


def found_at(client, path, method="get", **data):
    """The status of a page that is not in the table, and its faults."""
    response = getattr(client, method)(path, data)
    state = State("", method, path, data, response)
    return response.status_code, state.is_page, faults_of(state)


@pytest.mark.parametrize("row", table.TABLE, ids=lambda row: row.path)
def test_page_is_strict_html_with_one_heading(world, row):
    faults = {
        state.name: faults_of(state) for role in READERS for state in states(world, row, role)
    }
    assert {name: found for name, found in faults.items() if found} == {}


def test_refusals_of_every_kind_are_among_the_pages(world):
    """Or the test above would have looked at less than it says."""
    missing = {200, 403, 404, 409, 410, 422}
    for row, role in product(table.TABLE, READERS[:2]):
        # The rest need not be asked once each was seen.
        if missing:
            pages_there = [state for state in states(world, row, role) if state.is_page]
            missing -= {state.response.status_code for state in pages_there}
    assert missing == set()


@pytest.mark.parametrize("path", [*LISTS, *(f"{path}?q=nobody" for path in LISTS[3:])])
def test_empty_page_is_strict_html_with_one_heading(path, admin_client):
    assert found_at(admin_client, path) == (200, True, [])


@override_settings(ROOT_URLCONF="tests.config.broken_urls")
def test_page_of_a_failure_is_strict_html_with_one_heading():
    client = Client(raise_request_exception=False)
    assert found_at(client, "/broken") == (500, True, [])


def test_refusals_before_any_view_are_strict_html_with_one_heading():
    without_token = Client(enforce_csrf_checks=True)
    wrong_host = Client(SERVER_NAME="elsewhere.example")
    assert found_at(without_token, "/sign-in/", "post", username="a") == (403, True, [])
    assert found_at(wrong_host, "/claims/") == (400, True, [])
