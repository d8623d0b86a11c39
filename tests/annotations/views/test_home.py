from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.corrections.proposals import propose
from annotations.models import Passage, ReadingState, ReadingStatus
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import text_of
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_published_claim,
    make_relation,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def home_of(client):
    return client.get("/").context["home"]


def test_members_home_has_what_waits_for_them(client, member):
    asked, finished, open_one = make_article(), make_article(), make_article()
    for article in (asked, finished):
        act(make_user(), ReadingState.objects.assign, article, member)
    act(member, ReadingState.objects.mark, finished, ReadingStatus.DONE)
    act(member, ReadingState.objects.mark, open_one, ReadingStatus.READING)
    mine = make_claim("Mine", by=member)
    make_claim("Another's")

    home = home_of(client)

    assert (home.assigned, home.reading) == ([asked], [open_one])
    assert [line.statement for line in home.drafts] == [mine.statement]


def test_editors_home_has_every_draft(client):
    client.force_login(make_user("Editors"))
    draft = make_claim("A draft")
    make_published_claim("Published")

    assert [line.statement for line in home_of(client).drafts] == [draft.statement]


def test_passages_of_colleagues_are_those_since_the_last_visit(client, member):
    article = make_article()
    seen, new = make_passage(article), make_passage(article)
    make_passage(article, by=member)
    days_ago = [timezone.now() - timedelta(days=days) for days in (3, 2, 1)]
    Passage.objects.filter(pk=seen.pk).update(created_at=days_ago[0])
    Action.objects.filter(by=member).update(at=days_ago[1])
    Passage.objects.filter(pk=new.pk).update(created_at=days_ago[2])
    # What the member does today belongs to this visit.
    make_passage(article, by=member)

    home = home_of(client)
    assert (home.passages, home.since) == ([new], days_ago[1])


def test_passages_to_review_are_the_members_own_and_all_of_them_for_editors(client, member):
    article = make_article("It left at dawn. They came at noon.")
    for words, by in (("at dawn", member), ("at noon", make_user())):
        make_passage(article, words, by=by).placements.update(state="needs_review")

    assert home_of(client).reviews.number == 1
    assert "1 passage to review" in text_of(client.get("/"))
    client.force_login(make_user("Editors"))
    assert "2 passages to review" in text_of(client.get("/"))


def test_proposed_corrections_wait_on_the_home_of_editors_alone(client, member):
    article = make_article("It leaft.")
    act(member, propose, article, article.revisions.get(), "It left.", "As printed.")

    words = "1 proposed correction to take over or not"
    assert words not in text_of(client.get("/"))
    client.force_login(make_user("Editors"))
    assert words in text_of(client.get("/"))


def test_member_without_rights_is_told_so(client):
    client.force_login(make_user(None))
    nobody = client.get("/").content.decode()
    client.force_login(make_user())

    words = "change nothing"
    assert [words in page for page in (nobody, client.get("/").content.decode())] == [True, False]


def test_public_home_leads_with_the_claims(client):
    make_published_claim("Kabul fell")
    main = text_of(client.get("/"))

    order = [main.index(words) for words in ("Kabul fell", "Twosource is an annotation desk")]
    assert order == sorted(order)


def test_members_home_has_passages_of_colleagues_newest_first(client, member):
    article = make_article()
    make_passage(article, by=member)
    older, newer = make_passage(article), make_passage(article)
    act(member, make_passage(article).remove)

    assert home_of(client).passages == [newer, older]


def test_members_home_has_claims_in_dispute(client, member):
    one, other, calm = make_claim("One"), make_claim("Other"), make_claim("Calm")
    make_relation(one, other)
    make_relation(calm, one, kind="supports")
    withdrawn = make_published_claim("Taken back")
    act(member, make_relation(withdrawn, calm, by=member).remove)
    act(make_user("Editors"), withdrawn.withdraw)

    assert [line.url for line in home_of(client).disputed] == [
        claim.get_absolute_url() for claim in (other, one)
    ]


def test_members_home_makes_the_same_queries_for_1_and_for_8_of_each(client, member):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    def one_of_each():
        article = make_article(title="")
        act(member, ReadingState.objects.assign, article, member)
        make_passage(article, tags=["cities"])
        make_relation(make_claim(by=member), make_claim(by=member))

    one_of_each()
    few = queries()
    for _ in range(7):
        one_of_each()

    assert queries() == few


def test_strangers_home_shows_published_claims_alone_and_sets_no_cookie(client):
    make_published_claim("Kabul has fallen")
    make_claim("A private draft")

    answer = client.get("/")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert ("Kabul has fallen" in html, "A private draft" in html) == (True, False)
    assert 'href="/sign-in/"' in html
    assert dict(answer.cookies) == {}
