"""Queries that are prepared answer as their QuerySets do."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.db.transaction import TransactionManagementError

from annotations.models import Passage
from corpus.db.compiled_query import (
    KEY,
    KEYS,
    TEXT,
    TEXTS,
    UNIQUE_ID,
    CompiledModelQuery,
    CompiledQuery,
)
from corpus.models import Article, Source
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_source, make_user

pytestmark = pytest.mark.django_db


def of_source(source, titles):
    found = Article.objects.filter(source=source, title__in_array=titles, deleted_at=None)
    return found.order_by("-pk").values_list(
        "pk", Upper("title"), "published_on", "source__name", "text"
    )[:2]


def test_rows_are_those_of_the_queryset():
    one, other = make_source("One"), make_source("Two")
    for title in ("a", "b", "c", "d"):
        make_article("Text.", title, "2021-08", source=one)
    make_article("Text.", "a", source=other)
    prepared = CompiledQuery(KEY, TEXTS, build=of_source)
    for source, titles in ((one, "abd"), (other, "a"), (one, ""), (other, "z"), (one, ["c", "é"])):
        assert prepared(source.pk, list(titles)) == list(of_source(source.pk, list(titles)))
    assert [row[1] for row in prepared(one.pk, ("a", "b", "d"))] == ["D", "B"]


def test_texts_and_keys_are_asked_for_as_they_are():
    article = make_article("Text.", "it's 50 % “of” \ue0001")
    by_title = CompiledQuery(
        TEXT, build=lambda title: Article.objects.filter(title=title).values_list("title")
    )
    by_keys = CompiledQuery(
        KEYS, build=lambda keys: Article.objects.filter(pk__in_array=keys).values_list("pk")
    )
    assert by_title(article.title) == [(article.title,)]
    assert by_title("' OR 1=1 --") == []
    assert by_keys([article.pk, article.pk + 1]) == [(article.pk,)]
    assert by_keys(()) == []


def test_value_may_be_asked_for_twice():
    article = make_article("Text.")
    twice = CompiledQuery(
        KEY,
        build=lambda pk: Article.objects.filter(Q(pk=pk) | Q(source=pk)).values_list("pk"),
    )
    assert twice(article.pk) == [(article.pk,)]


def test_query_that_changes_its_value_is_refused():
    lost = CompiledQuery(KEY, build=lambda pk: Source.objects.filter(pk=pk + 1).values_list("pk"))
    with pytest.raises(TypeError, match=r"its values \[0\] as they are"):
        lost(1)
    shapeless = CompiledQuery(KEY, build=lambda pk: Source.objects.values_list("pk"))
    with pytest.raises(TypeError):
        shapeless(1)


def with_source(pk):
    rows = Article.objects.filter(pk=pk).select_related("source").defer("text")
    return rows.annotate(shout=Upper("title"), is_dated=Q(published_on__isnull=False))


@pytest.mark.parametrize("source", [None, "Tass"])
def test_model_rows_are_those_of_the_queryset(source, django_assert_num_queries):
    article = make_article("Text.", "a", "2021-08", source=source and make_source(source))
    query = CompiledModelQuery(KEY, build=with_source)
    (expected,) = with_source(article.pk)

    (row,) = query(article.pk)

    assert type(row) is Article
    assert row.__dict__.keys() == expected.__dict__.keys()
    assert row.get_deferred_fields() == {"text"}
    assert (row._state.db, row._state.adding) == ("default", False)
    with django_assert_num_queries(0):
        assert (row, row.source, row.shout) == (expected, expected.source, "A")
        assert (row.published, row.is_dated) == (expected.published, True)
    assert query(article.pk + 1) == []


def test_unique_ids_are_asked_for_as_they_are():
    article = make_article("Some words to mark.")
    marked, other = make_passage(article, "words"), make_passage(article, "mark")
    for passage in (marked, other):
        passage.key = uuid4()
        act(make_user(), passage.save)
    by_key = CompiledQuery(
        UNIQUE_ID, build=lambda key: Passage.objects.filter(key=key).values_list("pk")
    )
    assert by_key(marked.key) == [(marked.pk,)]
    assert by_key(other.key) == [(other.pk,)]
    assert by_key(uuid4()) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.only_on("postgresql")
def test_rows_are_locked_inside_a_transaction_only():
    article = make_article("Text.")
    locked = CompiledModelQuery(
        KEY, build=lambda pk: Article.objects.select_for_update().filter(pk=pk)
    )
    with transaction.atomic():
        assert locked(article.pk) == [article]
    with pytest.raises(TransactionManagementError):
        locked(article.pk)
