import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Alias, Person, acting
from corpus.records.merging import merge
from corpus.search_index.models import PersonIndex
from tests.support.acts import act
from tests.support.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def test_known_as_finds_by_name_and_alias_in_any_case():
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    make_person("Zamir Kabulov")

    found = [list(Person.objects.known_as(name)) for name in ("alexander  BIKANTOV", "VIKANTOV")]

    assert found == [[person], [person]]


def test_starting_matches_the_beginning_of_any_word():
    bikantov = make_person("Alexander Bikantov", aliases=["Vikantov"])
    make_person("Zamir Kabulov")

    typed = ["alex", "bik", "vik", "antov"]

    assert [list(Person.objects.starting(part)) for part in typed] == [[bikantov]] * 3 + [[]]


def test_matched_alias_is_named():
    make_person("Alexander Bikantov", aliases=["Vikantov"])

    [person] = Person.objects.starting("vik").with_alias_for("vik")

    assert person.matched_alias == "Vikantov"


def test_obtain_takes_the_one_who_is_known_and_makes_the_unknown():
    known = make_person("Alexander Bikantov", aliases=["Vikantov"])
    user = make_user()

    again = act(user, Person.objects.obtain, "vikantov")
    fresh = act(user, Person.objects.obtain, "  Ayaz   Wazir ")

    assert (again, fresh.name) == (known, "Ayaz Wazir")


def test_obtain_makes_a_new_person_where_two_have_the_name():
    two = [make_person("Ivan Petrov"), make_person("Ivan Petrov")]

    third = act(make_user(), Person.objects.obtain, "Ivan Petrov")

    assert third not in two


def test_removed_alias_and_removed_person_are_not_known():
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    act(make_user(), Alias.objects.get().remove)
    act(make_user(), make_person("Zamir Kabulov").remove)

    assert list(Person.objects.known_as("Vikantov")) == []
    assert list(Person.objects.known_as("Zamir Kabulov")) == []
    assert list(Person.objects.known_as("Alexander Bikantov")) == [person]


def test_alias_is_unique_for_a_person():
    person = make_person(aliases=["Vikantov"])

    with pytest.raises(IntegrityError), acting("alias.create", make_user()):
        Alias.objects.create(person=person, name="VIKANTOV")


def test_many_names_are_obtained_as_one_is():
    by = make_user()
    bikantov = make_person("Alexander Bikantov", aliases=["Vikantov"], by=by)
    other = make_person("A. Bikantov", by=by)
    act(by, merge, other, bikantov)
    for _ in range(2):
        make_person("Ivan Petrov", by=by)
    names = ["vikantov", "A. Bikantov", "Ivan Petrov", " New   One ", "new one"]

    people = act(by, Person.objects.obtain_all, names)
    assert people[:2] == [bikantov, bikantov]
    assert [person.name for person in people[2:]] == ["Ivan Petrov", "New One", "New One"]
    assert people[3] == people[4]
    assert Person.objects.filter(name="Ivan Petrov").count() == 3


def test_many_new_people_take_as_many_queries_as_some():
    by = make_user()

    def queries_of(names):
        with CaptureQueriesContext(connection) as captured:
            act(by, Person.objects.obtain_all, names)
        return len(captured)

    assert queries_of(["a", "b"]) == queries_of([f"c {n}" for n in range(40)])
    assert list(Person.objects.unindexed()) == []


def test_people_indexed_together_are_found_by_their_aliases_too():
    by = make_user()
    person = make_person("Ada", aliases=["Grace", "Countess"], by=by)
    PersonIndex.objects.all().delete()
    Person.keep_all_indexed([person, make_person("Bob", by=by)])
    assert list(PersonIndex.objects.order_by("pk").values_list("text", flat=True)) == [
        " ada countess grace ",
        " bob ",
    ]
