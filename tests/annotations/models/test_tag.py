import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Tag
from annotations.names.tag_names import join_names, split_names
from annotations.passages.recent_tags import recent_tags
from tests.support.acts import act
from tests.support.factories import make_passage, make_tag, make_user

pytestmark = pytest.mark.django_db


def test_commas_separate_tags_and_spaces_never_do():
    assert split_names(" major  cities, outlook ,, major cities") == ["major cities", "outlook"]
    assert join_names(["major cities", "outlook"]) == "major cities, outlook"


def test_obtain_makes_a_tag_in_the_rarest_hue():
    for hue in (1, 2, 2, 4):
        make_tag(hue=hue)

    [made] = act(make_user(), Tag.objects.obtain, ["cities"])

    assert (made.name, made.hue) == ("cities", 3)


def test_obtain_in_other_case_is_the_same_tag():
    tag = make_tag("ГОРОДА")

    assert act(make_user(), Tag.objects.obtain, ["города", "Города"]) == [tag]


def test_name_is_unique_while_present():
    first = make_tag("cities")
    with pytest.raises(IntegrityError):
        make_tag("Cities")

    act(make_user(), first.remove)

    assert make_tag("Cities").name == "Cities"


@pytest.mark.parametrize("fields", [{"name": "a, b"}, {"hue": 0}, {"hue": 11}])
def test_comma_and_unknown_hue_are_refused_by_the_database(fields):
    with pytest.raises(IntegrityError):
        make_tag(**fields)


def test_recent_are_ones_own_newest_first_then_those_of_others():
    mine, other = make_user(), make_user()
    make_passage(by=other, tags=["theirs", "shared"])
    make_passage(by=mine, tags=["older"])
    make_passage(by=mine, tags=["newer", "shared"])
    make_tag("unused")

    recent = [tag.name for tag in recent_tags(mine, 9)]

    assert recent == ["shared", "newer", "older", "theirs"]


def test_recent_leaves_out_deleted_tags():
    user = make_user()
    make_passage(by=user, tags=["kept", "gone"])
    act(user, Tag.objects.get(name="gone").remove)

    assert [tag.name for tag in recent_tags(user, 9)] == ["kept"]


def test_starting_matches_the_beginning_of_any_word():
    make_tag("official statement")
    make_tag("state/interior")

    assert [tag.name for tag in Tag.objects.starting("stat").in_name_order()] == [
        "official statement",
        "state/interior",
    ]
    assert [tag.name for tag in Tag.objects.starting("inter")] == ["state/interior"]
    assert list(Tag.objects.starting("tate")) == []


def test_many_new_names_take_as_many_queries_as_some():
    by = make_user()

    def queries_of(names):
        with CaptureQueriesContext(connection) as captured:
            made = act(by, Tag.objects.obtain, names)
        assert [tag.name for tag in made] == names
        return len(captured)

    assert queries_of(["a 1", "a 2"]) == queries_of([f"b {n}" for n in range(60)])
    assert list(Tag.objects.unindexed()) == []


def test_new_tags_given_together_get_hues_that_differ():
    make_tag("a", hue=1)
    made = act(make_user(), Tag.objects.obtain, [f"b {n}" for n in range(9)])
    assert [tag.hue for tag in made] == list(range(2, 11))


def test_new_name_that_begins_another_is_similar_if_asked_for_and_the_head_of_a_path_is_not():
    make_tag("Key finding")
    make_tag("finance/tax")
    names = ["key f", "finance", "y f"]

    similar = Tag.objects.similar(names, with_begun=True)

    assert {name: [tag.name for tag in tags] for name, tags in similar.items()} == {
        "key f": ["Key finding"]
    }
    assert Tag.objects.similar(names) == {}
