"""Undoing at the level of rows, on sources, people and articles; see also annotations."""

from datetime import date

import pytest

from corpus.models import Action, Person, Source, acting
from corpus.records.merging import merge, unmerge
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import AlreadyUndone, BuiltUpon, undo
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_person, make_source, make_user

pytestmark = pytest.mark.django_db


def last():
    return Action.objects.order_by("-pk").first()


@pytest.fixture
def user():
    return make_user(EDITORS, "Ada")


def rename(person, name, by):
    with acting("person.admin", by) as action:
        person.refresh_from_db()
        person.name = name
        person.save_next_version()
    return action


def test_made_row_is_deleted_softly_and_comes_back_with_the_redo(user):
    person = make_person("Kabulov", by=user)

    undone = act(user, undo, last())
    person.refresh_from_db()
    assert (person.is_deleted, person.deleted_by, person.version) == (True, user, 2)
    assert person.history.first().action == undone

    act(user, undo, undone)
    person.refresh_from_db()
    assert (person.is_deleted, person.deleted_by, person.version) == (False, None, 3)


def test_changed_row_has_its_former_values_and_a_later_version(user):
    person = make_person("Kabulov", by=user)
    rename(person, "Zamir Kabulov", user)

    act(user, undo, last())

    person.refresh_from_db()
    assert (person.name, person.name_key, person.version) == ("Kabulov", "kabulov", 3)


def test_undoing_names_what_it_undoes_and_both_know_whether_they_hold(user):
    make_person("Kabulov", by=user)
    made = last()

    def holding():
        return [not action.is_undone for action in Action.objects.order_by("pk")]

    undone = act(user, undo, made)
    assert (undone.kind, undone.undoes, undone.by) == ("action.undo", made, user)
    assert holding() == [False, True]
    redone = act(user, undo, undone)
    assert (redone.undoes, holding()) == (undone, [True, False, True])
    again = act(user, undo, made)
    assert (again.undoes, holding()) == (redone, [False, True, False, True])


def test_undone_action_is_not_undone_twice(user):
    make_person("Kabulov", by=user)
    action = last()
    undone = act(user, undo, action)

    with pytest.raises(AlreadyUndone) as refused:
        act(user, undo, action)

    assert refused.value.undone_by == undone
    assert Action.objects.filter(by=user).count() == 2


def test_column_changed_since_keeps_its_newer_value(user):
    person = make_person("Kabulov", by=user)
    with acting("person.admin", user) as action:
        person.name, person.description = "Zamir Kabulov", "envoy"
        person.save_next_version()
    later = rename(person, "Z. Kabulov", make_user(EDITORS))

    with pytest.raises(BuiltUpon) as asked:
        act(user, undo, action)
    act(user, undo, action, is_confirmed=True)

    assert asked.value.actions == [later]
    person.refresh_from_db()
    assert (person.name, person.description) == ("Z. Kabulov", "")


def test_later_change_that_was_undone_does_not_ask(user):
    person = make_person("Kabulov", by=user)
    first, second = rename(person, "A", user), rename(person, "B", user)
    act(user, undo, second)

    act(user, undo, first)

    person.refresh_from_db()
    assert person.name == "Kabulov"


def test_columns_bound_by_a_check_go_back_together_or_not_at_all(user):
    article = make_article(title="The convoy", published="2021-08-05", by=user)
    with acting("article.admin", user) as action:
        article.published_on, article.published_precision = None, ""
        article.title = "Other"
        article.save_next_version()
    with acting("article.admin", user):
        article.published_on, article.published_precision = date(2020, 1, 1), "year"
        article.save_next_version()

    act(user, undo, action, is_confirmed=True)

    article.refresh_from_db()
    assert (article.title, article.published.isoformat()) == ("The convoy", "2020")


def test_article_has_a_key_of_its_day_again(user):
    article = make_article(published="2021-08-05", by=user)
    key = article.sort_key
    with acting("article.admin", user) as action:
        article.published_on, article.published_precision = None, ""
        article.save_next_version()

    act(user, undo, action)

    article.refresh_from_db()
    assert article.sort_key == key


def test_name_taken_meanwhile_is_refused_and_nothing_is_changed(user):
    source = make_source("Reuters", by=user)
    act(user, source.remove)
    deleted = last()
    make_source("reuters", by=user)

    with pytest.raises(UndoRefused) as refused:
        act(user, undo, deleted)

    assert "the same name" in str(refused.value)
    assert [source.name for source in Source.objects.present()] == ["reuters"]
    assert Action.objects.filter(kind="action.undo").count() == 0


def test_merge_is_undone_and_redone(user):
    first, second = make_person("Bikantov", by=user), make_person("Vikantov", by=user)
    follower = make_person("V.", by=user)
    act(user, merge, follower, first)
    act(user, merge, first, second)
    merging = last()

    undone = act(user, undo, merging)
    assert [row.merged_into for row in Person.objects.order_by("pk")] == [None, None, first]
    act(user, undo, undone)
    assert [row.merged_into for row in Person.objects.order_by("pk")] == [second, None, second]


def test_parting_is_not_undone_into_somebody_merged_meanwhile(user):
    first, second, third = (make_person(by=user) for _ in range(3))
    act(user, merge, first, second)
    act(user, unmerge, first)
    parted = last()
    act(user, merge, second, third)

    with pytest.raises(UndoRefused) as refused:
        act(user, undo, parted, is_confirmed=True)

    assert str(second) in str(refused.value)
    first.refresh_from_db()
    assert first.merged_into is None


def test_person_merged_into_since_stays(user):
    made = make_person(by=user)
    action = last()
    other = make_person(by=user)
    act(user, merge, other, made)

    with pytest.raises(BuiltUpon) as asked:
        act(user, undo, action)
    with pytest.raises(UndoRefused):
        act(user, undo, action, is_confirmed=True)

    assert [one.kind for one in asked.value.actions] == ["person.merge"]
    made.refresh_from_db()
    assert not made.is_deleted


def test_what_has_no_history_before_it_is_refused(user):
    Person.objects.bulk_create([Person(name="A", name_key="a")])
    action = rename(Person.objects.get(), "B", user)

    with pytest.raises(UndoRefused) as refused:
        act(user, undo, action)

    assert str(refused.value) == "The history has no earlier version of it."


def test_undoing_inside_another_action_is_an_error(user):
    make_person(by=user)

    with pytest.raises(RuntimeError), acting("other", user):
        undo(Action.objects.order_by("pk").first())


def test_action_that_wrote_nothing_is_not_kept(user):
    with acting("person.admin", user) as action:
        pass

    assert (action.pk, Action.objects.count()) == (None, 0)
