"""The page where a passage is mended, and the tags of several: real forms, refusals, both texts."""

import pytest
from django.test import Client

from annotations.forms.quote_search import OTHER_WORDS
from annotations.models import Member, Passage, Role, Tag
from annotations.passages import editing
from annotations.passages.marking import Annotation
from corpus.models import Action
from corpus.models.correction import correct
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.claim_pages import text_of
from tests.support.factories import EDITORS, make_article, make_passage, make_person, make_user
from tests.support.member_queries import OF_MEMBER

pytestmark = pytest.mark.django_db

TEXT = "The convoy left at dawn, he said. Nobody saw it. He said it twice.\n\nThe road was empty."
SEEN = {"revision": 1, "version": 1}


@pytest.fixture
def analyst():
    return make_user()


@pytest.fixture
def member(analyst):
    client = Client()
    client.force_login(analyst)
    return client


@pytest.fixture
def article():
    return make_article(TEXT)


@pytest.fixture
def passage(article, analyst):
    return make_passage(article, "convoy left", analyst)


def mend(client, passage, headers=None, **said):
    return client.post(f"/passages/{passage.public_id}/mend/", SEEN | said, headers=headers)


def quotes():
    return list(Passage.objects.present().order_by("pk").values_list("quote", flat=True))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"do": "move", "start": 0, "end": 23}, ["The convoy left at dawn"]),
        ({"do": "move", "quote": "The convoy\r\nleft"}, ["The convoy left"]),
        ({"do": "add_piece", "quote": "The road"}, ["convoy left … The road"]),
        ({"do": "split", "at": 11}, ["convoy", "left"]),
        ({"do": "split", "at": 11, "quote": "left"}, ["convoy", "left"]),
        ({"do": "move", "start": 0, "end": 10, "quote": "The convoy"}, ["The convoy"]),
        (
            {"do": "move", "spans": "0-10 68-76", "quote": "The convoy … The road"},
            ["The convoy … The road"],
        ),
        (
            {"do": "add_piece", "start": 68, "end": 76, "quote": "The road"},
            ["convoy left … The road"],
        ),
        ({"do": "split", "quote": "left"}, ["convoy", "left"]),
    ],
)
def test_each_form_mends_and_leads_to_the_passage(member, passage, said, expected):
    answer = mend(member, passage, **said)

    assert (answer.status_code, answer.headers["Location"]) == (303, passage.get_absolute_url())
    assert quotes() == expected


def test_join_takes_in_the_ticked(member, article, analyst, passage):
    other = make_passage(article, "The road", analyst)

    answer = mend(member, passage, do="join", others=[other.public_id])

    assert (answer.status_code, quotes()) == (303, ["convoy left … The road"])


def test_piece_is_taken_off_by_its_button(member, analyst, passage):
    act(analyst, editing.add_piece, passage, (68, 76), 1, 1)

    answer = mend(member, passage, do="take_piece", piece=0, version=2)

    assert (answer.status_code, quotes()) == (303, ["The road"])


def test_edit_page_offers_every_mend(member, article, analyst, passage):
    other = make_passage(article, "The road", analyst)

    page = member.get(f"/passages/{passage.public_id}/edit/").content.decode()

    assert 'name="do" value="move">Adjust boundaries</button>' in page
    assert 'name="do" value="take_piece"' not in page
    assert f'name="others" value="{other.public_id}"' in page


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"do": "move", "quote": ""}, "Enter the words exactly as they appear in the text."),
        ({"do": "move", "quote": "Kabul"}, "These words are not in the text."),
        ({"do": "move", "start": 66, "end": 68}, "There are no words at this position."),
        ({"do": "add_piece", "quote": "convoy"}, "The passage already contains these words."),
        (
            {"do": "split", "quote": "convoy"},
            "The second part must start with words inside the passage.",
        ),
        ({"do": "take_piece"}, "A passage must keep at least one piece."),
        ({"do": "join"}, "Select another passage to join."),
        ({"do": "move", "start": 3}, "Enter the words exactly as they appear in the text."),
        ({"do": "move", "start": 0, "end": 10, "quote": "Der Konvoi"}, OTHER_WORDS),
        ({"do": "move", "spans": "0-10 34-40", "quote": "The convoy … Nobady"}, OTHER_WORDS),
        ({"do": "add_piece", "start": 0, "end": 3, "quote": "Der"}, OTHER_WORDS),
        ({"do": "split", "at": 10, "quote": "links"}, OTHER_WORDS),
        ({"do": "nothing"}, "The form is incomplete. Reload the page."),
    ],
)
def test_refused_mend_says_why_and_changes_nothing(member, passage, said, message):
    answer = mend(member, passage, **said)

    assert answer.status_code == 422
    assert f"Nothing was changed. {message}" in " ".join(text_of(answer).split())
    assert quotes() == ["convoy left"]


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}])
def test_other_words_are_refused_on_the_page_and_in_the_fragment(member, passage, headers):
    answer = mend(member, passage, headers, do="move", start=0, end=10, quote="Der Konvoi")

    assert answer.status_code == 422
    assert answer.content.decode().count(OTHER_WORDS) == 1
    assert quotes() == ["convoy left"]


def test_other_words_of_an_older_text_or_version_are_a_conflict(member, article, analyst, passage):
    act(analyst, editing.move, passage, (0, 10), 1, 1)
    answer = mend(member, passage, do="split", at=9, quote="nvoy left")
    assert answer.status_code == 409
    act(make_user(EDITORS), correct, article, f"Now: {TEXT}", "As printed.")
    answer = mend(member, passage, do="move", start=0, end=10, quote="The convoy", version=2)
    assert (answer.status_code, quotes()) == (409, ["The convoy"])


def test_words_that_stand_twice_are_asked_about(member, passage):
    answer = mend(member, passage, do="add_piece", quote="said")

    assert (answer.status_code, quotes()) == (422, ["convoy left"])
    page = answer.content.decode()
    assert "These words occur 2 times. Select one occurrence." in page
    start = TEXT.rindex("said")
    answer = mend(member, passage, do="add_piece", quote="said", place=f"{start}-{start + 4}")
    assert (answer.status_code, passage.current_placements()[1].start) == (303, start)


def test_stale_mend_shows_what_stands_now_and_overwrites_nothing(member, analyst, passage):
    act(analyst, editing.move, passage, (0, 10), 1, 1)

    answer = mend(member, passage, do="move", piece=0, quote="convoy left at dawn")

    assert answer.status_code == 409
    words = text_of(answer)
    assert "Edit conflict" in words
    assert "The passage now reads: “The convoy”" in words
    assert "convoy left at dawn</textarea>" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert quotes() == ["The convoy"]


def test_script_gets_what_changed_with_undo(member, article, analyst, passage):
    other = make_passage(article, "The road", analyst)

    answer = mend(member, passage, {"HX-Request": "true"}, do="join", others=[other.public_id])

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-gone="{other.public_id}"' in page
    assert page.count("<p data-start=") == 1
    assert page.count('class="passage-card"') == 1
    action = Action.objects.order_by("-pk").first()
    assert (action.kind, f"/actions/{action.pk}/undo/" in page) == ("passage.join", True)


def test_nobody_joins_what_they_do_not_see_or_may_not_edit(member, article, analyst, passage):
    theirs = make_passage(article, "The road")

    answer = mend(member, passage, do="join", others=[theirs.public_id])
    assert (answer.status_code, len(quotes())) == (422, 2)
    assert "You cannot change “The road”. Only its author or an editor can." in text_of(answer)

    act(analyst, Member.objects.hide_colleagues, True)
    answer = mend(member, passage, do="join", others=[theirs.public_id])
    assert (answer.status_code, len(quotes())) == (422, 2)
    assert "no longer exists" in text_of(answer)


def test_tags_of_several_change_from_the_page_and_are_undone_as_one(
    member, article, analyst, passage
):
    other = make_passage(article, "The road", analyst, tags=["old", "kept"])
    address = f"/articles/{article.public_id}/passages/tags/"
    ids = [passage.public_id, other.public_id]

    answer = member.post(address, {"passages": ids, "tags": "new, more", "without": "OLD"})

    assert (answer.status_code, answer.headers["Location"]) == (303, article.get_absolute_url())
    names = [[link.tag.name for link in each.tag_links.all()] for each in (passage, other)]
    assert names == [["new", "more"], ["kept", "new", "more"]]
    action = Action.objects.order_by("-pk").first()
    act(analyst, undo, action)
    names = [[link.tag.name for link in each.tag_links.all()] for each in (passage, other)]
    assert names == [[], ["old", "kept"]]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"tags": "new"}, "Select at least one passage."),
        ({"passages": "0123456789ab", "tags": "new"}, "A passage no longer exists."),
    ],
)
def test_tags_of_none_or_of_the_missing_are_refused(member, article, passage, said, message):
    answer = member.post(f"/articles/{article.public_id}/passages/tags/", said)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert Action.objects.filter(kind="passage.retag").exists() is False


def test_page_of_tags_offers_what_one_may_edit(client, member, article, passage):
    theirs = make_passage(article, "The road")
    address = f"/articles/{article.public_id}/passages/tags/"
    client.force_login(make_user(EDITORS))

    offered = [
        {each.public_id for each in browser.get(address).context["passages"]}
        for browser in (member, client)
    ]
    assert offered == [{passage.public_id}, {passage.public_id, theirs.public_id}]


@pytest.mark.parametrize("number", [1, 4])
def test_page_of_tags_asks_a_fixed_number_of_questions(
    member, article, analyst, number, django_assert_num_queries
):
    for words in ["The road", "dawn", "Nobody", "twice"][:number]:
        make_passage(article, words, analyst, tags=["a"])
    address = f"/articles/{article.public_id}/passages/tags/"
    member.get(address)

    with django_assert_num_queries(OF_MEMBER + 4):
        member.get(address)


def annotate(client, passage, **typed):
    address = f"/passages/{passage.public_id}/edit/"
    return client.post(address, typed, headers={"HX-Request": "true"})


def test_popup_gets_what_a_passage_has_and_changes_it_on_the_reading_page(member, analyst, article):
    speaker, gone = make_person("Mina"), make_person("Gone")
    roles = [(speaker, Role.SPEAKS), (speaker, Role.SPOKEN_OF), (gone, Role.SPEAKS)]
    passage = make_passage(article, "at dawn", analyst, tags=["old"], people=roles, note="Why.")
    act(analyst, gone.remove)
    address = f"/passages/{passage.public_id}/edit/"

    draft = member.get(address, headers={"HX-Request": "true"})
    assert draft.json() == {
        "version": 1,
        "note": "Why.",
        "tags": [{"name": "old", "hue": str(Tag.objects.get().hue)}],
        "people": [
            {"name": "Mina", "value": speaker.public_id, "role": "speaks"},
            {"name": "Mina", "value": speaker.public_id, "role": "spoken_of"},
        ],
        "evidence": [],
    }
    assert "HX-Request" in draft["Vary"]

    typed = {"version": 1, "tags": "new", "speakers": speaker.public_id, "note": "So."}
    answer = annotate(member, passage, **typed, statement="It left", stance="supports")
    html = answer.content.decode()
    passage.refresh_from_db()
    evidence = passage.evidence.get()
    assert (answer.status_code, html.count("data-passage>"), "<html" in html) == (200, 1, False)
    assert ([tag.name for tag in passage.tags.all()], passage.note) == (["new"], "So.")
    assert [(link.person, link.role) for link in passage.people.all()] == [(speaker, "speaks")]
    assert (evidence.claim.statement, evidence.stance) == ("It left", "supports")
    act(analyst, undo, Action.objects.latest("pk"))
    assert (passage.evidence.present().count(), passage.people.count()) == (0, 3)


def test_popup_is_told_what_a_passage_has_now_after_an_edit_conflict(member, analyst, article):
    passage = make_passage(article, "at dawn", analyst, tags=["old"])
    act(analyst, passage.edit, Annotation(tags=("theirs",), note="Seen."), version=1)

    answer = annotate(member, passage, version=1, tags="mine")

    assert (answer.status_code, [tag.name for tag in passage.tags.all()]) == (409, ["theirs"])
    [error] = answer.context["form"].non_field_errors()
    assert error.endswith(
        "The passage now has: theirs and the note “Seen.”. Save again to replace that with yours."
    )
