import re

import pytest
from django.core.management import call_command

from annotations.models import Claim, Evidence, Origin, Passage, Role
from corpus.models import Action, Article
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import links_of, links_with_text, signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

QUOTE = "“Their offensive is running out of steam,” he said."
LEFT = f"The ministry was asked on Thursday.\n\n{QUOTE}"
RIGHT = f"It rained in Moscow.\n\n{QUOTE.replace('“', '«').replace('”', '»')}\n\nNobody fled."


@pytest.fixture
def articles():
    left = make_article(LEFT, source=make_source("The Wire", "B"), published="2021-08-05")
    return left, make_article(RIGHT, source=make_source("The Paper"))


def address(left, right):
    return f"/articles/{left.public_id}/compare/{right.public_id}/"


def link(browser, left, right, **data):
    sent = {"pair": 1, "left_revision": 1, "right_revision": 1} | data
    return browser.post(address(left, right), sent)


def evidence():
    rows = Evidence.objects.present().select_related("passage__article", "claim", "origin")
    return sorted(
        (
            row.passage.article_id,
            row.passage.quote,
            row.claim.statement,
            row.stance,
            str(row.origin),
        )
        for row in rows
    )


def test_shared_words_are_marked_in_both_and_each_text_is_whole(articles):
    response = signed_in().get(address(*articles))
    main = parse(response).find("body/main")
    assert [mark.text for mark in main.iter("mark")] == [
        QUOTE[1:-1],
        "Their offensive is running out of steam,» he said",
    ]
    page_text = text_of(response)
    assert "1 place in which both say the same or nearly." in page_text
    assert "The same words" in page_text
    assert (
        "The Wire only The ministry was asked on Thursday. The Paper only It rained in Moscow."
        in page_text
    )
    assert "The Paper only Nobody fled." in page_text


def test_the_other_article_is_named_by_title_id_or_address(articles):
    left, _ = articles
    right = make_article("Nobody fled.", title="The road to Herat", url="https://a.example/herat-1")
    other = make_article("The road to Herat was cut.", title="Herat")
    browser, page = signed_in(), f"/articles/{left.public_id}/compare/"
    leads = {right.title, right.public_id, f"http://desk{right.get_absolute_url()}", right.url}
    for typed in leads:
        assert browser.get(page, {"other": typed})["Location"] == address(left, right)
    several = browser.get(page, {"other": "road herat"})
    assert set(links_of(several)[2:]) == {address(left, right), address(left, other)}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Kandahar", "No article is called “Kandahar” or has these words."),
        ("offensive steam", "This is the article that you are reading. Name another one."),
    ],
)
def test_no_other_article_is_said_and_what_was_typed_stays(typed, message):
    left = make_article(LEFT)
    response = signed_in().get(f"/articles/{left.public_id}/compare/", {"other": typed})
    assert (response.status_code, response.context["form"]["other"].value()) == (422, typed)
    assert message in text_of(response)


def test_words_that_differ_say_so_in_words_too():
    sentence = "The Taliban lack the resources to hold major cities, {} said."
    left, right = (make_article(sentence.format(name)) for name in ("Vikantov", "<Bikantov>"))
    main = parse(signed_in().get(address(left, right))).find("body/main")
    assert ["".join(each.itertext()) for each in main.iter("del")] == ["only here: Vikantov"]
    assert ["".join(each.itertext()) for each in main.iter("ins")] == ["only here: Bikantov"]


def test_articles_with_nothing_in_common_say_so():
    left, right = make_article("It rained all day."), make_article("Prices have doubled.")
    page_text = text_of(signed_in().get(address(left, right)))
    assert "No sentence of one is like a sentence of the other." in page_text


def test_an_article_is_not_compared_with_itself_or_with_a_deleted_one(articles):
    left, right = articles
    browser = signed_in()
    assert browser.get(address(left, left)).status_code == 404
    act(make_user(EDITORS), right.remove)
    assert browser.get(address(left, right)).status_code == 404


def test_two_steps_link_both_to_a_new_claim_with_its_origin(articles):
    left, right = articles
    browser = signed_in()
    [step] = [
        href
        for href, text in links_with_text(browser.get(address(left, right)))
        if text.startswith("Link both")
    ]
    assert step == "?pair=1#pair-1"

    page = parse(browser.get(f"{address(left, right)}?pair=1"))
    [form] = [each for each in page.iter("form") if "compare__form" in each.get("class", "")]
    values = {
        each.get("name"): each.get("value") or each.text
        for each in form.iter("input")
        if each.get("type") == "hidden"
    }
    statement = form.find(".//textarea").text.strip()
    response = browser.post(
        address(left, right), values | {"statement": statement, "new_origin": "Briefing in Moscow"}
    )

    assert response["Location"] == f"{address(left, right)}#pair-1"
    assert evidence() == [
        (left.pk, QUOTE, QUOTE, "reports", "Briefing in Moscow"),
        (right.pk, RIGHT[22:-14], QUOTE, "reports", "Briefing in Moscow"),
    ]
    assert str(Claim.objects.get().said) == "5 August 2021"
    page_text = text_of(browser.get(address(left, right)))
    assert f"Both are evidence for {QUOTE}" in page_text


def test_both_are_linked_to_the_claim_that_one_of_them_is_evidence_for(articles):
    left, right = articles
    claim, origin = make_claim("The offensive slows"), make_origin("A briefing")
    make_evidence(claim, make_passage(left, "running out of steam"), origin=origin)
    form = signed_in().get(f"{address(left, right)}?pair=1").context["form"]
    assert (form["claim"].value(), form["origin"].value()) == (claim.public_id, origin.public_id)
    assert form["statement"].value() == ""


def speakers_offered(browser, left, right):
    """(names that are offered as speaker of a new claim, the one that is chosen)."""
    page = parse(browser.get(f"{address(left, right)}?pair=1"))
    [select] = [each for each in page.iter("select") if each.get("name") == "speaker"]
    options = [(each.text.strip(), each) for each in select.iter("option")]
    chosen = [name for name, option in options if "selected" in option.attrib]
    return [name for name, _ in options], chosen


def test_a_new_claim_has_the_speaker_of_a_passage_there(articles):
    left, right = articles
    smith, jones, adams = (make_person(name) for name in ("Smith", "Jones", "Adams"))
    make_passage(left, "The ministry", people=[(jones, Role.SPEAKS)])
    make_passage(
        right, "running out of steam", people=[(adams, Role.SPOKEN_OF), (smith, Role.SPEAKS)]
    )
    browser = signed_in()
    offered = ["None of these", "Adams", "Jones", "Smith"]
    assert speakers_offered(browser, left, right) == (offered, ["Smith"])

    link(browser, left, right, statement="The offensive slows", speaker=smith.public_id)
    assert Claim.objects.get().speaker == smith
    # A claim that is there already keeps its own.
    claim = make_claim("Another one")
    link(browser, left, right, claim=claim.public_id, speaker=smith.public_id)
    claim.refresh_from_db()
    assert claim.speaker is None


def test_who_speaks_elsewhere_or_in_a_deleted_passage_is_not_the_speaker(articles):
    left, right = articles
    jones, adams = make_person("Jones"), make_person("Adams")
    make_passage(left, "The ministry", people=[(jones, Role.SPEAKS)])
    make_passage(left, "Their offensive", people=[(adams, Role.SPOKEN_OF)])
    gone = make_passage(right, "running out of steam", people=[(jones, Role.SPEAKS)])
    act(make_user(EDITORS), gone.remove)
    assert speakers_offered(signed_in(), left, right) == (["None of these", "Adams", "Jones"], [])
    response = link(signed_in(), left, right, statement="A claim", speaker="000000000000")
    assert response.status_code == 422
    assert "No person has the id “000000000000”." in text_of(response)


def test_words_that_stand_elsewhere_lead_there_and_are_linked_as_well():
    first, second = "The border was closed at noon.", "Two soldiers were wounded near the bridge."
    left, right = make_article(f"{first}\n\n{second}"), make_article(f"{second}\n\n{first}")
    browser = signed_in()
    page = browser.get(f"{address(left, right)}?pair=1")
    targets = [href for href, text in links_with_text(page) if text.startswith("Stands elsewhere")]
    assert targets == ["#right-1", "#left-1"]
    ids = {each.get("id") for each in parse(page).iter() if each.get("id")}
    assert {"left-1", "right-1", "pair-2"} <= ids
    [form] = [each for each in parse(page).iter("form") if "compare__form" in each.get("class", "")]
    assert form.get("action") == "#left-1"

    response = link(browser, left, right, statement="The border was closed")
    assert response["Location"] == f"{address(left, right)}#left-1"
    assert [row[1] for row in evidence()] == [first, first]
    assert "Both are evidence for The border was closed" in text_of(
        browser.get(address(left, right))
    )


def test_sent_again_with_other_words_it_is_refused(articles):
    browser, key = signed_in(), "0d9f2a2e-6a3c-4f0e-9d0b-0f9b3c6a7e11"
    assert link(browser, *articles, statement="A claim", key=key).status_code == 303
    assert link(browser, *articles, statement="A claim", key=key).status_code == 303
    response = link(browser, *articles, statement="Another one", key=key)
    assert response.status_code == 422
    assert "This form was already saved as another claim." in text_of(response)
    assert Claim.objects.count() == 1


def test_passages_of_exactly_these_words_are_used_again(articles):
    left, right = articles
    passage = make_passage(left, QUOTE)
    claim = make_claim("The offensive slows")
    browser = signed_in()
    for _ in range(2):
        assert link(browser, left, right, claim=claim.public_id).status_code == 303
    assert Passage.objects.filter(article=left).get() == passage
    assert Passage.objects.filter(article=right).count() == 1
    assert Evidence.objects.present().count() == 2


def test_one_act_that_is_undone_as_one(articles):
    left, right = articles
    browser = signed_in(EDITORS)
    link(browser, left, right, statement="A claim", new_origin="A briefing")
    action = Action.objects.latest("pk")
    assert action.kind == "evidence.link_both"
    assert browser.post(f"/actions/{action.pk}/undo/", {"confirm": 1}).status_code == 303
    assert evidence() == []
    kinds = [Claim, Passage, Origin]
    assert [model.objects.present().count() for model in kinds] == [0, 0, 0]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"pair": "9" * 5000, "statement": "A claim"}, "The form is incomplete."),
        ({"pair": 9, "statement": "Typed words"}, "Your statement: Typed words"),
        ({}, "Choose a claim, or enter the statement of a new one."),
        ({"pair": 9, "statement": "A claim"}, "These words are no longer in both texts."),
        ({"claim": "000000000000"}, "This claim no longer exists. Select another."),
        ({"pair": "x", "statement": "A claim"}, "The form is incomplete. Reload the page."),
    ],
)
def test_what_cannot_be_linked_is_said_and_nothing_is_written(articles, data, problem):
    response = link(signed_in(), *articles, **data)
    assert response.status_code == 422
    assert problem in text_of(response)
    assert (Claim.objects.count(), Passage.objects.count()) == (0, 0)


def test_a_claim_and_another_statement_are_not_both_taken(articles):
    claim = make_claim("The offensive slows")
    response = link(signed_in(), *articles, claim=claim.public_id, statement="Another one")
    assert "Choose a claim or enter a new one, not both." in text_of(response)
    assert "Another one" in response.content.decode()
    # The quote that the page filled in is none.
    assert link(signed_in(), *articles, claim=claim.public_id, statement=QUOTE).status_code == 303


def test_a_text_corrected_meanwhile_is_shown_anew_with_what_was_typed(articles):
    left, right = articles
    act(make_user(EDITORS), correct, right, RIGHT.replace("Moscow", "Kabul"), "Misprint")
    browser = signed_in()
    response = link(browser, left, right, statement="A typed claim")
    assert response.status_code == 409
    assert "A text was corrected meanwhile." in text_of(response)
    assert "A typed claim" in response.content.decode()
    assert re.findall(r'name="right_revision" value="(\d)"', response.content.decode()) == ["2"]
    assert Claim.objects.count() == 0
    assert (
        link(browser, left, right, statement="A typed claim", right_revision=2).status_code == 303
    )


def test_who_may_not_link_sees_the_texts_alone(articles):
    browser = signed_in(None)
    response = browser.get(f"{address(*articles)}?pair=1")
    assert "Link both" not in text_of(response)
    assert link(browser, *articles, statement="A claim").status_code == 403


def test_reading_page_leads_to_articles_with_the_same_origin(articles):
    left, right = articles
    third = make_article("Another text.", title="Another origin")
    origin = make_origin("A briefing")
    make_evidence(passage=make_passage(left), origin=origin)
    browser = signed_in()
    assert "Same origin" not in text_of(browser.get(left.get_absolute_url()))
    make_evidence(passage=make_passage(right), origin=origin)
    make_evidence(passage=make_passage(third), origin=make_origin("Another"))
    response = browser.get(left.get_absolute_url())
    assert f"Same origin {right.title} The Paper; side by side" in text_of(response)
    assert (address(left, right), "side by side") in links_with_text(response)
    act(make_user(EDITORS), right.remove)
    assert "Same origin" not in text_of(browser.get(left.get_absolute_url()))


def test_common_quotation_of_the_first_corpus():
    call_command("load_first_corpus", verbosity=0)
    left, right = (Article.objects.get(source__name=name) for name in ("Reuters", "TASS"))
    response = signed_in().get(left.get_absolute_url())
    assert (address(left, right), "side by side") in links_with_text(response)
    page = signed_in().get(address(left, right))
    marked = [mark.text for mark in parse(page).find("body/main").iter("mark")]
    assert marked.count("Their offensive is gradually running out of steam,” he said") == 1
    assert marked.count('Their offensive is gradually running out of steam," he said') == 1
    page_text = text_of(page)
    assert "22 of 26 and 28 words stand in the same order" in page_text
    assert (
        "Both are evidence for The Taliban lack the resources to take and hold major cities"
        in page_text
    )
