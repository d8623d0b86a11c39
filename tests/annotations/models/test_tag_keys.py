"""The keys of tags: a digit is free or one tag's, and comes back with its tag if it is free."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError

from annotations.codebook import jobs
from annotations.codebook.formats import csv_file
from annotations.codebook.formats.plan import plan
from annotations.codebook.tag_merging import merge_tag, unmerge_tag
from annotations.models import Tag
from annotations.models.tag import DigitTaken
from annotations.passages.recent_tags import recent_tags, tags_with_keys
from corpus.models import Action
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS, make_passage, make_tag, make_user

pytestmark = pytest.mark.django_db


def keys():
    return {tag.name: tag.digit for tag in Tag.objects.with_keys()}


def last_action():
    return Action.objects.order_by("-pk")[0]


def edit(tag, digit):
    tag.refresh_from_db()
    act(make_user(), tag.edit, tag.version, tag.name, tag.definition, tag.hue, digit)


@pytest.mark.parametrize("digit", [0, 10])
def test_only_one_to_nine_are_keys(digit):
    with pytest.raises(IntegrityError):
        make_tag(digit=digit)


def test_database_refuses_a_second_tag_with_a_key():
    make_tag(digit=3)

    with pytest.raises(IntegrityError):
        make_tag(digit=3)


def test_edit_with_a_key_that_is_taken_meanwhile_is_refused():
    make_tag("first", digit=3)
    second = make_tag("second", digit=4)

    with pytest.raises(DigitTaken):
        edit(second, 3)

    assert keys() == {"first": 3, "second": 4}


def test_deleted_tag_frees_its_key_and_undo_gives_it_back():
    by, tag = make_user(), make_tag("dawn", digit=3)
    act(by, tag.remove)

    assert keys() == {}
    act(by, undo, last_action(), kind="action.undo")
    assert keys() == {"dawn": 3}


def test_key_that_was_given_meanwhile_stays_with_the_other_tag():
    by, tag = make_user(), make_tag("dawn", digit=3)
    act(by, tag.remove)
    deletion = last_action()
    make_tag("night", digit=3)

    act(by, undo, deletion, kind="action.undo")

    tag.refresh_from_db()
    assert (tag.is_deleted, tag.digit) == (False, None)
    assert keys() == {"night": 3}


@pytest.mark.parametrize("is_given, digit", [(False, 3), (True, None)])
def test_merged_tag_frees_its_key_and_has_it_again_if_it_is_free(is_given, digit):
    tag, other = make_tag("dawn", digit=3), make_tag("morning")
    act(make_user(), merge_tag, tag, other)
    assert keys() == {}
    if is_given:
        edit(other, 3)

    act(make_user(), unmerge_tag, tag)

    tag.refresh_from_db()
    assert tag.digit == digit


def test_edit_of_a_key_is_undone():
    tag = make_tag("dawn", digit=3)
    edit(tag, 7)

    act(make_user(), undo, last_action(), kind="action.undo")

    assert keys() == {"dawn": 3}


def test_admin_restores_a_tag_without_a_key_that_was_given(client):
    tag = make_tag("dawn", digit=3)
    act(make_user(), tag.remove)
    make_tag("night", digit=3)
    client.force_login(get_user_model().objects.create_superuser("root"))

    data = {"action": "restore_selected", "_selected_action": tag.pk}
    client.post("/admin/annotations/tag/?deleted=yes", data)

    tag.refresh_from_db()
    assert (tag.is_deleted, tag.digit) == (False, None)


def test_recent_tags_have_no_key_and_using_them_moves_none():
    by = make_user()
    for digit, name in enumerate(("one", "two"), 1):
        make_tag(name, digit=digit)
    make_passage(by=by, tags=["two", "other"])

    assert [(tag.name, tag.digit) for tag in tags_with_keys()] == [("one", 1), ("two", 2)]
    assert [tag.name for tag in recent_tags(by, 9)] == ["other"]


def test_form_offers_the_free_keys_and_its_own():
    editor = signed_in(EDITORS)
    make_tag("taken", digit=2)
    tag = make_tag("dawn", digit=5)

    form = editor.get(f"/tags/{tag.public_id}/edit/").context["form"]

    labels = [label for _, label in form.fields["digit"].choices]
    assert labels == ["none", "1", "3", "4", "5", "6", "7", "8", "9"]


def test_form_gives_and_takes_a_key_and_refuses_that_of_another():
    editor = signed_in(EDITORS)
    make_tag("taken", digit=2)
    tag = make_tag("dawn")
    address = f"/tags/{tag.public_id}/edit/"
    values = {"name": "dawn", "definition": "", "hue": 1, "version": 1}

    refused = editor.post(address, values | {"digit": 2})
    given = editor.post(address, values | {"digit": 4})
    assert keys() == {"taken": 2, "dawn": 4}
    taken_away = editor.post(address, values | {"digit": "", "version": 2})

    assert [answer.status_code for answer in (refused, given, taken_away)] == [422, 303, 303]
    assert "Another tag has this key. Choose a free one." in text_of(refused)
    assert keys() == {"taken": 2}


def test_codebook_and_the_page_of_a_tag_show_keys():
    tag = make_tag("dawn", digit=3)
    member = signed_in()

    assert "dawn 3" in text_of(member.get("/tags/"))
    assert "Key 3" in text_of(member.get(tag.get_absolute_url()))


def test_keys_go_out_with_the_codebook_and_come_in_where_they_are_free(tmp_path):
    editor = signed_in(EDITORS)
    make_tag("dawn", digit=3)
    make_tag("night")
    content = b"".join(editor.get("/tags.csv"))
    assert content.decode().splitlines()[0] == "tag,description,hue,key"
    file = tmp_path / "codebook.csv"
    file.write_text("tag,description,key\nnight,,3\nnew,,5\nother,,5\ndawn,,4\n")

    with file.open("rb") as opened:
        codebook = csv_file.loads(opened)
    jobs.move(act(make_user(), jobs.begin, plan(codebook)))

    assert codebook.changes == ["line 4: “other” gets no key: 5 is another tag’s."]
    assert keys() == {"dawn": 4, "new": 5}


def test_first_corpus_brings_its_keys_where_they_are_free():
    make_tag("ours", digit=1)
    make_tag("momentum")

    call_command("load_first_corpus")

    assert keys() == {
        "ours": 1,
        "official statement": 2,
        "Central Asia": 3,
        "government forces": 4,
        "districts": 6,
        "cities": 7,
        "outlook": 8,
        "peace talks": 9,
    }
