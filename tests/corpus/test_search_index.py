import pytest

from corpus.models import Article
from corpus.search.grammar import parse
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def found(q):
    return [a.title for a in Article.objects.matching(parse(q).tree).order_by("-sort_key")]


def test_it():
    make_article(
        "COVID-19 hit the U.S.-led forces. O’Brien ran 1,200.50 miles",
        title="one",
        published="2021-01-01",
    )
    make_article("AT&T and C++ in naïve 中国人民", title="two", published="2021-01-02")
    make_article("Running runs", title="three", published="2021-01-03")
    assert found("covid-19") == ["one"]
    assert found("run") == ["three"]
    assert found("ran OR runs") == ["three", "one"]
    assert found('"at t"') == ["two"]
    assert found("c++") == ["two"]
    assert found("-c++") == ["three", "one"]
    assert found("-c++ -run") == ["one"]
    assert found("国人") == ["two"]
    assert found("国 人") == []
    assert found("runn*") == ["three"]
    assert found("title:t*") == ["three", "two"]
    assert found("(a OR -run)") == ["two", "one"]
    assert found("NAIVE -(c OR d)") == ["two"]
    a = Article.objects.get(title="one")
    Article.objects.filter(pk=a.pk).update(text="gone")
    assert found("covid-19") == []
    assert list(Article.objects.unindexed()) == [a]
    a.refresh_from_db()
