import pytest

from annotations.models.search_index import TagIndex
from corpus.models import ArticleIndex, IndexState, PersonIndex
from corpus.search.parser import parse
from corpus.search_index.models import have_matches
from tests.support.factories import make_article, make_person, make_tag

pytestmark = pytest.mark.django_db


def matches(typed):
    tree = parse(typed).tree
    return have_matches(*((tree, index) for index in (PersonIndex, TagIndex, ArticleIndex)))


def test_one_query_says_which_indexes_have_a_match(django_assert_num_queries):
    make_person("Zamir Kabulov", aliases=["The envoys"])
    make_tag("border/river")
    make_article("Nobody crossed the river.")
    with django_assert_num_queries(1):
        assert matches('"kabulov"') == (True, False, False)
    assert matches("envoy") == (True, False, False)
    assert matches("river") == (False, True, True)
    assert matches('"river border"') == (False, False, False)
    assert matches('"border river"') == (False, True, False)
    assert matches("title:river") == (False, False, False)
    assert matches("kabulov -envoy") == (False, False, False)


def test_tree_that_needs_several_lookups_may_match_everywhere(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert matches("-river") == (True, True, True)


def test_article_whose_text_was_changed_by_hand_has_no_match():
    article = make_article("Nobody crossed the river.")
    type(article).objects.filter(pk=article.pk).update(text="Nobody crossed.")
    assert matches("river") == (False, False, False)


def test_indexes_are_complete_unless_one_is_being_rebuilt():
    assert IndexState.are_all_complete()
    IndexState.objects.update(is_complete=False)
    assert not IndexState.are_all_complete()
