"""What stays hidden from a member who reads alone, and what does not."""

import re

import pytest

from annotations.models import Member, PassageTag, ReadingState, ReadingStatus, Role
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "The convoy left at dawn, he said.\n\nNobody saw it return.\n\nIt was quiet."


def asked(client, article, what, since, seen=""):
    query = {"since": since, "seen": seen}
    return client.get(f"/articles/{article.public_id}/{what}/", query)


@pytest.fixture
def hidden(article, colleague):
    """A colleague's passage with everything that could tell of it."""
    person = make_person("zq-person")
    passage = make_passage(
        article, "dawn", by=colleague, tags=["zq-tag"], people=[(person, Role.SPEAKS)], note="zq-n"
    )
    make_evidence(make_claim("A claim", by=colleague), passage, by=colleague)
    return passage


@pytest.fixture
def own(article, member):
    return make_passage(article, "Nobody", by=member, tags=["mine"])


@pytest.fixture
def alone(member):
    return act(member, Member.objects.hide_colleagues, True)


# What every page of the desk offers to choose from: members, tags and people, of all articles.
OFFERED = re.compile(r"<template.*?</template>|<option.*?</option>", re.DOTALL)


def words_about(passage, response, address):
    """What in an answer tells of a passage: its id, or one of its words."""
    html = OFFERED.sub("", response.content.decode())
    words = {passage.public_id, *re.findall(r"zq-\w+", html)}
    # What was asked for is no news.
    return {word for word in words if word in html and word not in address}


def addresses(article, passage):
    """Every address at which the passages of an article can be read, none of them about it."""
    base = f"/articles/{article.public_id}"
    return [
        *["/", "/articles/"],
        *[article.get_absolute_url(), f"{article.get_absolute_url()}?cards={passage.public_id}"],
        *[f"{base}/passages/?ids={passage.public_id}", f"{base}/suggestions/"],
        *[f"{base}/news/?since=0-0", f"{base}/changes/?since=0-0"],
        *[f"/passages/{passage.public_id}/", f"/passages/{passage.public_id}.json"],
        *[f"/passages/{passage.public_id}/edit/", f"/passages/{passage.public_id}/delete/"],
    ]


def test_hidden_passage_appears_nowhere(client, member, article, hidden, own, alone):
    words_by_address = {
        address: words_about(hidden, client.get(address), address)
        for address in addresses(article, hidden)
    }

    assert {address: words for address, words in words_by_address.items() if words} == {}


def test_the_same_addresses_tell_of_it_otherwise(client, member, article, hidden, own):
    """What the test above looks for is there: it could fail."""
    client.force_login(make_user(EDITORS))
    asked = addresses(article, hidden)
    telling = {one for one in asked if words_about(hidden, client.get(one, follow=True), one)}

    # These tell by a number, or by what is left out; tests of their own look at that.
    silent = {"/articles/"} | {one for one in asked if "/suggestions/" in one or "/news/" in one}
    assert set(asked) - telling == silent


@pytest.mark.parametrize("is_alone", [True, False])
def test_editor_who_is_alone_learns_nothing_by_mending(client, article, hidden, is_alone):
    """An editor may mend what colleagues made; what is hidden is not there to be mended."""
    editor = make_user(EDITORS)
    client.force_login(editor)
    act(editor, Member.objects.hide_colleagues, is_alone)
    own, other = (make_passage(article, quote, by=editor) for quote in ("convoy", "left at"))
    base, mend = f"/articles/{article.public_id}", f"/passages/{own.public_id}/mend/"
    script = {"HX-Request": "true"}
    join = {"do": "join", "revision": 1, "version": 2, "others": [other.public_id]}
    move = {"do": "move", "revision": 1, "version": 1, "quote": "dawn, he"}
    retag = {"passages": [own.public_id], "tags": "mine"}
    answers = {
        "tags": client.get(f"{base}/passages/tags/"),
        "tags changed": client.post(f"{base}/passages/tags/", retag, headers=script),
        "joined": client.post(mend, join, headers=script),
        "undone": client.post(f"{base}/undo/", headers=script),
        "refused": client.post(mend, {"do": "join", "revision": 1, "version": 1}),
        "of theirs": client.post(f"/passages/{hidden.public_id}/mend/", move, headers=script),
    }
    act(make_user(EDITORS), correct, article, TEXT.replace("dawn", "daybreak"), "As printed.")
    answers["waiting"] = client.get("/passages/review/")

    telling = {what for what, answer in answers.items() if words_about(hidden, answer, "")}
    statuses = [answer.status_code for answer in answers.values()]
    assert telling == (set() if is_alone else set(answers))
    assert statuses == [200, 200, 200, 200, 422, 404 if is_alone else 200, 200]


def test_alone_there_is_no_news(client, member, article, hidden, alone):
    for what in ("news", "changes"):
        answer = asked(client, article, what, "0-0")
        assert (answer.status_code, answer.content) == (204, b"")


def test_alone_the_page_counts_and_shows_ones_own(client, member, article, hidden, own, alone):
    response = client.get(article.get_absolute_url())

    parse(response)
    html = response.content.decode()
    assert re.findall(r'id="passage-(\w+)"', html) == [own.public_id]
    assert re.findall(r'id="--p-(\w+)" data-passage', html) == [own.public_id]
    assert "1 passage by you" in html
    assert "Colleagues’ passages are hidden until you mark this article done." in html
    assert "data-news-slot" not in html


def test_people_of_hidden_passages_are_not_offered(client, member, article, hidden, own, alone):
    response = client.get(article.get_absolute_url())
    assert [*response.context["article_people"]] == []
    refused = client.post(f"/articles/{article.public_id}/passages/", {"quote": "not there at all"})
    assert refused.status_code == 422
    assert "zq-person" not in refused.content.decode()


def test_saving_alone_answers_without_colleagues(client, member, article, hidden, alone):
    answer = client.post(
        f"/articles/{article.public_id}/passages/",
        {"revision": 1, "start": 4, "end": 24, "quote": TEXT[4:24]},
        headers={"HX-Request": "true"},
    )

    html = answer.content.decode()
    assert (answer.status_code, hidden.public_id in html, "zq-" in html) == (200, False, False)
    assert "1 passage by you" in html


def test_lists_are_not_narrowed_by_what_is_hidden(client, member, article, hidden, own, alone):
    queries = ["tag=zq-tag", "person=zq-person", "tag=mine"]

    def found():
        return [len(list(client.get(f"/articles/?{each}").context["page"])) for each in queries]

    assert found() == [0, 0, 1]
    act(member, ReadingState.objects.mark, article, ReadingStatus.DONE)
    assert found() == [1, 1, 1]


def test_list_counts_what_one_may_see(client, member, article, hidden, own, alone):
    def count():
        [line] = client.get("/articles/").context["lines"]
        return line.passage_count

    assert count() == 1
    act(member, ReadingState.objects.mark, article, ReadingStatus.DONE)
    assert count() == 2


def test_a_colleague_being_done_shows_nothing(client, member, article, hidden, own, alone):
    act(make_user(), ReadingState.objects.mark, article, ReadingStatus.DONE)
    html = client.get(article.get_absolute_url()).content.decode()
    assert re.findall(r'id="passage-(\w+)"', html) == [own.public_id]
    [line] = client.get("/articles/").context["lines"]
    assert line.passage_count == 1


def test_done_shows_everything_and_reading_on_hides_it_again(
    client, member, article, hidden, own, alone
):
    def anchors():
        html = client.get(article.get_absolute_url()).content.decode()
        return set(re.findall(r'id="passage-(\w+)"', html))

    client.post(f"/articles/{article.public_id}/state/", {"state": "done"})
    assert anchors() == {own.public_id, hidden.public_id}
    client.post(f"/articles/{article.public_id}/state/", {"state": "reading"})
    assert anchors() == {own.public_id}
    client.post("/colleagues/", {"colleagues": "show"})
    assert anchors() == {own.public_id, hidden.public_id}


def test_pages_of_tags_and_people_leave_out_what_is_hidden(
    client, member, article, hidden, own, alone
):
    tag = PassageTag.objects.get(content_object=hidden).tag
    person = hidden.people.get().person
    for row in (tag, person):
        assert hidden.public_id not in client.get(row.get_absolute_url()).content.decode()
    act(member, ReadingState.objects.mark, article, ReadingStatus.DONE)
    for row in (tag, person):
        assert hidden.public_id in client.get(row.get_absolute_url()).content.decode()


def test_colleagues_see_ones_own_all_the_while(client, member, article, hidden, own, alone):
    client.force_login(make_user())

    assert own.public_id in client.get(article.get_absolute_url()).content.decode()
