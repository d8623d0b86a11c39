"""Which tests run on each database: those that ask one, and no other can."""

import os

import pytest
from django.db import connection, connections
from django.test import TestCase


def is_of_a_database(request):
    return request.node.get_closest_marker("database") is not None


def test_without_a_database_none_can_be_asked(request):
    assert not is_of_a_database(request)
    for ask in (lambda: connection.vendor, lambda: connections["default"], connections.all):
        with pytest.raises(AssertionError, match="Mark this test with django_db"):
            ask()
    assert "DATABASE_URL" not in os.environ


@pytest.mark.django_db
def test_with_its_mark_one_can_be_asked(request):
    assert is_of_a_database(request)
    assert connection.vendor == connections["default"].vendor


def test_with_its_fixture_one_can_be_asked(request, db):
    assert is_of_a_database(request)
    assert connection.vendor == connections["default"].vendor


def test_what_commits_leaves_the_rows_of_the_migrations(request):
    """In any order: the next test finds the groups, and their permissions by the same keys."""
    unkept = [
        item.nodeid
        for item in request.session.items
        for mark in [item.get_closest_marker("django_db")]
        if "transactional_db" in item.fixturenames
        or (mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"))
    ]
    assert unkept == []


class OfACase(TestCase):
    @pytest.fixture(autouse=True)
    def keep(self, request):
        self.request = request

    def test_in_a_case_one_can_be_asked(self):
        assert is_of_a_database(self.request)
        assert connection.vendor == connections["default"].vendor
