from uuid import UUID

import pytest

from annotations.models import (
    Claim,
    ClaimKeyConflict,
    Evidence,
    Origin,
    Publication,
    Relation,
    RelationKind,
    Stance,
    Status,
)
from corpus.dates import parse
from corpus.records.edit_conflict import StaleVersion
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_user,
)

pytestmark = pytest.mark.django_db

KEY = UUID("6f1c5f0e-29b4-4c0e-9a37-0d7f6a0c0001")


def facts_of(claim):
    tags = [link.tag.name for link in claim.tag_links.all()]
    return {
        "statement": claim.statement,
        "speaker": claim.speaker,
        "attribution": claim.attribution,
        "said": claim.said,
        "credibility": claim.credibility,
        "verdict": claim.verdict,
        "tags": tags,
    }


def test_a_new_claim_is_a_draft_of_its_author():
    speaker, author = make_person("Maria Zakharova"), make_user()
    facts = {
        "statement": "Thirty districts fell in ten days",
        "speaker": speaker,
        "attribution": "",
        "said": parse("2021-07"),
        "credibility": 3,
        "verdict": "unproven",
        "tags": ["districts", "momentum"],
    }
    claim = act(author, Claim.objects.make, **facts)
    claim.refresh_from_db()
    assert facts_of(claim) == facts
    assert (claim.status, claim.created_by, claim.version) == (Status.DRAFT, author, 1)
    assert claim.history.get().action.kind == "claim.create"


def test_a_claim_is_made_with_the_passage_it_comes_from():
    passage = make_passage()
    claim = make_claim(passage=passage, stance=Stance.SUPPORTS, new_origin="Briefing  in Moscow")
    evidence = claim.evidence.get()
    assert (evidence.passage, evidence.stance) == (passage, Stance.SUPPORTS)
    assert evidence.origin.name == "Briefing in Moscow"
    assert evidence.created_by == claim.created_by


def test_a_new_origin_of_a_known_name_is_the_known_one():
    existing = make_origin("Briefing")
    claim = make_claim(passage=make_passage(), new_origin="Briefing")
    assert claim.evidence.get().origin == existing
    assert Origin.objects.count() == 1


def test_a_new_speaker_is_found_by_alias_or_made():
    bikantov = make_person("Alexander Bikantov", aliases=["Vikantov"])
    assert make_claim(new_speaker="vikantov", attribution="").speaker == bikantov
    assert make_claim(new_speaker="Zamir Kabulov", attribution="").speaker.name == "Zamir Kabulov"


def test_the_same_key_again_is_the_same_claim():
    author, passage = make_user(), make_passage()
    first = make_claim("Kabul fell", by=author, passage=passage, key=KEY, tags=["cities"])
    again = make_claim("Kabul fell", by=author, passage=passage, key=KEY, tags=["cities"])
    assert again == first
    assert (Claim.objects.count(), Evidence.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [{"statement": "Kabul stands"}, {"tags": ["cities"]}, {"said": "2021"}, {"credibility": 2}],
)
def test_the_same_key_with_other_content_is_a_conflict(other):
    author = make_user()
    first = make_claim("Kabul fell", by=author, key=KEY)
    with pytest.raises(ClaimKeyConflict) as conflict:
        make_claim(**{"statement": "Kabul fell", "by": author, "key": KEY} | other)
    assert conflict.value.claim == first
    assert Claim.objects.count() == 1


def test_a_key_belongs_to_its_author():
    assert make_claim("Kabul fell", key=KEY) != make_claim("Kabul fell", key=KEY)


def test_an_edit_replaces_all_facts():
    claim = make_claim("Kabul fell", said="2021-08-15", tags=["cities"])
    editor = make_user(EDITORS)
    facts = {
        "statement": "Kabul was taken",
        "speaker": make_person("Fawad Aman"),
        "attribution": "",
        "said": None,
        "credibility": 2,
        "verdict": "true",
        "tags": ["momentum"],
    }
    act(editor, claim.edit, claim.version, **facts)
    claim.refresh_from_db()
    assert facts_of(claim) == facts
    assert claim.version == 2
    assert claim.history.latest().action.by == editor


def test_a_stale_edit_changes_nothing():
    claim = make_claim("Kabul fell")
    act(make_user(), claim.edit, 1, statement="Kabul was taken")
    stale = Claim.objects.get()
    with pytest.raises(StaleVersion) as refused:
        act(make_user(), stale.edit, 1, statement="Kabul stands")
    assert refused.value.current.statement == "Kabul was taken"
    assert Claim.objects.get().statement == "Kabul was taken"


def test_an_edit_that_changes_nothing_writes_nothing():
    facts = {"statement": "Kabul fell", "attribution": "reportedly"}
    claim = make_claim(**facts, tags=["a", "b"])
    before = Claim.objects.values().get()
    act(make_user(), claim.edit, 1, **facts, tags=["a", "b"])
    assert Claim.objects.values().get() == before
    act(make_user(), claim.edit, 1, **facts, tags=["b", "a"])
    assert Claim.objects.get().version == 2


def test_a_passage_is_tied_once():
    claim, passage, origin = make_claim(), make_passage(), make_origin()
    first = make_evidence(claim, passage, Stance.REPORTS, origin=origin, why="He says so.")
    again = make_evidence(claim, passage, Stance.CONTRADICTS)
    assert again == first
    assert (again.stance, again.origin, again.why) == (Stance.CONTRADICTS, origin, "He says so.")
    assert (again.version, claim.evidence.count()) == (2, 1)


def test_evidence_that_says_the_same_again_writes_nothing():
    evidence = make_evidence(origin=make_origin(), why="He says so.")
    claim = evidence.claim
    before = claim.edited_at
    make_evidence(claim, evidence.passage, Stance.REPORTS)
    facts = {"stance": Stance.REPORTS, "origin": evidence.origin, "why": "He says so."}
    act(make_user(), evidence.edit, 1, **facts)
    claim.refresh_from_db()
    assert (claim.evidence.get().version, claim.edited_at) == (1, before)


def test_removed_evidence_does_not_block_new():
    claim, passage = make_claim(), make_passage()
    act(make_user(), make_evidence(claim, passage).remove)
    assert claim.evidence.standing().count() == 0
    make_evidence(claim, passage, Stance.SUPPORTS)
    assert [evidence.stance for evidence in claim.evidence.standing()] == [Stance.SUPPORTS]


def test_evidence_outlives_its_passage():
    evidence = make_evidence()
    act(make_user(), evidence.passage.remove)
    assert list(evidence.claim.evidence.standing()) == [evidence]


def test_evidence_is_edited_in_its_version():
    evidence = make_evidence()
    act(make_user(), evidence.edit, 1, stance=Stance.SUPPORTS, new_origin="A hearing", why="Sworn.")
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.origin.name, evidence.why) == (
        Stance.SUPPORTS,
        "A hearing",
        "Sworn.",
    )
    with pytest.raises(StaleVersion):
        act(make_user(), evidence.edit, 1, stance=Stance.REPORTS)


def test_publishing_numbers_from_1_and_takes_the_slug():
    editor = make_user(EDITORS)
    claim = make_claim("Kabul fell", attribution="reportedly")
    act(editor, claim.publish)
    assert (claim.status, claim.current_slug) == (Status.PUBLISHED, "kabul-fell")
    act(editor, claim.edit, claim.version, statement="Kabul was taken", attribution="reportedly")
    assert claim.current_slug == "kabul-fell"
    act(editor, claim.publish)
    claim.refresh_from_db()
    assert claim.current_slug == "kabul-was-taken"
    numbers = [(row.number, row.published_by) for row in claim.publications.all()]
    assert numbers == [(1, editor), (2, editor)]
    assert claim.publication == claim.publications.last()


def test_publishing_a_stale_version_freezes_nothing():
    claim = make_claim()
    act(make_user(), claim.edit, 1, statement="Changed", attribution="reportedly")
    with pytest.raises(StaleVersion):
        act(make_user(EDITORS), claim.publish, version=1)
    assert Publication.objects.count() == 0


CHANGES = {
    "statement": lambda claim, by: act(
        by, claim.edit, claim.version, statement="New", attribution="reportedly"
    ),
    "evidence": lambda claim, by: make_evidence(claim, by=by),
    "stance": lambda claim, by: act(by, claim.evidence.get().edit, 1, stance=Stance.SUPPORTS),
    "no evidence": lambda claim, by: act(by, claim.evidence.get().remove),
    "relation": lambda claim, by: make_relation(claim, kind=RelationKind.REPEATS, by=by),
    "relation from there": lambda claim, by: make_relation(to_claim=claim, by=by),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_after_publication_shows(change):
    claim = make_published_claim()
    assert claim.status_words == "published"
    change(claim, make_user())
    claim.refresh_from_db()
    assert claim.status_words == "published, edited since"
    act(make_user(EDITORS), claim.publish)
    assert claim.status_words == "published"


def test_a_new_relation_shows_on_both_claims():
    first, second = make_published_claim(), make_published_claim()
    make_relation(second, first)
    words = [Claim.objects.get(pk=claim.pk).status_words for claim in (first, second)]
    assert words == ["published, edited since"] * 2


def test_a_relation_taken_off_shows_on_both_claims():
    first, second = make_published_claim(), make_published_claim()
    relation = make_relation(first, second)
    for claim in (first, second):
        act(make_user(EDITORS), claim.publish)
    act(make_user(), relation.remove)
    words = [Claim.objects.get(pk=claim.pk).status_words for claim in (first, second)]
    assert words == ["published, edited since"] * 2


def test_a_withdrawn_claim_can_be_published_again():
    claim, editor = make_published_claim(), make_user(EDITORS)
    act(editor, claim.withdraw)
    assert (claim.status, claim.withdrawn_at is None) == (Status.WITHDRAWN, False)
    act(editor, claim.publish)
    claim.refresh_from_db()
    assert (claim.status, claim.withdrawn_at) == (Status.PUBLISHED, None)
    assert claim.publication.number == 2


def test_withdrawing_twice_keeps_the_first_time():
    claim, editor = make_published_claim(), make_user(EDITORS)
    act(editor, claim.withdraw)
    at = claim.withdrawn_at
    act(editor, claim.withdraw)
    assert Claim.objects.get().withdrawn_at == at


def test_a_draft_cannot_be_withdrawn():
    with pytest.raises(ValueError, match="never published"):
        act(make_user(EDITORS), make_claim().withdraw)


def test_a_symmetric_relation_is_stored_once():
    one, other, by = make_claim(), make_claim(), make_user()
    first = act(by, Relation.objects.relate, one, other, RelationKind.CONTRADICTS)
    assert act(by, Relation.objects.relate, other, one, RelationKind.CONTRADICTS) == first
    assert Relation.objects.count() == 1


def test_a_relation_reads_from_both_ends():
    one, other = make_claim("One"), make_claim("Other")
    make_relation(one, other, RelationKind.CORRECTS)
    assert [
        (relation.words_for(claim), relation.other(claim).statement)
        for claim in (one, other)
        for relation in Relation.objects.of(claim)
    ] == [("corrects", "Other"), ("corrected by", "One")]


def test_a_relation_that_runs_one_way_may_run_the_other_way_too():
    one, other, by = make_claim(), make_claim(), make_user()
    act(by, Relation.objects.relate, one, other, RelationKind.SUPPORTS)
    act(by, Relation.objects.relate, one, other, RelationKind.SUPPORTS)
    act(by, Relation.objects.relate, other, one, RelationKind.SUPPORTS)
    assert Relation.objects.count() == 2


def test_a_claim_has_no_relation_to_itself():
    claim = make_claim()
    with pytest.raises(ValueError, match="itself"):
        act(make_user(), Relation.objects.relate, claim, claim, RelationKind.REPEATS)


def test_relations_to_deleted_claims_are_left_out():
    relation = make_relation()
    act(make_user(), relation.to_claim.remove)
    assert list(Relation.objects.of(relation.from_claim)) == []
