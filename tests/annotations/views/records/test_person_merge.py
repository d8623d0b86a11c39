"""The form by which editors merge a person into another one, and part them again."""

import pytest

from corpus.models import Person
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def post_merge(browser, person, into, version=1):
    return browser.post(f"/people/{person.public_id}/merge/", {"into": into, "version": version})


def whom(person):
    return Person.objects.get(pk=person.pk).merged_into


def test_editor_merges_by_name_alias_link_or_id_and_parts_again(editor):
    other = make_person("Bikantov", aliases=["Wikantow"])
    link = f"http://localhost{other.get_absolute_url()}"
    for into in ("bikantov", "Wikantow", link, other.public_id):
        person = make_person("Vikantov")
        answer = post_merge(editor, person, into)
        assert (answer.status_code, answer["Location"]) == (303, other.get_absolute_url())
        assert whom(person) == other
        answer = editor.post(f"/people/{person.public_id}/unmerge/")
        assert (answer.status_code, answer["Location"]) == (303, person.get_absolute_url())
        assert whom(person) is None


def test_somebody_deleted_since_is_not_parted(editor):
    person, other, by = make_person("Vikantov"), make_person("Bikantov"), make_user(EDITORS)
    act(by, merge, person, other)
    act(by, Person.objects.get(pk=person.pk).remove)
    assert editor.post(f"/people/{person.public_id}/unmerge/").status_code == 404
    assert whom(person) == other


def test_what_cannot_be_merged_is_explained(editor):
    person = make_person("Vikantov")
    for _ in range(2):
        make_person("Ivan Petrov")
    cases = {
        "": "Enter a name or a link.",
        "Nobody": "No person is called “Nobody”.",
        "Ivan Petrov": "Several people are called “Ivan Petrov”. Paste the link to one of them.",
        "Vikantov": "Vikantov cannot be merged into itself.",
    }
    for into, words in cases.items():
        answer = post_merge(editor, person, into)
        assert answer.status_code == 422
        assert words in text_of(answer)
    assert whom(person) is None


def test_a_stale_form_merges_nothing_and_can_be_sent_again(editor):
    person = make_person("Vikantov")
    make_person("Bikantov")
    answer = post_merge(editor, person, "Bikantov", version=7)
    assert answer.status_code == 409
    assert "nothing was merged" in text_of(answer)
    assert '<input type="hidden" name="version" value="1">' in answer.content.decode()
    assert whom(person) is None


def test_only_editors_are_offered_the_form(editor):
    person = make_person()
    address = person.get_absolute_url()
    assert "Merge into another person" in text_of(editor.get(address))
    assert "Merge into another person" not in text_of(signed_in().get(address))


def test_admin_keeps_whom_others_were_merged_into(editor):
    person, other = make_person("Vikantov"), make_person("Bikantov")
    act(make_user(), merge, person, other)
    page = editor.get(f"/admin/corpus/person/{other.pk}/delete/").content.decode()
    assert "others were merged into it; undo those merges first" in page
    editor.post(f"/admin/corpus/person/{other.pk}/delete/", {"post": "yes"})
    assert not Person.objects.get(pk=other.pk).is_deleted
