import pytest

from corpus.models import Article
from tests.support.factories import make_article

pytestmark = pytest.mark.django_db


def test_rows_are_found_among_numbers_and_among_strings():
    first, second, third = make_article(), make_article(), make_article()

    by_number = Article.objects.filter(pk__in_array={first.pk, second.pk, 0})
    by_string = Article.objects.filter(public_id__in_array=[first.public_id, "x\"'\\", "%s"])

    assert set(by_number) == {first, second}
    assert list(by_string) == [first]
    assert list(Article.objects.filter(pk__in_array=[])) == []
    assert set(Article.objects.exclude(pk__in_array=[first.pk, second.pk])) == {third}


def test_rows_are_found_through_a_relation():
    article, other = make_article(), make_article()

    found = type(article.revision).objects.filter(article__pk__in_array=[article.pk])

    assert list(found) == [article.revision]
    assert list(found.filter(article=other)) == []


def test_rows_are_found_by_the_keys_of_a_queryset():
    article, other, third = make_article(), make_article(), make_article()
    keys = Article.objects.filter(pk__in=[article.pk, other.pk]).order_by("-pk").values("pk")

    assert set(Article.objects.filter(pk__in_array=keys)) == {article, other}
    assert list(Article.objects.filter(pk__in_array=keys[:1])) == [other]
    assert list(Article.objects.exclude(pk__in_array=keys)) == [third]
    assert list(Article.objects.filter(pk__in_array=keys.none())) == []
