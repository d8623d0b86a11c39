import pytest

from annotations.models import Claim, Evidence, Origin, Passage, Relation, Tag
from corpus.models import Action
from tests.support.acts import act
from tests.support.admin_pages import add_part, errors_of, fill, opened, page_for, page_of
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_tag,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS, "ada")
    client.force_login(user)
    return user


def names(row):
    return [link.tag.name for link in row.tag_links.all()]


def test_tag_form_suggests_the_rarest_hue(client, editor):
    make_tag(hue=1)
    assert opened(client, page_for(Tag, "add"))["hue"] == ["2"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("one, two", "A tag name cannot contain a comma."),
        ("ARMS", "There is already a tag with this name."),
        ("ﷺ" * 20, "This name is too long."),
        ("ar\u200bms\u200e", "There is already a tag with this name."),
        ("\u200b\u3164", "This has only characters that nobody can see."),
        ("ar\x01", "It contains a control character (U+0001) at position 2. Remove it."),
    ],
)
def test_tag_name_that_cannot_be_is_refused(client, editor, name, message):
    make_tag("arms")
    response = fill(client, page_for(Tag, "add"), name=name)

    assert response.status_code == 200
    assert errors_of(response) == [message]
    assert Tag.objects.count() == 1


def test_tag_renamed_keeps_its_links(client, editor):
    passage = make_passage(tags=["arms"])
    fill(client, page_of(Tag.objects.get()), name="weapons")

    tag = Tag.objects.get()
    assert (tag.name_key, tag.slug, names(passage)) == ("weapons", "weapons", ["weapons"])


def test_origin_is_added_with_the_date_as_it_is_known(client, editor):
    fill(client, page_for(Origin, "add"), name="Briefing", kind="briefing", dated="2021-08")
    fill(client, page_for(Origin, "add"), name="File")

    assert sorted(str(origin) for origin in Origin.objects.all()) == [
        "Briefing, August 2021",
        "File",
    ]


def test_tag_renamed_has_no_name_of_another_codebook_any_more(client, editor):
    tag = make_tag("arms; guns", original_path="arms, guns")
    fill(client, page_of(tag), definition="Words")
    tag.refresh_from_db()
    assert tag.path == ("arms, guns",)
    fill(client, page_of(tag), name="weapons")
    tag.refresh_from_db()
    assert tag.path == ()


def test_passage_note_and_tags_are_put_right(client, editor):
    speaker = make_person()
    passage = make_passage(tags=["arms", "moscow"], people=[(speaker, "speaks")], note="old")
    fill(client, page_of(passage), note="new", tags="moscow, two words", quote="another")

    before = passage.quote
    passage.refresh_from_db()
    assert (passage.note, passage.quote, passage.version) == ("new", before, 2)
    assert names(passage) == ["moscow", "two words"]
    assert [(link.person, link.role) for link in passage.people.all()] == [(speaker, "speaks")]
    action = passage.history.first().action
    assert (action.kind, action.by) == ("passage.admin", editor)
    assert passage.tag_links.get(tag__name="two words").history.get().action == action


def test_passage_form_opens_with_its_tags(client, editor):
    passage = make_passage(tags=["arms", "two words"])
    assert opened(client, page_of(passage))["tags"] == ["arms, two words"]


def test_passage_changed_meanwhile_is_not_overwritten(client, editor):
    passage = make_passage(tags=["arms"], note="old")
    stale = opened(client, page_of(passage))
    fill(client, page_of(passage), tags="moscow", note="newer")
    response = client.post(page_of(passage), stale | {"note": "mine"})

    passage.refresh_from_db()
    assert (response.status_code, passage.note, names(passage)) == (409, "newer", ["moscow"])
    _, note, tags = errors_of(response)
    assert note == "It is now “newer”. You wrote “mine”."
    assert tags == "It is now “moscow”. You wrote “arms”."


def test_passages_are_not_added_here(client, editor):
    assert client.get(page_for(Passage, "add")).status_code == 403


def test_claim_is_added_with_tags_evidence_and_relation(client, editor):
    passage, origin, other = make_passage(), make_origin(), make_claim()
    values = opened(client, page_for(Claim, "add"))
    values |= {"statement": "They left.", "attribution": "some", "said": "2021", "tags": "a b, c"}
    values |= {"evidence-TOTAL_FORMS": 1, "evidence-0-passage": passage.pk}
    values |= {"evidence-0-stance": "reports", "evidence-0-origin": origin.pk}
    values |= {"relations_from-TOTAL_FORMS": 1, "relations_from-0-kind": "repeats"}
    values |= {"relations_from-0-to_claim": other.pk}
    response = client.post(page_for(Claim, "add"), values)

    claim = Claim.objects.get(statement="They left.")
    evidence = claim.evidence.get()
    assert (response.status_code, claim.created_by, evidence.created_by) == (302, editor, editor)
    assert (str(claim.said), names(claim), claim.status) == ("2021", ["a b", "c"], "draft")
    assert (evidence.passage, evidence.origin, evidence.stance) == (passage, origin, "reports")
    assert claim.relations_from.get().to_claim == other
    actions = {row.action.kind for row in [*claim.history.all(), *evidence.history.all()]}
    assert actions == {"claim.admin"}
    assert other.history.first().action.kind == "claim.admin"


def test_claim_status_is_only_shown(client, editor):
    claim = make_claim()
    fill(client, page_of(claim), status="published", slug="mine", statement="Another.")

    claim.refresh_from_db()
    assert (claim.statement, claim.status, claim.slug) == ("Another.", "draft", "")


def test_claim_names_a_speaker_or_an_attribution(client, editor):
    claim = make_claim(attribution="some analysts")
    response = fill(client, page_of(claim), speaker=make_person().pk)

    assert errors_of(response) == ["Name a speaker or give the attribution, not both."]
    assert Claim.objects.get().speaker is None


def test_published_claim_changed_here_says_so(client, editor):
    claim = make_published_claim("They left.")
    record = claim.publication.record
    fill(client, page_of(claim), statement="They stayed.")

    claim.refresh_from_db()
    assert (claim.is_edited_since, claim.publication.record) == (True, record)


@pytest.mark.parametrize(
    "typed", [{"evidence-0-why": "because"}, {"evidence-0-DELETE": "on"}, {"tags": "arms"}]
)
def test_published_claim_whose_parts_changed_here_says_so(client, editor, typed):
    claim = make_published_claim()
    assert claim.is_edited_since is False
    fill(client, page_of(claim), **typed)

    claim.refresh_from_db()
    assert claim.is_edited_since is True


def test_relation_made_here_is_an_edit_of_both_claims(client, editor):
    claim, other = make_published_claim(), make_published_claim()
    add_part(client, page_of(claim), "relations_from", kind="supports", to_claim=other.pk)

    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.is_edited_since, other.is_edited_since) == (True, True)


def test_claim_once_published_is_not_deleted(client, editor):
    claim = make_published_claim()
    client.post(page_of(claim, "delete"), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [claim.pk], "post": "yes"}
    response = client.post(page_for(Claim), chosen)
    act(editor, claim.withdraw)
    client.post(page_of(claim, "delete"), {"post": "yes"})

    claim.refresh_from_db()
    assert response.status_code == 200
    assert claim.deleted_at is None


def test_evidence_taken_away_is_kept_deleted(client, editor):
    evidence = make_evidence()
    fill(client, page_of(evidence.claim), **{"evidence-0-DELETE": "on"})

    evidence.refresh_from_db()
    assert evidence.deleted_by == editor
    assert evidence.passage.deleted_at is None


def test_evidence_keeps_its_passage(client, editor):
    evidence, other = make_evidence(), make_passage()
    typed = {"evidence-0-passage": other.pk, "evidence-0-stance": "supports"}
    fill(client, page_of(evidence.claim), **typed)

    changed = Evidence.objects.get()
    assert (changed.passage, changed.stance, changed.version) == (evidence.passage, "supports", 2)


def test_evidence_changed_meanwhile_is_not_overwritten(client, editor):
    evidence = make_evidence(why="old")
    stale = opened(client, page_of(evidence.claim))
    act(editor, evidence.edit, evidence.version, stance="reports", why="newer")
    response = client.post(page_of(evidence.claim), stale | {"evidence-0-why": "mine"})

    evidence.refresh_from_db()
    assert (response.status_code, evidence.why) == (409, "newer")
    assert errors_of(response)[1] == "It is now “newer”. You wrote “mine”."


def test_passage_ties_to_a_claim_once(client, editor):
    evidence = make_evidence()
    typed = {"passage": evidence.passage.pk, "stance": "supports"}
    response = add_part(client, page_of(evidence.claim), "evidence", **typed)

    assert errors_of(response) == ["This evidence already exists."]
    assert Evidence.objects.count() == 1


def test_claims_are_related_once_whichever_way(client, editor):
    relation = make_relation(kind="contradicts")
    typed = {"to_claim": relation.from_claim.pk, "kind": "contradicts"}
    response = add_part(client, page_of(relation.to_claim), "relations_from", **typed)

    assert errors_of(response) == ["These two claims already have this relation."]
    assert Relation.objects.count() == 1


def test_claim_is_not_related_to_itself(client, editor):
    claim = make_claim()
    typed = {"to_claim": claim.pk, "kind": "supports"}
    response = add_part(client, page_of(claim), "relations_from", **typed)

    assert errors_of(response) == ["A claim cannot be related to itself."]


def test_relation_typed_twice_is_refused(client, editor):
    claim, other = make_claim(), make_claim()
    values = opened(client, page_of(claim)) | {"relations_from-TOTAL_FORMS": 2}
    for number in (0, 1):
        values |= {f"relations_from-{number}-kind": "repeats"}
        values |= {f"relations_from-{number}-to_claim": other.pk}
    response = client.post(page_of(claim), values)

    assert errors_of(response) == ["Two rows are the same. Remove one of them."]
    assert Relation.objects.count() == 0


def test_relation_is_read_from_both_sides(client, editor):
    relation = make_relation(kind="corrects")
    page = client.get(page_of(relation.to_claim))
    client.post(
        page_of(relation.to_claim),
        opened(client, page_of(relation.to_claim)) | {"relations_to-0-DELETE": "on"},
    )

    relation.refresh_from_db()
    inline = page.context["inline_admin_formsets"][2].formset
    assert [form.instance for form in inline.forms] == [relation]
    assert relation.deleted_at is None


def test_refused_claim_leaves_nothing_behind(client, editor):
    values = opened(client, page_for(Claim, "add")) | {"statement": "They left.", "tags": "new"}
    values |= {"evidence-TOTAL_FORMS": 1, "evidence-0-stance": "reports"}
    before = Action.objects.count()
    response = client.post(page_for(Claim, "add"), values)

    assert errors_of(response) == ["This field is required."]
    assert (Claim.objects.count(), Tag.objects.count()) == (0, 0)
    assert Action.objects.count() == before


def test_parts_of_a_claim_are_headed_in_plain_words(client, editor):
    page = parse(client.get(page_of(make_claim("It rained."))))
    assert [" ".join("".join(node.itertext()).split()) for node in page.iter("h2")] == [
        "It rained.",
        "Evidence",
        "Relations to other claims",
        "Relations from other claims (edit them there)",
    ]


def test_texts_of_parts_are_as_narrow_as_their_table(client, editor):
    evidence = make_evidence(make_claim())
    page = parse(client.get(page_of(evidence.claim)))
    sizes = {
        (node.get("rows"), node.get("cols"), node.get("class"))
        for node in page.iter("textarea")
        if node.get("name", "").startswith("evidence-")
    }
    assert sizes == {("2", "40", None)}
