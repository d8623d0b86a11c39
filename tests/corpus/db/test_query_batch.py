"""Queries that go to PostgreSQL in one statement answer as they do one by one."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from annotations.models import Passage, Placement
from corpus.db.compiled_query import KEY, KEYS, TEXT, TEXTS, CompiledModelQuery, CompiledQuery
from corpus.db.query_batch import ColumnOf, sent_together
from corpus.models import Article, Revision, Snapshot
from tests.support.factories import make_article, make_passage

pytestmark = pytest.mark.django_db
ID = UUID("12345678123456781234567812345678")
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
EARLIER = date(2020, 2, 29)

titles = CompiledQuery(
    TEXTS,
    build=lambda names: (
        Article.objects.filter(title__in_array=names).order_by("-pk").values_list("title")
    ),
)
articles = CompiledModelQuery(KEY, build=lambda pk: Article.objects.filter(pk=pk))
passages = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Passage.objects.filter(pk__in_array=keys)
        .order_by("pk")
        .values_list("article", "quote", "key", "created_at", "edited_at", "deleted_at")
    ),
)
pages = CompiledQuery(
    KEY, build=lambda pk: Revision.objects.filter(article=pk).values_list("pages", "number")
)
published = CompiledQuery(
    KEY, build=lambda pk: Article.objects.filter(pk=pk).values_list("published_on")
)
by_title = CompiledModelQuery(TEXT, build=lambda title: Article.objects.filter(title=title))
passages_of = CompiledQuery(
    *(KEY, TEXTS),
    build=lambda article, quotes: (
        Passage.objects.filter(article=article, quote__in_array=quotes)
        .order_by("pk")
        .values_list("pk")
    ),
)


@pytest.fixture
def article():
    article = make_article("Some words.", 'it\'s "50 %" \\ of \x7f“é”', "2021-08-05")
    article.revisions.update(pages=[[0, "1"], [5, "2"]])
    for quote in ("Some", "words"):
        make_passage(article, quote)
    first = article.passages.first()
    Passage.objects.filter(pk=first.pk).update(key=ID, edited_at=MOMENT)
    return article


def rows_of(calls):
    return [query(*values) for query, *values in calls]


def test_rows_are_those_of_each_query_by_itself(article, django_assert_num_queries):
    keys = set(article.passages.values_list("pk", flat=True))
    calls = [
        (titles, [article.title, "none"]),
        (titles, ["none"]),
        (articles, article.pk),
        (passages, keys),
        (pages, article.pk),
        (published, article.pk),
    ]
    by_themselves = rows_of(calls)

    statements = 1 if connection.vendor == "postgresql" else len(calls)
    with django_assert_num_queries(statements), sent_together(*calls):
        together = rows_of(calls)

    assert together == by_themselves
    assert [row[2:4] for row in together[3]] == [row[2:4] for row in passages(keys)]
    assert together[3][0][4] == MOMENT
    assert together[2][0].__dict__.keys() == by_themselves[2][0].__dict__.keys()


@pytest.mark.parametrize("number", [0, 2])
def test_arguments_may_be_what_other_calls_answer(number, django_assert_num_queries):
    article = make_article("Some words.", "a", "2021-08-05")
    keys = [make_passage(article, quote).pk for quote in ("Some", "words")[:number]]
    read = (by_title, "a")
    marked = (passages_of, ColumnOf(read, "id"), ["Some", "words"])
    calls = [read, (published, ColumnOf(read, "id")), marked, (passages, ColumnOf(marked, "id"))]
    by_themselves = passages(keys)

    statements = 1 if connection.vendor == "postgresql" else len(calls)
    with django_assert_num_queries(statements), sent_together(*calls):
        assert [row.pk for row in by_title("a")] == [article.pk]
        assert published(article.pk) == [(article.published_on,)]
        # Of a list the order does not matter.
        assert passages_of(article.pk, ["words", "Some"]) == [(key,) for key in keys]
        assert passages(set(keys)) == by_themselves


def test_what_no_row_tells_has_no_rows(article):
    read = (by_title, "none")
    marked = (passages_of, ColumnOf(read, "id"), ["Some"])
    with sent_together(read, (published, ColumnOf(read, "id")), marked):
        assert by_title("none") == []
        assert published(article.pk) == [(article.published_on,)]
        assert len(passages_of(article.pk, ["Some"])) == 1


@pytest.mark.only_on("postgresql")
def test_each_call_is_answered_once_and_by_nothing_older(article, django_assert_num_queries):
    with sent_together((published, article.pk), (titles, ["a"])):
        with django_assert_num_queries(0):
            assert published(article.pk) == [(article.published_on,)]
        Article.objects.filter(pk=article.pk).update(published_on=EARLIER)
        assert published(article.pk) == [(EARLIER,)]
        with django_assert_num_queries(1):
            assert titles(["b"]) == []
    make_article("Text.", "a")
    assert titles(["a"]) == [("a",)]


@pytest.mark.only_on("postgresql")
def test_a_block_inside_another_sends_what_has_not_come(article, django_assert_num_queries):
    date_call, titles_call = (published, article.pk), (titles, ["a"])
    with sent_together(date_call):
        with django_assert_num_queries(1), sent_together(date_call, titles_call):
            assert rows_of([date_call]) == [[(article.published_on,)]]
        with django_assert_num_queries(0), sent_together():
            pass
        Article.objects.filter(pk=article.pk).update(published_on=EARLIER, title="a")
        # Neither what the inner block took of this one, nor what nobody took in it, comes again.
        assert rows_of([date_call, titles_call]) == [[(EARLIER,)], [("a",)]]


@pytest.mark.only_on("postgresql")
def test_nothing_is_left_after_an_error(article):
    with pytest.raises(ZeroDivisionError), sent_together((titles, ["a"])):
        raise ZeroDivisionError
    make_article("Text.", "a")
    assert titles(["a"]) == [("a",)]


@pytest.mark.only_on("postgresql")
def test_what_cannot_go_with_others_is_refused(article):
    locked = CompiledModelQuery(
        KEY, build=lambda pk: Article.objects.select_for_update().filter(pk=pk)
    )
    contents = CompiledQuery(
        KEY, build=lambda pk: Snapshot.objects.filter(pk=pk).values_list("content")
    )
    scores = CompiledQuery(
        KEY, build=lambda pk: Placement.objects.filter(pk=pk).values_list("score")
    )
    with (
        transaction.atomic(),
        pytest.raises(TypeError, match="locks rows"),
        sent_together((locked, article.pk)),
    ):
        pass
    for query, kind in ((contents, "BinaryField"), (scores, "FloatField")):
        with pytest.raises(TypeError, match=kind), sent_together((query, article.pk)):
            pass
