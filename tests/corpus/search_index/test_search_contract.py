"""What each query finds, the same on both databases."""

import pytest
from django.db import transaction

from corpus.models import Article
from corpus.search.fields import parse_query
from corpus.search_index.word_forms import with_hyphens
from tests.corpus.search_index.search_contract import TOPICS
from tests.corpus.search_index.search_documents import DOCUMENTS, make_documents

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def names(django_db_setup, django_db_blocker):
    """The documents' names by the keys of their articles; one desk for all queries."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_documents(DOCUMENTS)
        transaction.set_rollback(True)


def answer(names, typed):
    parsed = parse_query(typed)
    if parsed.tree is None:
        return [], parsed.problems
    keys = (
        Article.objects.present().matching(with_hyphens(parsed.tree)).values_list("pk", flat=True)
    )
    return sorted(names[key] for key in keys), parsed.problems


class TestContract:
    def test_there_is_enough_to_search(self):
        typed = {query.typed for queries in TOPICS.values() for query in queries}
        assert (len(DOCUMENTS) >= 70, len(typed) >= 400) == (True, True)

    @pytest.mark.parametrize("queries", TOPICS.values(), ids=TOPICS)
    def test_queries_find_what_a_reader_expects(self, names, queries):
        answers = {query.typed: answer(names, query.typed) for query in queries}
        assert answers == {query.typed: (query.names, query.problems) for query in queries}
