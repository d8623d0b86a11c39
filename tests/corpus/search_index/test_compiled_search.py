import pytest
from django.db import connection

from corpus.db.compiled_query import KEY, TEXT, CompiledQuery
from corpus.db.query_batch import sent_together
from corpus.models import Person, PersonIndex
from corpus.search.parser import parse
from corpus.search.query_tree import Field
from corpus.search_index.compiled_search import CompiledSearch
from corpus.search_index.models import ANY_WORDS
from corpus.search_index.word_forms import with_forms
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db

QUERIES = [
    "envoy",
    "envoys",
    "env*",
    '"zamir kabulov"',
    '"kabulov zamir"',
    "zamir kabulov",
    "zamir -kabulov",
    "kabulov OR north",
    '"the envoy" OR "zamir k*"',
    "title:kabulov",
    "nobody",
]


def people(tree, kind):
    return Person.objects.present().matching(tree).filter(kind=kind).in_name_order()


def either(tree):
    index = PersonIndex.condition(tree, None)
    again = Person.objects.filter(PersonIndex.condition(tree, None)).values("pk")
    return Person.objects.filter(index, pk__in=again).in_name_order()


names = CompiledQuery(KEY, build=lambda pk: Person.objects.filter(pk=pk).values_list("name"))
OF_KIND = CompiledSearch(PersonIndex, TEXT, build=people)
TWICE_MATCHED = CompiledSearch(PersonIndex, build=either)


@pytest.fixture(autouse=True)
def named():
    make_person("Zamir Kabulov", aliases=["The envoys"])
    make_person("Zamir North", aliases=["Envoy to Kabul 100%s"])
    make_person("Envoys of Kabul", kind="group")


@pytest.mark.only_on("postgresql")
def test_searches_go_by_themselves_beside_what_came_together():
    tree = parse("envoy").tree
    rows = TWICE_MATCHED.rows(tree, most=9)
    with sent_together((names, Person.objects.first().pk)):
        assert TWICE_MATCHED.rows(tree, most=9) == rows
        assert names(Person.objects.first().pk) == [(Person.objects.first().name,)]
    assert len(rows) == 3


@pytest.mark.parametrize("typed", QUERIES)
def test_rows_are_those_of_the_queryset_for_any_words(typed):
    tree = parse(typed).tree
    for kind in ("person", "group"):
        rows = list(people(tree, kind))
        assert OF_KIND.rows(tree, kind, most=9) == rows
        assert OF_KIND.count(tree, kind, most=9) == len(rows)
    assert TWICE_MATCHED.rows(tree, most=9) == list(either(tree))


def test_only_so_many_rows_are_read_and_counted():
    tree = parse("zamir").tree
    assert [each.name for each in OF_KIND.rows(tree, "person", most=1)] == ["Zamir Kabulov"]
    assert [OF_KIND.count(tree, "person", most=most) for most in (1, 2, 3)] == [1, 2, 2]


def test_it_takes_one_query_and_is_compiled_once(django_assert_num_queries):
    tree = with_forms(parse("zamir").tree)
    OF_KIND.rows(tree, "person", most=9)
    statement = OF_KIND._query.statement(connection.vendor)
    with django_assert_num_queries(1):
        OF_KIND.rows(tree, "person", most=9)
    assert OF_KIND._query.statement(connection.vendor) is statement


def test_a_tree_that_needs_several_lookups_is_not_for_it():
    trees = [parse(typed).tree for typed in ("envoy", "envoy -zamir", "-envoy", "")]
    trees.append(Field("source", "TASS"))
    assert [*map(CompiledSearch.is_for, trees)] == [True, True, False, False, False]


def test_the_mark_of_any_words_is_no_word():
    [mark] = ANY_WORDS.words
    assert parse(mark).tree is None
