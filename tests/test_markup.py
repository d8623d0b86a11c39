"""Every page of the desk in every state is strict HTML with one heading, whoever asks."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client, override_settings

from annotations.first_corpus import load_first_corpus
from tests import access_table, pages
from tests.access_world import make_world

pytestmark = pytest.mark.django_db

READERS = ("stranger", "analyst", "administrator")
# What each address is sent: nothing, what it takes, that again from a page that went stale.
STALE = {"version": 99}
# Lists of a desk on which nothing was done yet.
LISTS = ["/", "/articles/", "/claims/", "/people/", "/sources/", "/tags/"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A desk with the first corpus and a row of everything; what a request changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_first_corpus()
        yield make_world()
        transaction.set_rollback(True)


def faults_of(response):
    """What is wrong with an answer, in words; nothing where it is no HTML."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    if not response.content.lstrip().lower().startswith(b"<!doctype html>"):
        pages.parse_fragment(response)
        return []
    elements = list(pages.parse(response).iter())
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    headings = [element for element in elements if element.tag == "h1"]
    return [
        *(f"{number} ids {name!r}" for name, number in ids.items() if number > 1),
        *(f"style of {element.tag}" for element in elements if element.get("style") is not None),
        *(["no language"] if not elements[0].get("lang") else []),
        *([f"{len(headings)} headings of the first order"] if len(headings) != 1 else []),
    ]


def answers_of(world, row, role):
    """(what was sent, the answer) for each state of a page that can be asked for."""
    path = row.path.format_map(world.names)
    names = world.names | {"path": path}
    data = {
        name: value.format_map(names) if isinstance(value, str) else value
        for name, value in row.data.items()
    }
    client = world.clients[role]
    for method, sent in [("get", {}), ("post", {}), ("post", data), ("post", data | STALE)]:
        cookies = client.cookies.copy()
        with transaction.atomic():
            yield f"{method} {sorted(sent)}", getattr(client, method)(path, sent)
            transaction.set_rollback(True)
        client.cookies = cookies


@pytest.mark.parametrize("row", access_table.TABLE, ids=lambda row: row.path)
def test_page_is_strict_html_with_one_heading(world, row):
    faults = {
        f"{role}, {sent}: {response.status_code}": faults_of(response)
        for role in READERS
        for sent, response in answers_of(world, row, role)
    }
    assert {asked: found for asked, found in faults.items() if found} == {}


def test_refusals_of_every_kind_are_among_the_pages(world):
    """Or the test above would have looked at less than it says."""
    found = {
        response.status_code
        for row in access_table.TABLE
        for role in READERS[:2]
        for _, response in answers_of(world, row, role)
        if faults_of(response) == [] and response.get("Content-Type", "").startswith("text/html")
    }
    assert found >= {200, 403, 404, 409, 410, 422}


@pytest.mark.parametrize("path", [*LISTS, *(f"{path}?q=nobody" for path in LISTS[3:])])
def test_empty_page_is_strict_html_with_one_heading(path, admin_client):
    answers = [Client().get(path), admin_client.get(path)]
    assert [faults_of(answer) for answer in answers] == [[], []]


@override_settings(ROOT_URLCONF="tests.config.broken_urls")
def test_page_of_a_failure_is_strict_html_with_one_heading():
    client = Client(raise_request_exception=False)
    response = client.get("/broken")
    assert (response.status_code, faults_of(response)) == (500, [])


def test_refusals_before_any_view_are_strict_html_with_one_heading():
    without_token = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a"})
    wrong_host = Client(SERVER_NAME="elsewhere.example").get("/claims/")
    assert (without_token.status_code, faults_of(without_token)) == (403, [])
    assert (wrong_host.status_code, faults_of(wrong_host)) == (400, [])
