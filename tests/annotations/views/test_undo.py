"""Undoing on pages: notices, the question, the answers as pages and as fragments."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Passage, ReadingState, Role
from corpus.models import Action
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_user(username="Ada")


@pytest.fixture
def bob():
    return make_user(username="Bob")


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def article():
    return make_article(title="The convoy")


def last():
    return Action.objects.order_by("-pk").first()


def undo_url(action):
    return reverse("action_undo", args=[action.pk])


def plain(element):
    return " ".join("".join(element.itertext()).split())


def notices(response):
    """(what is said, where its button leads, what the button says) of each notice of a page."""
    page = parse(response)
    found = [each for each in page.iter() if "data-notice" in each.attrib]
    for notice in found:
        form = notice.find("form")
        button = notice.find("form/button")
        said = plain(notice.find("p"))
        yield said, *((form.get("action"), plain(button)) if form is not None else (None, None))


MARKING = {"revision": 1, "start": 0, "end": 10, "quote": "The convoy"}


def write(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True)


def test_every_change_of_a_passage_is_said_once_with_the_way_to_undo_it(client, ada, article):
    response = client.post(reverse("passage_create", args=[article.public_id]), MARKING)
    page = client.get(article.get_absolute_url())
    assert list(notices(page)) == [("Passage saved.", undo_url(last()), "Undo")]
    assert list(notices(client.get(article.get_absolute_url()))) == []

    passage = Passage.objects.get()
    page = write(client, "passage_edit", passage.public_id, version=1, note="So.")
    assert response.status_code == 303
    assert list(notices(page)) == [("Passage saved.", undo_url(last()), "Undo")]
    page = write(client, "passage_delete", passage.public_id)
    assert list(notices(page)) == [("Passage deleted.", undo_url(last()), "Undo")]


def test_every_change_of_a_claim_is_said_with_the_way_to_undo_it(client, ada):
    claim, other = make_claim(by=ada), make_claim(by=ada)
    evidence = make_evidence(claim, by=ada)
    relation = make_relation(claim, other, by=ada)
    one, facts = claim.public_id, {"statement": "New", "attribution": "some"}
    version = {"version": claim.version}
    found = []
    for name, *args, data in (
        ("claim_create", facts),
        ("claim_edit", one, facts | version),
        ("evidence_edit", evidence.public_id, {"stance": "supports", "version": 1}),
        ("evidence_remove", evidence.public_id, {}),
        ("relation_remove", relation.public_id, {}),
        ("relation_create", one, {"kind": "supports", "claim": other.public_id}),
    ):
        [(said, address, offer)] = notices(write(client, name, *args, **data))
        found.append((said, address == undo_url(last()), offer))

    assert found == [
        ("Claim saved.", True, "Undo"),
        ("Claim saved.", True, "Undo"),
        ("Evidence saved.", True, "Undo"),
        ("Evidence removed.", True, "Undo"),
        ("Relation removed.", True, "Undo"),
        ("Relation saved.", True, "Undo"),
    ]


def test_publishing_is_said_without_undo_and_withdrawing_with_it(client):
    editor = make_user(EDITORS)
    client.force_login(editor)
    claim = make_claim(by=editor)
    make_evidence(claim, by=editor)

    [(_, address, _)] = notices(write(client, "claim_publish", claim.public_id))
    assert address is None
    page = write(client, "claim_withdraw", claim.public_id, reason="Forged.")
    assert list(notices(page)) == [("Claim withdrawn.", undo_url(last()), "Undo")]


def test_reading_and_merging_are_said_with_undo(client, article):
    editor = make_user(EDITORS, "Eve")
    client.force_login(editor)
    person, other = make_person("A", by=editor), make_person("B", by=editor)

    page = write(client, "article_state", article.public_id, state="done")
    assert list(notices(page)) == [("Marked as done.", undo_url(last()), "Undo")]
    page = write(client, "article_assign", article.public_id, member="Eve")
    assert list(notices(page)) == [("Assigned to Eve.", undo_url(last()), "Undo")]
    page = write(client, "person_merge", person.public_id, into=other.public_id, version=1)
    assert list(notices(page)) == [("A was merged into B.", undo_url(last()), "Undo")]
    page = write(client, "person_unmerge", person.public_id)
    assert list(notices(page)) == [("Merge of A undone.", undo_url(last()), "Undo")]


def test_form_that_changed_nothing_has_nothing_to_undo(client, ada):
    claim = make_claim("So", by=ada, attribution="some")
    facts = {"statement": "So", "attribution": "some", "credibility": 6, "version": 1}

    page = write(client, "claim_edit", claim.public_id, **facts)

    assert list(notices(page)) == [("Claim saved.", None, None)]


def test_notices_are_not_shown_to_who_is_asked_as_a_stranger(client, ada):
    claim = make_published_claim()
    client.post(reverse("claim_create"), {"statement": "New", "attribution": "some"})

    public = client.get(f"{claim.get_absolute_url()}?as=stranger")
    assert "data-notice" not in public.content.decode()


def test_undo_leads_back_and_offers_the_redo(client, ada, article):
    passage = make_passage(article, by=ada, tags=["cities"])
    making = last()

    data = {"next": article.get_absolute_url()}
    page = client.post(undo_url(making), data, follow=True)

    passage.refresh_from_db()
    said = f"Undid: marked “{passage.quote}”"
    assert passage.is_deleted
    assert page.redirect_chain == [(article.get_absolute_url(), 303)]
    assert list(notices(page)) == [(said, undo_url(last()), "Redo")]

    page = client.post(undo_url(last()), data, follow=True)
    passage.refresh_from_db()
    said = f"Redid: marked “{passage.quote}”"
    assert list(notices(page)) == [(said, undo_url(last()), "Undo")]
    assert not passage.is_deleted


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_undo_never_leads_to_another_host(client, ada, article, there):
    passage = make_passage(article, by=ada)

    response = client.post(undo_url(last()), {"next": there})

    assert response["Location"] == passage.get_absolute_url()


def test_undo_asks_before_it_is_done_by_a_link(client, ada, article):
    make_passage(article, by=ada)

    page = parse(client.get(undo_url(last())))

    assert plain(page.find(".//h1")) == "Undo this?"
    assert [plain(one) for one in page.iterfind(".//main//form//button")] == ["Undo"]
    assert not Passage.objects.get().is_deleted


def test_undo_of_what_others_built_on_names_them_and_asks(client, ada, bob, article):
    passage = make_passage(article, by=ada)
    making = last()
    make_evidence(make_claim("Thirty fell.", by=bob), passage, by=bob)

    response = client.post(undo_url(making))

    assert response.status_code == 409
    page = parse(response)
    entries = [plain(each) for each in page.iter("li") if "history__entry" in each.get("class", "")]
    assert len(entries) == 1
    assert re.fullmatch(
        r"Bob \d+ \w+ \d{4}, \d\d:\d\d linked “The convoy left at dawn, he said.”, "
        r"which reports “Thirty fell.”",
        entries[0],
    )
    assert not Passage.objects.get().is_deleted

    response = client.post(undo_url(making), {"confirm": "1"})
    assert response.status_code == 303
    assert Passage.objects.get().is_deleted


def test_history_tells_of_relations_tags_and_assignments_in_plain_words(client, bob, article):
    make_passage(article, by=bob, tags=["roads", "dawn"])
    act(bob, ReadingState.objects.assign, article, bob)
    first, other = (make_claim(statement, by=bob) for statement in ("One left.", "None left."))
    relation = make_relation(first, other, "contradicts", by=bob)
    act(bob, relation.remove)

    page = parse(client.get(reverse("member_history", args=[bob.pk])))

    entries = [each for each in page.iter("div") if each.get("class") == "history__what"]
    assert [plain(each) for each in entries] == [
        "removed the relation “One left.” contradicts “None left.” "
        "relation “One left.” contradicts “None left.” deleted",
        "recorded that “One left.” contradicts “None left.” kind contradicts",
        "drafted the claim “None left.” attribution reportedly",
        "drafted the claim “One left.” attribution reportedly",
        "changed who is to read “The convoy” assigned yes",
        "marked “The convoy left at dawn, he said.”; tags: roads, dawn "
        "new tag “roads” new tag “dawn”",
    ]


def test_undone_is_not_undone_again(client, ada, article):
    make_passage(article, by=ada)
    making = last()
    client.post(undo_url(making))

    response = client.post(undo_url(making))

    assert response.status_code == 409
    [problem] = [each for each in parse(response).iter() if each.get("role") == "alert"]
    assert plain(problem) == "Ada has already undone this. Nothing was changed."
    assert Action.objects.filter(kind="action.undo").count() == 1


def test_refusal_says_what_to_do(client):
    editor = make_user(EDITORS)
    client.force_login(editor)
    claim = make_claim(by=editor)
    make_evidence(claim, by=editor)
    act(editor, claim.publish)

    response = client.post(undo_url(last()))

    assert response.status_code == 409
    [problem] = [each for each in parse(response).iter() if each.get("role") == "alert"]
    assert "Withdraw the claim instead." in plain(problem)


def fragment(client, name, article):
    return client.post(reverse(name, args=[article.public_id]), {}, **HTMX)


def test_article_undoes_ones_own_last_action_with_a_fragment(client, ada, bob, article):
    first = make_passage(article, "The convoy left", by=ada, tags=["a"])
    second = make_passage(article, "Nobody saw it", by=ada)
    theirs = make_passage(article, "dawn", by=bob)

    response = fragment(client, "article_undo", article)

    html = response.content.decode()
    assert response.status_code == 200
    assert f'data-gone="{second.public_id}">' in html
    assert re.findall(r'<p data-start="(\d+)">', html) == ["35"]
    assert Passage.objects.present().count() == 2

    fragment(client, "article_undo", article)
    assert list(Passage.objects.present()) == [theirs]
    response = fragment(client, "article_undo", article)
    assert response.status_code == 409
    assert "You have no change on this article to undo." in response.content.decode()

    response = fragment(client, "article_redo", article)
    assert re.findall(r'id="--p-(\w+)"', response.content.decode()) == [first.public_id]
    response = fragment(client, "article_redo", article)
    assert re.findall(r'id="--p-(\w+)"', response.content.decode()) == [second.public_id]
    response = fragment(client, "article_redo", article)
    assert (response.status_code, Passage.objects.present().count()) == (409, 3)


def test_new_action_ends_what_can_be_redone(client, ada, article):
    make_passage(article, "The convoy left", by=ada)
    fragment(client, "article_undo", article)
    make_passage(article, "Nobody saw it", by=ada)

    assert fragment(client, "article_redo", article).status_code == 409


def test_undo_of_an_edit_answers_the_card_as_it_was(client, ada, article):
    passage = make_passage(article, by=ada, note="before")
    client.post(reverse("passage_edit", args=[passage.public_id]), {"version": 1, "note": "after"})

    html = fragment(client, "article_undo", article).content.decode()

    assert "before" in html
    assert "after" not in html
    assert 'data-gone=""' in html


def test_fragment_asks_where_others_built_on_it(client, ada, bob, article):
    passage = make_passage(article, by=ada)
    make_evidence(make_claim("Thirty fell.", by=bob), passage, by=bob)

    response = fragment(client, "article_undo", article)

    html = response.content.decode()
    assert response.status_code == 409
    assert "Since then Bob linked" in " ".join(html.split())
    assert '<input type="hidden" name="confirm" value="1">' in html


def test_undo_on_another_article_is_not_touched(client, ada, article):
    make_passage(make_article(), by=ada)

    assert fragment(client, "article_undo", article).status_code == 409
    assert Passage.objects.present().count() == 1


def test_published_work_is_passed_over_by_the_key(client, article):
    editor = make_user(EDITORS)
    client.force_login(editor)
    passage = make_passage(article, by=editor)
    claim = make_claim(by=editor)
    make_evidence(claim, passage, by=editor)
    act(editor, claim.publish)

    html = fragment(client, "article_undo", article).content.decode()

    assert "published the claim" in html
    assert undo_url(Action.objects.get(kind="evidence.create")) in html


@pytest.mark.parametrize("name", ["article_history", "claim_history", "member_history"])
def test_history_page_takes_no_more_queries_for_30_actions_than_for_one(client, ada, article, name):
    people, claim = [make_person(), make_person()], make_claim("Thirty fell.", by=ada)

    def send(number):
        people_of = [(people[number % 2], Role.SPEAKS)]
        passage = make_passage(article, by=ada, tags=[f"t{number % 3}"], people=people_of)
        make_evidence(claim, passage, by=ada)
        act(ada, passage.remove)
        act(ada, undo, last())

    send(0)
    pk = {"article_history": article.public_id, "claim_history": claim.public_id}.get(name, ada.pk)
    address = reverse(name, args=[pk])
    client.get(address)
    before = count_of(client, address)
    for number in range(1, 9):
        send(number)

    assert count_of(client, address) <= before


def count_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def test_history_tells_before_and_after_with_dates_written_out(client, ada):
    claim = make_claim("Thirty fell.", by=ada, said="2021-08")
    act(ada, claim.edit, 1, statement="Forty fell.", attribution="reportedly")

    page = parse(client.get(reverse("claim_history", args=[claim.public_id])))

    facts = [plain(each) for each in page.find(".//dl[@class='history__facts']")]
    assert facts == ["statement Thirty fell. Forty fell.", "said August 2021 nothing"]
