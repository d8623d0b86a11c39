from datetime import timedelta

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from annotations.models import Placement, ProposedCorrection
from corpus.models import Action, Article
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import links_with_text, signed_in, text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."
PROPOSED = TEXT.replace("at dawn", "at noon")
# What an editor corrects meanwhile: elsewhere, and at the same words.
ELSEWHERE, SAME_WORDS = TEXT.replace("was cut", "was closed"), TEXT.replace("at dawn", "at night")


@pytest.fixture
def article():
    return make_article(TEXT, title="The road")


@pytest.fixture
def analyst(client):
    client.force_login(make_user(ANALYSTS, "ann"))
    return client


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def propose(browser, article, text=PROPOSED, **data):
    sent = {"text": text, "reason": "Misprint", "version": 1, "revision": 1} | data
    return browser.post(f"/articles/{article.public_id}/correct/", sent)


def proposal_of(article):
    return ProposedCorrection.objects.get(article=article)


def take_over(editor, article):
    """Send the form "Take over" of the proposal's page as it is."""
    page = parse(editor.get(proposal_of(article).get_absolute_url()))
    [form] = [each for each in page.iter("form") if each.get("action", "").endswith("/correct/")]
    values = {each.get("name"): each.get("value") for each in form.iter("input")}
    return editor.post(form.get("action"), values)


def texts(article):
    article.refresh_from_db()
    return [revision.text for revision in article.revisions.order_by("number")]


def test_a_proposal_changes_nothing_and_stands_on_the_review_list(analyst, editor, article):
    page = analyst.get(f"/articles/{article.public_id}/correct/")
    assert "An editor decides whether your text is taken over." in text_of(page)
    response = propose(analyst, article)
    proposal = proposal_of(article)
    assert response["Location"] == proposal.get_absolute_url()
    assert texts(article) == [TEXT]
    listed = editor.get("/passages/review/")
    assert (proposal.get_absolute_url(), "The road") in links_with_text(listed)
    assert "Proposed corrections The road Misprint by ann on " in text_of(listed)


def test_it_stands_on_the_home_of_those_who_decide_alone(analyst, editor, article):
    propose(analyst, article)
    assert "1 proposed correction to take over or not" in text_of(editor.get("/"))
    assert "proposed correction" not in text_of(analyst.get("/"))


def test_an_editor_takes_it_over(analyst, editor, article):
    passage = make_passage(article, "The road")
    propose(analyst, article)
    page = editor.get(proposal_of(article).get_absolute_url())
    assert "Passages: 1 stays" in text_of(page)
    assert take_over(editor, article).status_code == 303
    assert texts(article) == [TEXT, PROPOSED]
    proposal = proposal_of(article)
    assert (proposal.state, proposal.taken_as.number) == ("taken over", 2)
    assert Placement.objects.filter(passage=passage, revision__number=2).get().state == "placed"
    assert "Proposed corrections" not in text_of(editor.get("/passages/review/"))
    page_text = text_of(analyst.get("/passages/review/"))
    words = f"Misprint taken over by {proposal.decided_by} on {day_of(proposal.decided_at)}"
    assert f"My proposals, decided on The road {words}" in page_text
    assert f"My proposed corrections, decided on The road {words}" in text_of(analyst.get("/"))
    assert "decided on" not in text_of(editor.get("/"))
    revisions = text_of(analyst.get(f"/articles/{article.public_id}/revisions/"))
    assert revisions.count("Misprint Proposed by ann") == 1
    assert revisions.count("Proposed by") == 1


def day_of(moment):
    return date_format(localtime(moment), "j F Y")


def test_decision_leaves_the_home_after_two_weeks(analyst, editor, article):
    propose(analyst, article)
    take_over(editor, article)
    late = now() - timedelta(days=15)
    ProposedCorrection.objects.filter(article=article).update(decided_at=late)

    assert analyst.get("/").context["home"].decided == []


def test_history_of_a_correction_counts_the_passages_that_need_review(analyst, editor):
    sentences = [f"Witness {number} saw the convoy leave." for number in range(6)]
    article = make_article("\n\n".join(sentences))
    for sentence in sentences[:5]:
        make_passage(article, sentence)
    propose(analyst, article, text=sentences[5])
    take_over(editor, article)

    entry = editor.get(f"/articles/{article.public_id}/history/").context["entries"][0]
    assert entry.url == f"/articles/{article.public_id}/revisions/?old=1&new=2"
    facts = [(fact.label, fact.old, fact.new) for fact in entry.facts]
    assert facts == [
        ("needs review", "", "5 passages"),
        ("proposed correction", "open", "taken over"),
    ]


def test_an_editor_declines_it_with_a_reason_that_its_author_reads(analyst, editor, article):
    propose(analyst, article)
    proposal = proposal_of(article)
    refused = editor.post(proposal.get_absolute_url(), {"version": 1})
    assert (refused.status_code, proposal_of(article).state) == (422, "open")
    assert "Enter a reason" in text_of(refused)
    editor.post(proposal.get_absolute_url(), {"version": 1, "reason": "It was dawn."})
    assert proposal_of(article).state == "declined"
    assert "not taken over by" in text_of(analyst.get("/passages/review/"))
    assert "It was dawn." in text_of(analyst.get(proposal.get_absolute_url()))
    assert texts(article) == [TEXT]


def test_two_decisions_at_once_are_told_apart(analyst, editor, article):
    propose(analyst, article)
    address = proposal_of(article).get_absolute_url()
    editor.post(address, {"version": 1, "reason": "It was dawn."})
    late = editor.post(address, {"version": 1, "reason": "Something else."})
    assert late.status_code == 409
    assert proposal_of(article).decision == "It was dawn."
    late = propose(editor, article, proposal=proposal_of(article).public_id)
    assert late.status_code == 422
    assert "This proposal has been decided on meanwhile." in text_of(late)
    assert texts(article) == [TEXT]


def test_one_for_an_older_revision_is_placed_in_the_current_text(analyst, editor, article):
    propose(analyst, article)
    act(make_user(EDITORS), correct, article, ELSEWHERE, "As printed")
    page = text_of(editor.get(proposal_of(article).get_absolute_url()))
    assert "It was written for revision 1. The text is now revision 2." in page
    assert "Its changes are placed in the current text." in page
    assert "for revision 1" in text_of(editor.get("/passages/review/"))
    take_over(editor, article)
    assert texts(article)[-1] == ELSEWHERE.replace("at dawn", "at noon")


def test_one_that_clashes_is_shown_as_a_difference_and_not_taken_over_unseen(
    analyst, editor, article
):
    propose(analyst, article)
    act(make_user(EDITORS), correct, article, SAME_WORDS, "As printed")
    proposal = proposal_of(article)
    page = editor.get(proposal.get_absolute_url())
    assert "Both changed the same words." in text_of(page)
    cut, put_in = ([each.text for each in parse(page).iter(name)] for name in ("del", "ins"))
    assert (cut, put_in) == (["dawn", "night"], ["night", "noon"])
    assert [each.text.strip() for each in parse(page).find("body/main").iter("button")] == [
        "Do not take over"
    ]
    form = editor.get(f"/articles/{article.public_id}/correct/?proposal={proposal.public_id}")
    assert form.context["form"].typed == PROPOSED


def test_an_editor_may_change_it_before_taking_it_over(analyst, editor, article):
    propose(analyst, article)
    proposal = proposal_of(article)
    form = editor.get(f"/articles/{article.public_id}/correct/?proposal={proposal.public_id}")
    assert (form.context["form"].typed, form.context["form"].data["reason"]) == (
        PROPOSED,
        "Misprint",
    )
    propose(editor, article, PROPOSED.replace("noon", "two"), proposal=proposal.public_id)
    assert texts(article)[-1] == TEXT.replace("at dawn", "at two")
    assert proposal_of(article).state == "taken over"


def test_one_that_the_text_has_by_now_says_so(analyst, editor, article):
    propose(analyst, article)
    act(make_user(EDITORS), correct, article, PROPOSED, "As printed")
    page = text_of(editor.get(proposal_of(article).get_absolute_url()))
    assert "None. The current text has all of it already." in page


def test_one_written_while_the_text_was_corrected_is_kept_for_its_revision(analyst, article):
    act(make_user(EDITORS), correct, article, ELSEWHERE, "As printed")
    assert propose(analyst, article).status_code == 303
    proposal = proposal_of(article)
    assert (proposal.revision.number, proposal.text) == (1, PROPOSED)


def test_sent_twice_it_is_one(analyst, article):
    assert propose(analyst, article)["Location"] == propose(analyst, article)["Location"]
    assert ProposedCorrection.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"text": TEXT}, "The text is unchanged."),
        ({"text": " "}, "The text is empty."),
        ({"reason": ""}, "Enter a reason for the correction."),
        ({"revision": 9}, "The form is incomplete. Reload the page."),
    ],
)
def test_what_cannot_be_proposed_is_said(analyst, article, data, problem):
    response = propose(analyst, article, **data)
    assert response.status_code == 422
    assert problem in text_of(response)
    assert ProposedCorrection.objects.count() == 0


def test_its_author_may_undo_it_and_an_editor_the_decision(analyst, editor, article):
    propose(analyst, article)
    created = Action.objects.latest("pk")
    editor.post(proposal_of(article).get_absolute_url(), {"version": 1, "reason": "No."})
    declined = Action.objects.latest("pk")
    assert (created.kind, declined.kind) == (
        "proposedcorrection.create",
        "proposedcorrection.decline",
    )
    assert analyst.post(f"/actions/{declined.pk}/undo/").status_code == 403
    assert editor.post(f"/actions/{declined.pk}/undo/").status_code == 303
    assert proposal_of(article).state == "open"
    assert analyst.post(f"/actions/{created.pk}/undo/", {"confirm": 1}).status_code == 303
    assert list(ProposedCorrection.objects.open()) == []


def test_history_names_the_article_and_the_reason(analyst, editor, article):
    propose(analyst, article)
    page_text = text_of(editor.get(f"/articles/{article.public_id}/history/"))
    assert "proposed a correction of “The road”" in page_text
    assert "Misprint" in page_text


def test_articles_of_the_list_are_those_that_are_there(analyst, editor, article):
    propose(analyst, article)
    act(make_user(EDITORS), article.remove)
    assert "Misprint" not in text_of(editor.get("/passages/review/"))
    assert editor.get(proposal_of(article).get_absolute_url()).status_code == 404


def test_number_of_queries_does_not_grow_with_the_proposals(
    analyst, editor, django_assert_max_num_queries
):
    for number in range(4):
        propose(analyst, make_article(TEXT, title=f"Article {number}"))
    with django_assert_max_num_queries(16):
        assert len(editor.get("/passages/review/").context["proposals"]) == 4
    assert Article.objects.filter(revision_number=1).count() == 4
