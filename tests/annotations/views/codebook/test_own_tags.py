"""An analyst's own tag, which nobody else has used: its author renames, merges and deletes it."""

import pytest

from annotations.models import Passage, Tag
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import text_of
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_passage,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

REFUSED = "Others have made, edited or used this tag"


@pytest.fixture
def analyst(client):
    user = make_user()
    client.force_login(user)
    return user


def answers(client, tag):
    """The statuses of its pages to edit, merge and delete it."""
    verbs = ("edit", "merge", "delete")
    return [client.get(f"/tags/{tag.public_id}/{verb}/").status_code for verb in verbs]


def mistyped(by):
    make_passage(tags=["convois"], by=by)
    return Tag.objects.get(name="convois")


def test_author_renames_a_tag_and_undoes_that(client, analyst):
    tag = mistyped(analyst)
    facts = {"name": "convoys", "hue": tag.hue, "version": tag.version}
    client.post(f"/tags/{tag.public_id}/edit/", facts)
    assert Tag.objects.get().name == "convoys"

    client.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")
    assert Tag.objects.get().name == "convois"


def test_author_merges_a_tag_into_a_colleagues_and_takes_it_apart_again(client, analyst):
    tag, colleagues = mistyped(analyst), make_tag("convoys")
    client.post(f"/tags/{tag.public_id}/merge/", {"into": "convoys", "version": tag.version})
    assert [link.tag for link in Passage.objects.get().tag_links.all()] == [colleagues]

    client.post(f"/tags/{tag.public_id}/unmerge/")
    assert [link.tag for link in Passage.objects.get().tag_links.all()] == [tag]


def test_author_deletes_a_tag_and_undoes_that(client, analyst):
    tag = mistyped(analyst)
    client.post(f"/tags/{tag.public_id}/delete/")
    assert not Tag.objects.standing().exists()

    client.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")
    assert Tag.objects.standing().get() == tag


def used_by_a_colleague(tag, analyst):
    make_passage(tags=[tag.name])


def used_and_left_by_a_colleague(tag, analyst):
    passage, colleague = make_passage(tags=[tag.name]), make_user()
    act(colleague, Passage.objects.retag, [passage], remove=[tag.name])


def used_in_a_colleagues_claim(tag, analyst):
    make_claim(tags=[tag.name])


def given_by_an_editor(tag, analyst):
    act(make_user(EDITORS), Passage.objects.retag, [make_passage(by=analyst)], [tag.name])


def edited_by_an_editor(tag, analyst):
    act(make_user(EDITORS), tag.edit, tag.version, tag.name, "Columns of trucks.", tag.hue)


@pytest.mark.parametrize(
    "happen",
    [
        used_by_a_colleague,
        used_and_left_by_a_colleague,
        used_in_a_colleagues_claim,
        given_by_an_editor,
        edited_by_an_editor,
    ],
)
def test_tag_that_others_know_is_left_to_editors_and_its_page_says_so(client, analyst, happen):
    tag = mistyped(analyst)
    assert answers(client, tag) == [200, 200, 200]
    assert REFUSED not in text_of(client.get(tag.get_absolute_url()))

    happen(tag, analyst)
    assert answers(client, tag) == [403, 403, 403]
    assert REFUSED in text_of(client.get(tag.get_absolute_url()))
    assert REFUSED in text_of(client.get(f"/tags/{tag.public_id}/edit/"))


def test_renaming_is_not_undone_once_a_colleague_uses_the_new_name(client, analyst):
    tag = mistyped(analyst)
    facts = {"name": "convoys", "hue": tag.hue, "version": tag.version}
    client.post(f"/tags/{tag.public_id}/edit/", facts)
    renaming = Action.objects.latest("pk")
    make_passage(tags=["convoys"])
    assert client.post(f"/actions/{renaming.pk}/undo/").status_code == 403


def test_tag_of_the_codebook_is_not_its_first_users(client, analyst):
    tag = make_tag("convoys")
    make_passage(tags=["convoys"], by=analyst)
    assert answers(client, tag) == [403, 403, 403]


def test_reader_without_rights_changes_no_tag(client):
    reader = make_user(None)
    client.force_login(reader)
    assert answers(client, make_tag("convoys", by=reader)) == [403, 403, 403]
