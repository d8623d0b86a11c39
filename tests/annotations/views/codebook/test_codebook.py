"""The codebook's pages: the list, new tags, editing, merging, deleting."""

import re

import pytest

from annotations.codebook.tag_merging import merge_tag
from annotations.models import Passage, Tag
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_passage,
    make_tag,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def rows(response):
    """The codebook as it is read: (name, meaning, use) of each row."""
    found = parse(response).find("body/main").iter("li")
    lines = [[" ".join("".join(p.itertext()).split()) for p in row.findall("p")] for row in found]
    return [tuple(line) for line in lines if len(line) == 3]


def groups(response):
    found = parse(response).find("body/main").iter("h2")
    return [" ".join("".join(h2.itertext()).split()) for h2 in found]


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else None


# The list.


def test_list_counts_what_carries_each_tag_and_marks_the_unused(member):
    by, article = make_user(), make_article(title="One")
    make_tag("unused", definition="Never given.")
    make_passage(article, tags=["convoys"], by=by)
    make_passage(article, "dawn", tags=["convoys", "times"], by=by)
    make_passage(tags=["convoys"], by=by)
    act(by, make_passage(tags=["convoys"], by=by).remove)
    gone = make_article()
    make_passage(gone, tags=["convoys"], by=by)
    act(by, gone.remove)
    make_claim(tags=["convoys"], by=by)
    make_claim(tags=["only a claim"], by=by)

    assert rows(member.get("/tags/")) == [
        ("convoys", "no definition yet", "3 passages in 2 articles, 1 claim"),
        ("only a claim", "no definition yet", "1 claim"),
        ("times", "no definition yet", "1 passage in 1 article"),
        ("unused", "Never given.", "unused"),
    ]
    assert [name for name, *_ in rows(member.get("/tags/?unused=1"))] == ["unused"]
    most_used = [name for name, *_ in rows(member.get("/tags/?sort=use"))]
    assert most_used == ["convoys", "times", "only a claim", "unused"]


def test_list_stands_in_groups_by_prefix(member):
    for name in ("actor/state", "actor", "Actor/person", "actor-like", "place/city", "a/"):
        make_tag(name)
    page = member.get("/tags/")

    assert [name for name, *_ in rows(page)] == [
        *("a/", "actor-like"),
        *("actor", "Actor/person", "actor/state"),
        "place/city",
    ]
    assert groups(page) == ["actor 3", "place 1"]
    assert groups(member.get("/tags/?sort=use")) == []


def test_list_finds_former_names_and_says_so(member):
    by, tag = make_user(), make_tag("casualty")
    act(by, tag.edit, 1, "losses", "", 1)
    act(by, merge_tag, make_tag("casualties"), tag)
    make_tag("other")

    found = rows(member.get("/tags/?q=casual"))
    assert [name for name, *_ in found] == ["losses formerly casualties, casualty"]


def test_list_makes_as_many_queries_for_a_thousand_tags(member, django_assert_num_queries):
    make_tag("a/first")
    # The tags.
    for more in (0, 998):
        Tag.objects.bulk_create(
            Tag(name=f"a/{n:03}", name_key=f"a/{n:03}", hue=1) for n in range(more)
        )
        with django_assert_num_queries(OF_MEMBER + 1):
            page = member.get("/tags/?full=1")
        assert len(rows(page)) == more + 1


def test_list_of_more_than_a_page_is_paged(member, monkeypatch):
    monkeypatch.setattr("annotations.codebook.overview.PAGE_SIZE", 2)
    for name in ("a", "b", "c"):
        make_tag(name)
    first = member.get("/tags/?unused=1")
    [older] = [a.get("href") for a in parse(first).iter("a") if "after=" in a.get("href", "")]

    assert [name for name, *_ in rows(first)] == ["a", "b"]
    assert [name for name, *_ in rows(member.get(f"/tags/{older}"))] == ["c"]


def test_list_counts_no_further_than_its_bound(member, monkeypatch):
    monkeypatch.setattr("annotations.codebook.overview.COUNT_LIMIT", 2)
    article = make_article(" ".join("abcd"))
    for word in "abcd":
        make_passage(article, word, tags=["much"])
    assert rows(member.get("/tags/"))[0][2] == "2+ passages in 1+ articles"


# A new tag.


def test_new_tag_is_made_and_shown(member):
    answer = member.post("/tags/new/", {"name": " air  strike ", "definition": "a\r\nb", "hue": 4})
    tag = Tag.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, tag.get_absolute_url())
    assert (tag.name, tag.definition, tag.hue) == ("air strike", "a\nb", 4)
    assert Action.objects.get(kind="tag.create").by.groups.get().name == "Analysts"


def test_new_tag_that_is_nearly_another_is_asked_about_once(member):
    make_tag("casualties")
    asked = member.post("/tags/new/", {"name": "casualty"})

    assert asked.status_code == 422
    assert "“casualty” is similar to “casualties” in the codebook." in text_of(asked)
    assert Tag.objects.count() == 1
    assert hidden(asked, "near_seen") == "casualty"
    # Another name is asked about again; the same is a wish.
    assert member.post("/tags/new/", {"name": "casualtys", "near_seen": "x"}).status_code == 422
    taken = member.post("/tags/new/", {"name": "casualty", "near_seen": "casualty"})
    assert (taken.status_code, Tag.objects.count()) == (303, 2)


def test_new_tag_that_cannot_be_is_refused_with_its_reason(member):
    make_tag("Cities")
    cases = {
        "": "Enter a name.",
        "a, b": "cannot contain a comma",
        "cities": "A tag “Cities” already exists.",
        "a" * 101: "at most 100 characters",
    }
    for name, why in cases.items():
        answer = member.post("/tags/new/", {"name": name})
        assert answer.status_code == 422
        assert why in text_of(answer)
    assert Tag.objects.count() == 1


# Editing.


def test_renaming_keeps_the_address_and_the_old_name_finds_it(editor):
    tag, by = make_tag("casualty"), make_user()
    passage = make_passage(tags=["casualty"], by=by)
    said = {"name": "Losses", "definition": "d", "hue": 3, "version": 1}
    answer = editor.post(f"/tags/{tag.public_id}/edit/", said)

    assert (answer.status_code, answer["Location"]) == (303, f"/tags/{tag.public_id}/losses/")
    old = editor.get(f"/tags/{tag.public_id}/casualty/")
    assert (old.status_code, old["Location"]) == (301, f"/tags/{tag.public_id}/losses/")
    assert "Formerly casualty Colour" in text_of(editor.get(answer["Location"]))
    assert passage.as_json()["tags"] == ["Losses"]
    # A page that was open before says the old name, and means this tag.
    assert make_passage(tags=["casualty"], by=by).as_json()["tags"] == ["Losses"]
    assert Action.objects.filter(kind="tag.rename").count() == 1


def test_stale_edit_gets_both_texts(editor):
    tag = make_tag("a word", definition="old")
    act(make_user(), tag.edit, 1, "a word", "theirs", 2)
    said = {"name": "mine", "definition": "my own", "hue": 3, "version": 1}
    answer = editor.post(f"/tags/{tag.public_id}/edit/", said)

    assert answer.status_code == 409
    assert "theirs" in text_of(answer)
    assert "my own" in text_of(answer)
    assert Tag.objects.get().name == "a word"
    again = editor.post(f"/tags/{tag.public_id}/edit/", said | {"version": 2})
    assert (again.status_code, Tag.objects.get().name) == (303, "mine")


def test_renaming_to_what_is_nearly_another_asks_and_to_another_is_refused(editor):
    tag, _ = make_tag("deaths"), make_tag("casualties")
    address, said = f"/tags/{tag.public_id}/edit/", {"hue": 1, "version": 1}
    near = editor.post(address, said | {"name": "casualty"})
    same = editor.post(address, said | {"name": "Casualties"})

    assert [near.status_code, same.status_code] == [422, 422]
    assert "“casualty” is similar to “casualties”" in text_of(near)
    assert "A tag “casualties” already exists." in text_of(same)
    assert editor.post(address, said | {"name": "Deaths"}).status_code == 303


# Merging.


def test_merge_shows_what_changes_before_it_changes_and_can_be_undone(editor):
    by = make_user()
    make_passage(tags=["casualty"], by=by)
    both = make_passage(tags=["casualty", "casualties"], by=by)
    make_claim(tags=["casualty"], by=by)
    tag, other = Tag.objects.get(name="casualty"), Tag.objects.get(name="casualties")
    address = f"/tags/{tag.public_id}/merge/"
    preview = editor.get(address, {"into": "casualties"})

    assert "2 passages will have “casualties” instead; 1 of them has both" in text_of(preview)
    assert "1 claim will have it too." in text_of(preview)
    assert both.get_absolute_url() in preview.content.decode()
    assert Tag.objects.standing().count() == 2
    said = {name: hidden(preview, name) for name in ("into", "version", "into_version")}
    answer = editor.post(address, said)
    assert (answer.status_code, answer["Location"]) == (303, other.get_absolute_url())
    page = text_of(editor.get(other.get_absolute_url()))
    assert "Formerly casualty" in page
    assert "Undo merge of “casualty”" in page
    assert "Undo merge of “casualty”" not in text_of(signed_in().get(other.get_absolute_url()))
    old = editor.get(tag.get_absolute_url())
    assert (old.status_code, old["Location"]) == (302, other.get_absolute_url())
    parted = editor.post(f"/tags/{tag.public_id}/unmerge/")
    assert (parted.status_code, parted["Location"]) == (303, tag.get_absolute_url())
    assert Passage.objects.first().as_json()["tags"] == ["casualty"]


def test_merge_of_what_changed_since_the_preview_is_refused(editor):
    tag, other = make_tag("a"), make_tag("b")
    address = f"/tags/{tag.public_id}/merge/"
    for versions in ({"version": 7}, {"version": 1, "into_version": 7}):
        answer = editor.post(address, {"into": other.public_id} | versions)
        assert answer.status_code == 409
        assert "nothing was merged" in text_of(answer)
    assert Tag.objects.standing().count() == 2


def test_merge_into_nothing_or_itself_is_explained(editor):
    tag = make_tag("a")
    cases = {"": "Enter the tag to merge into.", "x": "No tag is called “x”.", "a": "into itself."}
    for into, why in cases.items():
        answer = editor.get(f"/tags/{tag.public_id}/merge/", {"into": into})
        assert answer.status_code == 422
        assert why in text_of(answer)


def test_a_tag_deleted_since_is_not_parted(editor):
    tag, by = make_tag("a"), make_user()
    act(by, merge_tag, tag, make_tag("b"))
    act(by, Tag.objects.get(pk=tag.pk).remove)
    assert editor.post(f"/tags/{tag.public_id}/unmerge/").status_code == 404
    assert Tag.objects.get(pk=tag.pk).merged_into.name == "b"


def test_parting_where_the_name_is_taken_says_so(editor):
    tag, by = make_tag("a"), make_user()
    act(by, merge_tag, tag, make_tag("b"))
    act(by, Tag.objects.add, "A")
    answer = editor.post(f"/tags/{tag.public_id}/unmerge/")
    assert answer.status_code == 409
    assert "Another tag is called “a”." in text_of(answer)


# Deleting.


def test_deleting_a_tag_in_use_asks_and_takes_no_passage_with_it(editor):
    by = make_user()
    passage = make_passage(tags=["convoys", "times"], by=by)
    make_claim("It left", tags=["convoys"], by=by)
    tag = Tag.objects.get(name="convoys")
    address = f"/tags/{tag.public_id}/delete/"
    asked = text_of(editor.get(address))

    assert "1 passage and 1 claim will be kept without the tag." in asked
    assert passage.quote in asked
    assert "It left" in asked
    assert not Tag.objects.get(pk=tag.pk).is_deleted
    assert editor.post(address)["Location"] == "/tags/"
    assert Tag.objects.get(pk=tag.pk).is_deleted
    assert Passage.objects.present().get().as_json()["tags"] == ["times"]


def test_a_restored_tag_stands_where_it_stood_even_on_what_was_edited(editor):
    by = make_user()
    passage = make_passage(tags=["convoys", "times"], by=by)
    tag = Tag.objects.get(name="convoys")
    act(by, tag.remove)
    form = editor.get(f"/passages/{passage.public_id}/edit/")
    assert hidden(form, "tags") == "times"
    said = {"tags": "times, new", "version": 1}
    assert editor.post(f"/passages/{passage.public_id}/edit/", said).status_code == 303
    restored = {"action": "restore_selected", "_selected_action": tag.pk}
    editor.post("/admin/annotations/tag/?deleted=yes", restored)

    assert sorted(passage.as_json()["tags"]) == ["convoys", "new", "times"]


def test_a_tag_that_took_over_others_is_kept_until_they_are_parted(editor):
    tag = make_tag("b")
    act(make_user(), merge_tag, make_tag("a"), tag)
    answer = editor.post(f"/tags/{tag.public_id}/delete/")
    assert answer.status_code == 409
    assert "because other tags are merged into it: “a”" in text_of(answer)
    assert not Tag.objects.get(pk=tag.pk).is_deleted


def test_long_codebook_stands_in_columns_without_definitions_until_they_are_asked_for(member):
    for number in range(61):
        make_tag(f"tag {number:02}", definition="What it means.")

    def facts(query):
        page = member.get(f"/tags/{query}")
        lists = [one.get("class").split()[0] for one in parse(page).iter("ul") if one.get("class")]
        return "tag-columns" in lists, page.content.decode().count("What it means.")

    assert (facts(""), facts("?full=1")) == ((True, 0), (False, 61))
    # A filter that leaves few shows them in full.
    assert facts("?q=tag+0") == (False, 10)


@pytest.mark.parametrize(("group", "links"), [("Analysts", 1), (None, 0)])
def test_import_is_in_the_menu_of_those_who_may(client, group, links):
    client.force_login(make_user(group))
    header = parse(client.get("/help/")).find("body/header")

    assert [link.get("href") for link in header.iter("a")].count("/import/") == links
