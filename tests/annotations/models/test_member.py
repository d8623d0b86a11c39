"""What a member prefers to see of colleagues' work, and where saying so leads."""

import pytest

from annotations.models import Member
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make_article()


def test_preference_is_kept_with_its_history(client, member):
    for wish in ("hide", "hide", "show"):
        client.post("/colleagues/", {"colleagues": wish})

    history = Member.objects.get(user=member).history.all()
    assert [(past.hides_colleagues, past.action.kind) for past in history] == [
        (False, "member.show"),
        (True, "member.hide"),
    ]


@pytest.mark.parametrize("said", ["", "perhaps"])
def test_other_words_are_no_preference(client, member, said):
    answer = client.post("/colleagues/", {"colleagues": said})

    assert (answer.status_code, Member.objects.count()) == (400, 0)


def test_preference_leads_back_to_where_it_was_said(client, member, article):
    back = client.post("/colleagues/", {"colleagues": "hide", "article": article.public_id})
    home = client.post("/colleagues/", {"colleagues": "hide"})

    assert (back["Location"], home["Location"]) == (article.get_absolute_url(), "/")
    act(make_user(EDITORS), article.remove)
    gone = client.post("/colleagues/", {"colleagues": "hide", "article": article.public_id})
    assert gone["Location"] == "/"
