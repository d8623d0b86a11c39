"""Two editors save at the same moment: one is told, and nothing is overwritten."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from corpus.models import Action, Source
from tests.support.admin_pages import opened, page_for, page_of
from tests.support.factories import EDITORS, make_source, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EDITORS_AT_ONCE = 6


def sent_at_once(address, forms):
    """The statuses of the answers when each form is sent by an editor of its own."""
    clients = [Client() for _ in forms]
    for client in clients:
        client.force_login(make_user(EDITORS))

    def send(pair):
        client, form = pair
        try:
            return client.post(address, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as pool:
        return sorted(pool.map(send, zip(clients, forms, strict=True)))


def form_at(address):
    client = Client()
    client.force_login(make_user(EDITORS))
    return opened(client, address)


def test_name_taken_at_once_is_taken_once():
    address = page_for(Source, "add")
    names = ["Reuters", "REUTERS", "reuters"] * 2
    form = form_at(address)
    statuses = sent_at_once(address, [form | {"name": name} for name in names])

    assert statuses == [200] * 5 + [302]
    assert Source.objects.get().name_key == "reuters"
    assert Action.objects.count() == 1


def test_row_changed_at_once_is_changed_once():
    address = page_of(make_source())
    form, actions = form_at(address), Action.objects.count()
    countries = [f"country {n}" for n in range(EDITORS_AT_ONCE)]
    statuses = sent_at_once(address, [form | {"country": country} for country in countries])

    assert statuses == [302] + [409] * 5
    assert Source.objects.get().version == 2
    assert Action.objects.count() == actions + 1
