"""Two people who are one: merging, finding either by any name, and parting them again."""

import pytest

from corpus.models import Action, Person, acting
from corpus.records.edit_conflict import RowGone, StaleVersion
from corpus.records.merging import MergeRefused, merge, unmerge
from tests.support.acts import act
from tests.support.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user()


def people(found):
    return [person.name for person in found.in_name_order()]


def merged_into(*persons):
    return [Person.objects.get(pk=person.pk).merged_into for person in persons]


def test_merged_person_stands_no_more_and_leads_to_the_other(by):
    vikantov, bikantov = make_person("Vikantov"), make_person("Bikantov")
    act(by, merge, vikantov, bikantov)

    assert people(Person.objects.standing()) == ["Bikantov"]
    assert (vikantov.resolved, bikantov.resolved) == (bikantov, bikantov)
    assert vikantov.version == 2
    assert Action.objects.filter(kind="person.merge").get().by == by


def test_names_and_aliases_of_the_merged_find_the_other(by):
    vikantov = make_person("A. Vikantov", aliases=["Wikantow"])
    bikantov = make_person("Bikantov")
    act(by, merge, vikantov, bikantov)

    for name in ("a. vikantov", "WIKANTOW", "Bikantov"):
        assert people(Person.objects.known_as(name)) == ["Bikantov"]
        assert act(by, Person.objects.obtain, name) == bikantov
    for typed, alias in (("vik", None), ("a. v", "A. Vikantov"), ("wik", "Wikantow")):
        found = Person.objects.starting(typed).with_alias_for(typed)
        assert [(one, one.matched_alias) for one in found] == [(bikantov, alias)]


def test_merging_moves_those_merged_before(by):
    first, second, third = make_person("A"), make_person("B"), make_person("C")
    act(by, merge, first, second)
    act(by, merge, second, third)

    assert merged_into(first, second, third) == [third, third, None]


def test_merging_into_a_merged_person_leads_to_whom_it_was_merged(by):
    first, second, third = make_person("A"), make_person("B"), make_person("C")
    act(by, merge, second, third)
    act(by, merge, first, second)

    assert merged_into(first) == [third]


def test_unmerging_parts_a_person_with_those_who_came_along(by):
    first, second, third, fourth = (make_person(name) for name in "ABCD")
    act(by, merge, first, second)
    act(by, merge, fourth, third)
    act(by, merge, second, third)
    act(by, unmerge, second)

    assert merged_into(first, second, third, fourth) == [second, None, None, third]
    assert second.merged_into is None
    first.refresh_from_db()
    act(by, unmerge, first)
    assert merged_into(first) == [None]


def test_unmerging_one_of_several_of_one_action_leaves_the_others(by):
    first, second, third = make_person("A"), make_person("B"), make_person("C")
    with acting("person.merge", by):
        merge(first, third)
        merge(second, third)
    act(by, unmerge, first)

    assert merged_into(first, second) == [None, third]


def test_one_who_was_parted_since_does_not_come_back(by):
    first, second, third = make_person("A"), make_person("B"), make_person("C")
    act(by, merge, first, second)
    act(by, merge, second, third)
    act(by, unmerge, Person.objects.get(pk=first.pk))
    second.refresh_from_db()
    act(by, unmerge, second)

    assert merged_into(first, second) == [None, None]


def test_a_person_can_be_merged_again_after_parting(by):
    first, second = make_person("A"), make_person("B")
    act(by, merge, first, second)
    act(by, unmerge, first)
    act(by, merge, second, first)
    assert merged_into(first, second) == [None, first]


def test_what_cannot_be_merged_says_why_and_changes_nothing(by):
    first, second, gone = make_person("A"), make_person("B"), make_person("Gone")
    act(by, gone.remove)
    act(by, merge, first, second)
    actions = Action.objects.count()
    cases = [
        (second, second, "B cannot be merged into itself."),
        (second, first, "B cannot be merged into itself."),
        (first, second, "A has already been merged into another."),
        (second, gone, "Gone has been deleted."),
    ]
    for person, other, why in cases:
        with pytest.raises(MergeRefused) as refused:
            act(by, merge, person, other)
        assert str(refused.value) == why
    with pytest.raises(RowGone, match="Gone has been deleted"):
        act(by, merge, gone, second)
    with pytest.raises(MergeRefused):
        act(by, unmerge, second)
    assert merged_into(first, second, gone) == [second, None, None]
    assert Action.objects.count() == actions


def test_stale_merge_is_refused(by):
    first, second = make_person("A"), make_person("B")
    with pytest.raises(StaleVersion):
        act(by, merge, first, second, version=7)
    assert merged_into(first) == [None]
