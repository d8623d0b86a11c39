import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.db.fixed_statements import fixed_cursor, fixed_rows
from corpus.models import Article
from tests.support.factories import make_article

pytestmark = pytest.mark.django_db

TITLES = CompiledQuery(
    KEY, build=lambda pk: Article.objects.filter(pk=pk).values_list("title", "byline", "place")
)


def test_cursor_gives_rows_and_is_counted_as_a_query(django_assert_num_queries):
    with django_assert_num_queries(1), fixed_cursor(connection) as cursor:
        cursor.execute("SELECT %s + 1", [2])
        assert cursor.fetchall() == [(3,)]


def test_rows_are_those_of_the_cursor(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert fixed_rows(connection, "SELECT %s + 1", [2]) == [(3,)]
    assert fixed_rows(connection, "SELECT %s + 1", [2]) == [(3,)]


def test_parameters_stand_where_they_are_marked():
    """A doubled percent sign is one, as everywhere in Django."""
    for _ in range(4):
        assert fixed_rows(connection, "SELECT %s - %s, 7 %% %s, '%%s'", [5, 3, 4]) == [(2, 3, "%s")]


def test_errors_of_a_statement_are_those_of_django():
    with pytest.raises((ProgrammingError, OperationalError)), transaction.atomic():
        fixed_rows(connection, "SELECT nothing FROM nowhere", [])


def test_listener_hears_of_statements():
    heard = []

    def listen(execute, sql, parameters, many, context):
        heard.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        fixed_rows(connection, "SELECT %s", [2])

    assert heard == ["SELECT %s"]


def test_broken_transaction_takes_no_statement():
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            fixed_rows(connection, "SELECT %s", [2])


def prepared(words):
    """How many statements with these words this connection of PostgreSQL has prepared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE strpos(statement, %s) > 0", [words]
        )
        return cursor.fetchone()[0]


@pytest.mark.only_on("postgresql")
def test_statement_that_is_executed_often_is_prepared():
    article = make_article(title="Convoys")
    words = '"byline", "corpus_article"."place"'

    before = prepared(words)
    rows = [TITLES(article.pk) for _ in range(5)]

    assert rows == 5 * [[("Convoys", "", "")]]
    assert (before, prepared(words)) == (0, 1)


@pytest.mark.only_on("postgresql")
def test_searches_are_planned_for_their_words():
    make_article(title="Convoys")
    titles = Article.objects.filter(title="Convoys").values_list("title", "place", "byline")

    assert [list(titles.all()) for _ in range(5)] == 5 * [[("Convoys", "", "")]]

    assert prepared('"place", "corpus_article"."byline"') == 0
