"""Undoing what analysts do: passages, claims, evidence, relations, tags, people, reading."""

import pytest

from annotations.models import (
    Claim,
    Evidence,
    PassagePerson,
    PassageTag,
    Placement,
    ReadingState,
    ReadingStatus,
    Role,
    Tag,
)
from annotations.passages.marking import Annotation
from corpus.models import Action, Person
from corpus.records.edit_conflict import StaleVersion
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import BuiltUpon, undo
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


def last(**which):
    return Action.objects.filter(**which).order_by("-pk").first()


@pytest.fixture
def ada():
    return make_user(username="Ada")


@pytest.fixture
def bob():
    return make_user(username="Bob")


def tags_of(row):
    return [link.tag.name for link in row.tag_links.all()]


def edit(passage, by, **said):
    passage.refresh_from_db()
    return act(by, passage.edit, Annotation(**said), passage.version)


def test_making_a_passage_is_undone_with_its_links_places_and_new_names(ada):
    speaker = make_person("Zakharova")
    passage = make_passage(by=ada, tags=["cities"], people=[(speaker, Role.SPEAKS)])
    link, place, tag = PassageTag.objects.get(), Placement.objects.get(), Tag.objects.get()

    undone = act(ada, undo, last())

    passage.refresh_from_db()
    tag.refresh_from_db()
    speaker.refresh_from_db()
    assert (passage.is_deleted, tag.is_deleted, speaker.is_deleted) == (True, True, False)
    for model in (PassageTag, PassagePerson, Placement):
        assert model.objects.count() == 0

    act(ada, undo, undone)
    passage.refresh_from_db()
    tag.refresh_from_db()
    assert (passage.is_deleted, tag.is_deleted) == (False, False)
    assert (PassageTag.objects.get(), Placement.objects.get()) == (link, place)
    assert PassagePerson.objects.get().person == speaker


def test_edited_passage_has_its_former_tags_people_and_note(ada):
    first, second = make_person(), make_person()
    people = [(first, Role.SPEAKS)]
    passage = make_passage(by=ada, tags=["a", "b"], people=people, note="before")
    edit(passage, ada, tags=("b", "c"), people=((second, Role.SPOKEN_OF),), note="after")

    act(ada, undo, last())

    passage.refresh_from_db()
    assert (tags_of(passage), passage.note) == (["a", "b"], "before")
    assert [(link.person, link.role) for link in passage.people.all()] == [(first, Role.SPEAKS)]
    assert (passage.version, passage.edited_at) == (3, None)
    assert Tag.objects.get(name="c").is_deleted


def test_form_opened_before_the_undo_is_stale_after_it(ada):
    passage = make_passage(by=ada, note="before")
    edit(passage, ada, note="after")
    act(ada, undo, last())

    with pytest.raises(StaleVersion):
        act(ada, passage.edit, Annotation(note="mine"), 1)


def test_deleted_passage_comes_back(ada):
    passage = make_passage(by=ada, tags=["a"])
    act(ada, passage.remove)

    act(ada, undo, last())

    passage.refresh_from_db()
    assert (passage.is_deleted, tags_of(passage), passage.placements.count()) == (False, ["a"], 1)


def test_evidence_hung_on_a_passage_since_asks_and_stays(ada, bob):
    passage = make_passage(by=ada)
    making = last()
    evidence = make_evidence(passage=passage, by=bob)

    with pytest.raises(BuiltUpon) as asked:
        act(ada, undo, making)
    assert [(one.kind, one.by) for one in asked.value.actions] == [("evidence.create", bob)]
    passage.refresh_from_db()
    assert not passage.is_deleted

    act(ada, undo, act(ada, undo, making, is_confirmed=True))
    evidence.refresh_from_db()
    passage.refresh_from_db()
    assert (passage.is_deleted, evidence.is_deleted) == (False, False)


def test_tag_that_others_use_since_asks_and_stays(ada, bob):
    passage = make_passage(by=ada, tags=["cities"])
    making = last()
    other = make_passage(by=bob, tags=["cities"])

    with pytest.raises(BuiltUpon) as asked:
        act(ada, undo, making)
    act(ada, undo, making, is_confirmed=True)

    passage.refresh_from_db()
    assert [one.by for one in asked.value.actions] == [bob]
    assert (passage.is_deleted, Tag.objects.get().is_deleted) == (True, False)
    assert tags_of(other) == ["cities"]


def test_speaker_undone_with_one_claim_comes_back_with_another(ada):
    make_claim(by=ada, new_speaker="Zakharova", attribution="")
    first = last()
    claim = make_claim(by=ada, new_speaker="Zakharova", attribution="")
    second = act(ada, undo, last())
    act(ada, undo, first)
    assert Person.objects.get().is_deleted

    act(ada, undo, second)

    claim.refresh_from_db()
    assert (claim.is_deleted, claim.speaker.is_deleted) == (False, False)


def test_tag_of_a_colleagues_deleted_passage_stays(ada, bob):
    make_passage(by=ada, tags=["cities"])
    making = last()
    act(bob, make_passage(by=bob, tags=["cities"]).remove)

    act(ada, undo, making, is_confirmed=True)

    assert Tag.objects.get().is_deleted is False


def test_deleting_a_tag_in_use_is_undone_and_done_again(ada):
    passage = make_passage(by=ada, tags=["cities"])
    tag = Tag.objects.get()
    act(ada, tag.remove)

    undone = act(ada, undo, last())
    tag.refresh_from_db()
    assert not tag.is_deleted
    act(ada, undo, undone)
    tag.refresh_from_db()
    assert (tag.is_deleted, passage.tag_links.count()) == (True, 1)


def test_making_a_tag_that_is_in_use_has_nothing_to_undo(ada, bob):
    tag = make_tag("cities", by=ada)
    making = last()
    make_passage(by=bob, tags=["cities"])

    with pytest.raises(UndoRefused) as refused:
        act(ada, undo, making, is_confirmed=True)

    tag.refresh_from_db()
    assert "later changes use" in str(refused.value)
    assert not tag.is_deleted


def test_later_edit_by_a_colleague_asks_and_its_tags_stay(ada, bob):
    passage = make_passage(by=ada, tags=["a"], note="first")
    edit(passage, ada, tags=("a", "b"), note="second")
    editing = last()
    edit(passage, bob, tags=("a", "b", "c"), note="third")

    with pytest.raises(BuiltUpon) as asked:
        act(ada, undo, editing)
    act(ada, undo, editing, is_confirmed=True)

    passage.refresh_from_db()
    assert [one.by for one in asked.value.actions] == [bob]
    assert (tags_of(passage), passage.note) == (["a", "c"], "third")


def test_edited_claim_has_its_former_facts(ada):
    claim = make_claim("Thirty fell.", by=ada, tags=["a"], said="2021-08", verdict="so")
    speaker = make_person()
    act(ada, claim.edit, 1, statement="Forty fell.", speaker=speaker, tags=["b"])

    act(ada, undo, last())

    claim.refresh_from_db()
    said = (claim.statement, claim.speaker, claim.attribution, claim.said.isoformat())
    assert said == ("Thirty fell.", None, "reportedly", "2021-08")
    assert (claim.verdict, tags_of(claim), claim.version) == ("so", ["a"], 3)


def test_attribution_changed_since_keeps_the_speaker_beside_it(ada, bob):
    claim = make_claim("Thirty fell.", by=ada, speaker=make_person(), attribution="")
    act(ada, claim.edit, 1, statement="Forty fell.", attribution="officials")
    editing = last()
    act(bob, claim.edit, 2, statement="Forty fell.", attribution="two officials")

    act(ada, undo, editing, is_confirmed=True)

    claim.refresh_from_db()
    said = (claim.statement, claim.speaker, claim.attribution)
    assert said == ("Thirty fell.", None, "two officials")


def test_evidence_is_untied_changed_back_and_tied_again(ada):
    claim = make_claim(by=ada)
    evidence = make_evidence(claim, by=ada, why="heard")
    tying = last()
    act(ada, evidence.edit, 1, stance="supports", why="read")
    editing = last()
    act(ada, undo, editing)
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.why, evidence.version) == ("reports", "heard", 3)

    act(ada, undo, tying)
    evidence.refresh_from_db()
    assert evidence.is_deleted

    again = make_evidence(claim, evidence.passage, by=ada)
    act(ada, again.remove)
    act(ada, undo, last())
    again.refresh_from_db()
    assert not again.is_deleted


def test_evidence_tied_again_since_is_not_put_beside_it(ada):
    evidence = make_evidence(by=ada)
    act(ada, evidence.remove)
    removing = last()
    make_evidence(evidence.claim, evidence.passage, by=ada)

    with pytest.raises(UndoRefused) as refused:
        act(ada, undo, removing, is_confirmed=True)

    assert "been created since" in str(refused.value)
    assert Evidence.objects.present().count() == 1


def test_relation_is_undone_and_its_removal_too(ada):
    relation = make_relation(by=ada)
    act(ada, undo, act(ada, undo, last()))
    relation.refresh_from_db()
    assert not relation.is_deleted

    act(ada, relation.remove)
    act(ada, undo, last())
    relation.refresh_from_db()
    assert not relation.is_deleted


def test_colleagues_evidence_does_not_ask_before_an_edit_of_the_claim_is_undone(ada, bob):
    claim = make_claim("Thirty fell.", by=ada)
    act(ada, claim.edit, 1, statement="Forty fell.", attribution="reportedly")
    editing = last()
    make_evidence(claim, by=bob)

    act(ada, undo, editing)

    claim.refresh_from_db()
    assert claim.statement == "Thirty fell."


def test_undo_after_publishing_leaves_the_claim_edited_since(ada):
    claim = make_published_claim("Thirty fell.")
    tying = last(kind="evidence.create")

    act(ada, undo, tying, is_confirmed=True)

    claim.refresh_from_db()
    assert claim.is_edited_since


def test_edit_of_a_published_claim_undone_leaves_it_as_published(ada):
    claim = make_published_claim("Thirty fell.")
    act(ada, claim.edit, claim.version, statement="Forty fell.", attribution="reportedly")
    assert claim.is_edited_since

    act(ada, undo, last())

    claim.refresh_from_db()
    assert (claim.statement, claim.is_edited_since) == ("Thirty fell.", False)


def test_publication_is_not_undone_but_a_withdrawal_is():
    editor = make_user(EDITORS)
    claim = make_published_claim(by=editor)
    with pytest.raises(UndoRefused) as refused:
        act(editor, undo, last())
    assert "Withdraw the claim instead" in str(refused.value)

    act(editor, claim.withdraw)
    act(editor, undo, last())
    claim.refresh_from_db()
    assert (claim.is_published, claim.withdrawn_at, claim.publication.number) == (True, None, 1)


def test_claim_published_since_keeps_its_address():
    editor = make_user(EDITORS)
    claim = make_published_claim(by=editor)

    with pytest.raises(UndoRefused) as refused:
        act(editor, undo, last(kind="claim.create"), is_confirmed=True)

    assert "has been published" in str(refused.value)
    assert Claim.objects.present().get() == claim


def test_reading_state_goes_back(ada):
    article = make_article()
    act(ada, ReadingState.objects.mark, article, ReadingStatus.READING)
    first = last()
    act(ada, ReadingState.objects.mark, article, ReadingStatus.DONE)

    act(ada, undo, last())
    assert ReadingState.objects.get().state == ReadingStatus.READING
    undone = act(ada, undo, first)
    assert ReadingState.objects.count() == 0
    act(ada, undo, undone)
    assert ReadingState.objects.get().state == ReadingStatus.READING


def test_assignment_made_since_stays(ada, bob):
    article = make_article()
    act(ada, ReadingState.objects.mark, article, ReadingStatus.READING)
    act(ada, ReadingState.objects.mark, article, ReadingStatus.DONE)
    marking = last()
    act(bob, ReadingState.objects.assign, article, ada)

    act(ada, undo, marking, is_confirmed=True)

    reading_state = ReadingState.objects.get()
    assert (reading_state.state, reading_state.is_assigned) == (ReadingStatus.READING, True)


def test_link_made_again_since_is_not_doubled(ada):
    make_tag("a")
    passage = make_passage(by=ada, tags=["a"])
    edit(passage, ada, note="x")
    untagging = last()
    edit(passage, ada, tags=("a",), note="x")

    act(ada, undo, untagging, is_confirmed=True)

    assert tags_of(passage) == ["a"]
