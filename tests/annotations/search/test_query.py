"""What a search is begun with: the forms of its words, taken for what they were the last time."""

import pytest
from django.db import connection

from annotations.search.query import NOT_WHOLE, parse_query
from annotations.search.results import newest_articles
from corpus.models import IndexState
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def titles(typed):
    page = newest_articles(parse_query(typed, is_for_newest=True), make_user())
    return sorted(hit.line.title for hit in page.lines)


def test_forms_that_a_word_has_since_its_last_search_are_found(django_assert_num_queries):
    make_article("Frigate", "Frigate")
    assert titles("frigate") == titles("frigate") == ["Frigate"]
    make_article("Frigates", "Frigates")
    assert titles("frigate") == ["Frigate", "Frigates"]
    # These forms are the ones that the next search begins with.
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        parse_query("frigate", is_for_newest=True)


def test_index_that_is_rebuilt_since_the_last_search_is_told():
    assert parse_query("convoy").problems == ()
    IndexState.objects.update(is_complete=False)
    assert parse_query("convoy").problems == (NOT_WHOLE,)
