"""Two tags that mean one thing: merging, finding either by its name, and parting them again."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook.tag_merging import merge_tag, unmerge_tag
from annotations.models import ClaimTag, PassageTag, Tag
from corpus.models import Action, acting
from corpus.records.edit_conflict import StaleVersion
from corpus.records.merging import MergeRefused
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_tag,
    make_user,
)
from tests.support.strategies import few

pytestmark = pytest.mark.django_db
WORDS = "one two three four five six"


@pytest.fixture
def by():
    return make_user()


def tags_on(row):
    return [link.tag.name for link in row.tag_links.select_related("tag")]


def of(name):
    return Tag.objects.get(name=name)


def carriers():
    """Which tags every row carries, in no order."""
    return {
        (model.__name__, row): set(
            model.objects.filter(content_object=row).values_list("tag__name", flat=True)
        )
        for model in (PassageTag, ClaimTag)
        for row in set(model.objects.values_list("content_object", flat=True))
    }


def test_what_carried_the_merged_tag_carries_the_other(by):
    alone = make_passage(tags=["x", "casualty"], by=by)
    both = make_passage(tags=["casualty", "casualties"], by=by)
    claim = make_claim(tags=["casualty"], by=by)
    other = of("casualties")
    act(by, merge_tag, of("casualty"), other)

    assert tags_on(alone) == ["x", "casualties"]
    assert tags_on(both) == ["casualties"]
    assert tags_on(claim) == ["casualties"]
    assert [tag.name for tag in Tag.objects.standing()] == ["casualties", "x"]
    assert of("casualty").resolved == other
    action = Action.objects.get(kind="tag.merge")
    kinds = PassageTag.history.filter(action=action).values_list("history_type", flat=True)
    assert (action.by, sorted(kinds)) == (by, ["-", "~"])


def test_the_merged_name_means_the_other_wherever_it_is_typed(by):
    first, other = make_tag("casualty"), make_tag("casualties")
    act(by, merge_tag, first, other)

    assert act(by, Tag.objects.obtain, ["Casualty", "casualties"]) == [other]
    assert tags_on(make_passage(tags=["casualty"], by=by)) == ["casualties"]
    assert list(Tag.objects.standing().starting("casualty")) == [other]
    assert Tag.objects.former_names([other]) == {other.pk: ["casualty"]}


def test_parting_gives_every_row_back_what_it_had(by):
    make_passage(tags=["x", "casualty"], by=by)
    make_passage(tags=["casualty", "casualties"], by=by)
    make_passage(tags=["casualties"], by=by)
    make_claim(tags=["casualties", "casualty"], by=by)
    make_claim(tags=["casualty"], by=by)
    before = carriers()
    act(by, merge_tag, of("casualty"), of("casualties"))
    since = make_passage(tags=["casualty"], by=by)
    act(by, unmerge_tag, of("casualty"))

    # What was tagged since was tagged with the tag that stood there.
    assert tags_on(since) == ["casualties"]
    assert {key: value for key, value in carriers().items() if key in before} == before
    assert of("casualty").merged_into is None


def test_parting_keeps_the_order_in_which_tags_were_given(by):
    alone = make_passage(tags=["x", "casualty", "y"], by=by)
    both = make_passage(tags=["casualty", "x", "casualties"], by=by)
    act(by, merge_tag, of("casualty"), of("casualties"))
    act(by, unmerge_tag, of("casualty"))

    assert tags_on(alone) == ["x", "casualty", "y"]
    assert tags_on(both) == ["casualty", "x", "casualties"]


def test_a_row_that_lost_the_tag_meanwhile_stays_without(by):
    passage, claim = make_passage(tags=["a"], by=by), make_claim(tags=["a", "b"], by=by)
    make_tag("c")
    act(by, merge_tag, of("a"), of("b"))
    with acting("test", by):
        passage.tag_links.get().delete()
    act(by, unmerge_tag, of("a"))

    assert (tags_on(passage), sorted(tags_on(claim))) == ([], ["a", "b"])


def test_one_that_was_merged_in_a_chain_parts_from_the_last(by):
    passage = make_passage(tags=["a"], by=by)
    make_tag("b")
    act(by, merge_tag, of("a"), of("b"))
    act(by, merge_tag, of("b"), make_tag("c"))
    assert tags_on(passage) == ["c"]
    act(by, unmerge_tag, of("a"))

    assert tags_on(passage) == ["a"]
    act(by, unmerge_tag, of("b"))
    assert tags_on(passage) == ["a"]


def test_what_two_merged_tags_brought_stays_for_the_other(by):
    passage = make_passage(tags=["a", "d"], by=by)
    target = make_tag("b")
    act(by, merge_tag, of("a"), target)
    act(by, merge_tag, of("d"), target)
    act(by, unmerge_tag, of("a"))

    assert sorted(tags_on(passage)) == ["a", "b"]
    act(by, unmerge_tag, of("d"))
    assert sorted(tags_on(passage)) == ["a", "d"]


def test_what_cannot_be_merged_says_why_and_changes_nothing(by):
    first, second, gone = make_tag("a"), make_tag("b"), make_tag("gone")
    act(by, gone.remove)
    act(by, merge_tag, first, second)
    actions = Action.objects.count()
    cases = [
        (second, second, "b cannot be merged into itself."),
        (second, of("a"), "b cannot be merged into itself."),
        (of("a"), second, "a has already been merged into another."),
        (second, gone, "gone has been deleted."),
    ]
    for tag, other, why in cases:
        with pytest.raises(MergeRefused) as refused:
            act(by, merge_tag, tag, other)
        assert str(refused.value) == why
    with pytest.raises(StaleVersion):
        act(by, merge_tag, second, make_tag("c"), version=7)
    assert Action.objects.exclude(kind="tag.create").count() == actions - 3


def test_a_name_that_was_taken_meanwhile_keeps_a_tag_merged(by):
    first, second = make_tag("casualty"), make_tag("casualties")
    passage = make_passage(tags=["casualty"], by=by)
    act(by, merge_tag, first, second)
    act(by, Tag.objects.add, "Casualty")
    with pytest.raises(MergeRefused) as refused:
        act(by, unmerge_tag, first)

    assert str(refused.value) == "Another tag is called “casualty”. Rename that one first."
    assert tags_on(passage) == ["casualties"]
    assert Tag.objects.get(pk=first.pk).merged_into == second


def test_merging_many_takes_as_many_queries_as_merging_some(by, django_assert_num_queries):
    article, counted = make_article(" ".join(f"word{n}" for n in range(60))), []
    for number in (2, 40):
        for n in range(number):
            make_passage(article, f"word{n}", tags=[f"a{number}"], by=by)
        tag, other = of(f"a{number}"), make_tag(by=by)
        # Two of them hold what carries the tags: passages, and claims.
        with django_assert_num_queries(16):
            act(by, merge_tag, tag, other)
        counted.append(other.passagetag_links.count())
    assert counted == [2, 40]


STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=3
)
CARRIED = st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=4)


@few
@given(CARRIED, STEPS)
def test_merges_undone_in_reverse_order_restore_every_row(carried, steps):
    with transaction.atomic():
        by, article = make_user(), make_article(WORDS)
        for word, names in zip(WORDS.split(), carried, strict=False):
            make_passage(article, word, tags=sorted(names), by=by)
        act(by, Tag.objects.obtain, list("abcd"))
        before, done = carriers(), []
        for name, into in steps:
            try:
                act(by, merge_tag, of(name), of(into))
                done.append(name)
            except MergeRefused:
                pass
        for name in reversed(done):
            act(by, unmerge_tag, of(name))
        assert carriers() == before
        assert not Tag.objects.exclude(merged_into=None).exists()
        transaction.set_rollback(True)
