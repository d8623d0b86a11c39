"""Marking, assigning and exporting the articles selected on a list."""

import pytest

from annotations.history.notices import Notice, notices_of
from annotations.models import ReadingState
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import text_of
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def articles(member):
    return [make_article(title=f"Article {letter}", by=member) for letter in "abc"]


@pytest.fixture
def select(client, articles):
    def send(do, chosen=articles[:2], query="", **data):
        ids = [article.public_id for article in chosen]
        return client.post(f"/articles/selected/{query}", {"articles": ids, "do": do, **data})

    return send


def states():
    rows = ReadingState.objects.order_by("article__title")
    return [(row.article.title, row.state, row.is_assigned) for row in rows]


def test_several_are_marked_as_one_action_that_can_be_undone(client, member, select):
    response = select("done", query="?sort=oldest&before=9")

    assert (response.status_code, response["Location"]) == (303, "/articles/?sort=oldest&before=9")
    assert states() == [("Article a", "done", False), ("Article b", "done", False)]
    action = Action.objects.latest("pk")
    assert list(notices_of(response.wsgi_request)) == [
        Notice("2 articles marked as done.", action.pk)
    ]
    client.post(f"/actions/{action.pk}/undo/")
    assert states() == []


def test_history_tells_one_of_them(client, member, select):
    select("done")

    told = text_of(client.get(f"/members/{member.pk}/history/"))
    words = "changed the reading status of several articles, among them “Article a”"
    assert words in told


def test_several_are_assigned_and_assigned_to_nobody(select):
    colleague = make_user(username="bea")
    select("assign", member="bea")
    assert states() == [("Article a", "unread", True), ("Article b", "unread", True)]
    assert {row.member for row in ReadingState.objects.all()} == {colleague}

    select("assign", member="")
    assert states() == [("Article a", "unread", False), ("Article b", "unread", False)]


def test_two_are_compared_and_any_other_number_says_so(client, articles, select):
    response = select("compare")
    ids = "/compare/".join(article.public_id for article in articles[1::-1])
    assert response["Location"] == f"/articles/{ids}/"

    for chosen in (articles[:1], articles):
        response = select("compare", chosen)
        message = f"Nothing was changed. Select two articles to compare; {len(chosen)} selected."
        assert list(notices_of(response.wsgi_request))[-1:] == [Notice(message)]
        assert response["Location"] == "/articles/"


def test_who_may_not_assign_is_refused(client, select):
    client.force_login(make_user(None))

    assert select("assign", member="").status_code == 403
    assert states() == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_export_holds_the_selected_ones(client, articles, select, suffix):
    response = select(suffix)

    ids = "+".join(article.public_id for article in reversed(articles[:2]))
    assert response["Location"] == f"/articles.{suffix}?ids={ids}"
    listed = client.get(f"/articles/?ids={ids}")
    assert [row.title for row in listed.context["page"]] == ["Article b", "Article a"]
    rows = client.get(f"/articles.csv?ids={ids}").getvalue().decode().splitlines()
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("do", "chosen", "message"),
    [
        ("done", [], "Select articles first."),
        ("done", ["0" * 12], "An article is no longer on the desk."),
        ("burn", None, "Select a valid choice. burn is not one of the available choices."),
    ],
)
def test_what_cannot_be_done_is_said(client, articles, do, chosen, message):
    chosen = [articles[0].public_id] if chosen is None else chosen
    response = client.post("/articles/selected/", {"articles": chosen, "do": do})

    assert response["Location"] == "/articles/"
    assert list(notices_of(response.wsgi_request)) == [Notice(f"Nothing was changed. {message}")]
    assert states() == []


def test_deleted_article_is_not_marked(member, articles, select):
    act(member, articles[0].remove)
    select("done")

    assert states() == []


def test_more_than_a_page_cannot_be_selected(select):
    select("done", [make_article() for _ in range(31)])

    assert states() == []


def test_ids_that_are_none_find_nothing(client, articles):
    assert list(client.get("/articles/?ids=x").context["page"]) == []
