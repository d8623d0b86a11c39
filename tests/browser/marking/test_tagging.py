"""The popup: tags, people, claim and note by mouse and keys; saving without moving the reader."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Passage, Tag
from tests.browser.desk import (
    drag,
    open_article,
    wait_for_offers,
    wait_until_saved,
)
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

PARAGRAPHS = [f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)]
TEXT = "\n\n".join(PARAGRAPHS)
ACTIVE = "document.activeElement"
PLACE = "(paragraph) => [scrollY, paragraph.getBoundingClientRect().top]"


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def chosen(popup, name):
    return [field.input_value() for field in popup.locator(f"[data-chosen] [name={name}]").all()]


def test_saving_draws_highlight_and_card_and_leaves_the_reader_there(
    live_server, page, popup, analyst, article
):
    for n in (3, 20, 25):
        make_passage(article, f"convoy {n} left", by=analyst, tags=["movement"])
    open_article(page, live_server, article, analyst)
    page.evaluate("window.isSamePage = true")
    page.locator("[data-start]").nth(17).evaluate("(paragraph) => paragraph.scrollIntoView()")
    drag(page, "convoy 21 left", "on day 21")
    before = page.locator("[data-start]").nth(20).evaluate(PLACE)

    page.keyboard.type("night")
    page.keyboard.press("Enter")
    popup.locator("[data-chosen] [name=tags]").wait_for(state="attached")
    page.keyboard.press("Enter")
    wait_until_saved(page)

    passage = Passage.objects.get(quote="convoy 21 left at dawn on day 21")
    assert [tag.name for tag in passage.tags.all()] == ["night"]
    assert page.locator("[data-start]").nth(20).evaluate(PLACE) == before
    assert page.evaluate("window.isSamePage") is True
    marks = page.locator(f'mark[data-passages="{passage.public_id}"]')
    assert marks.all_text_contents() == [passage.quote]
    quotes = page.locator("[data-passage] [data-quote]").all_text_contents()
    assert quotes == ["convoy 3 left", "convoy 20 left", passage.quote, "convoy 25 left"]
    assert page.locator("[data-legend] h2").text_content() == "4 passages"
    assert page.locator("[data-status]").text_content() == "Passage saved."
    assert page.evaluate(f"{ACTIVE}.closest('[data-passage]').id.slice(4)") == passage.public_id


def test_card_finds_its_place_beside_passages_that_others_made_meanwhile(
    live_server, page, popup, analyst, article
):
    make_passage(article, "convoy 2 left", by=analyst)
    open_article(page, live_server, article, analyst)
    make_passage(article, "Paragraph 3 says that convoy", by=make_user())
    drag(page, "convoy 3 left")

    page.keyboard.press("Enter")
    wait_until_saved(page)

    # Where theirs share words with it, their cards are fetched with it.
    quotes = page.locator("[data-passage] [data-quote]")
    expect(quotes).to_have_text(["convoy 2 left", "Paragraph 3 says that convoy", "convoy 3 left"])
    anchors = page.locator(".article-text [data-anchor]").all_text_contents()
    assert anchors == ["convoy 2 left", "Paragraph 3 says that ", "convoy"]


def test_passages_of_others_in_other_words_are_still_offered_after_a_save(
    live_server, page, popup, analyst, article
):
    open_article(page, live_server, article, analyst)
    make_passage(article, "Paragraph 3 says", by=make_user())
    drag(page, "convoy 3 left")
    page.keyboard.press("Enter")
    wait_until_saved(page)
    quotes = page.locator("[data-passage] [data-quote]")
    expect(quotes).to_have_text(["convoy 3 left"])

    page.locator("[data-news-slot] [data-show]").click()

    expect(quotes).to_have_text(["Paragraph 3 says", "convoy 3 left"])
    anchors = page.locator(".article-text [data-anchor]").all_text_contents()
    assert anchors == ["Paragraph 3 says", "convoy 3 left"]


def test_popup_opens_at_once_with_the_focus_in_the_filter(
    live_server, page, popup, analyst, article
):
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    drag(page, "convoy 2 left")

    # Everything it shows is in the page already.
    assert popup.is_visible()
    assert requests == []
    assert page.evaluate(f"{ACTIVE}.hasAttribute('data-tag-filter')") is True


def test_enter_adds_the_offered_tag_and_then_saves(live_server, page, popup, analyst, article):
    make_tag("supplies", definition="What is carried, and to whom.")
    make_tag("support")
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")

    page.keyboard.type("supp")
    wait_for_offers(popup, "tag", "supplies", "support", "supp")
    assert popup.get_by_text("What is carried, and to whom.").first.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("supp")
    wait_for_offers(popup, "tag", "supplies", "support", "supp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_until_saved(page)

    assert [tag.name for tag in Passage.objects.get().tags.all()] == ["supplies", "support"]
    assert Tag.objects.count() == 2


def test_enter_typed_faster_than_the_offers_still_takes_the_offer(
    live_server, page, popup, analyst, article
):
    make_tag("supplies")
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")

    page.keyboard.type("suppl\n")
    popup.locator("[data-chosen] [name=tags]").wait_for(state="attached")

    assert chosen(popup, "tags") == ["supplies"]


def test_digits_with_shift_add_the_tags_of_the_keys_and_backspace_takes_the_last_back(
    live_server, page, popup, analyst, article
):
    for digit, name in ((1, "one"), (2, "two"), (8, "eight")):
        make_tag(name, digit=digit)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")

    for digit in "182":
        page.keyboard.press(f"Shift+Digit{digit}")
    page.keyboard.press("Backspace")

    assert chosen(popup, "tags") == ["one", "eight"]
    selected = popup.locator('[data-tag-options] [aria-selected="true"]')
    names = [option.get_attribute("data-name") for option in selected.all()]
    assert names == ["one", "eight"]


def test_key_stays_with_its_tag_whatever_was_used_last(live_server, page, popup, analyst, article):
    make_tag("one", digit=8)
    for name in ("older", "newer"):
        make_passage(article, "convoy 9 left", by=analyst, tags=[name])
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    options = popup.locator("[data-tag-options] li")
    expect(options).to_have_text(["8 one", "Recent", "newer", "older"], use_inner_text=True)

    # A recent tag: one act, from the selection on.
    popup.get_by_role("option", name="older").dblclick()
    wait_until_saved(page)
    # It is the first of the recent ones then, as is a new one, without loading the page again.
    drag(page, "convoy 3 left")
    expect(options).to_have_text(["8 one", "Recent", "older", "newer"], use_inner_text=True)
    page.keyboard.type("fresh\n\n")
    wait_until_saved(page)
    hue = str(Tag.objects.get(name="fresh").hue)
    drag(page, "convoy 4 left")
    texts = ["8 one", "Recent", "fresh", "older", "newer"]
    expect(options).to_have_text(texts, use_inner_text=True)
    expect(options.nth(2)).to_have_attribute("data-hue", hue)
    page.keyboard.press("8")
    wait_until_saved(page)

    tags = {row.quote: [tag.name for tag in row.tags.all()] for row in Passage.objects.all()}
    names = [tags[f"convoy {n} left"] for n in (2, 3, 4)]
    assert names == [["older"], ["fresh"], ["one"]]


def test_second_click_chooses_nothing_that_came_in_place_of_the_first(
    live_server, page, popup, analyst, article
):
    make_tag("one", digit=1)
    make_passage(article, "convoy 9 left", by=analyst, tags=["newer"])
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    page.keyboard.type("newe")
    option = popup.get_by_role("option").first
    expect(option).to_contain_text("newer")

    option.dblclick()

    expect(popup.get_by_role("option").first).to_contain_text("one")
    assert chosen(popup, "tags") == ["newer"]


def test_digit_after_something_typed_is_typed(live_server, page, popup, analyst, article):
    make_tag("one", digit=1)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")

    page.keyboard.type("year 1")

    assert popup.locator("[data-tag-filter]").input_value() == "year 1"
    assert chosen(popup, "tags") == []


def test_people_are_found_by_alias_made_new_and_given_roles(
    live_server, page, popup, analyst, article
):
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    field = popup.locator("[data-person-filter]")

    field.fill("vik")
    wait_for_offers(popup, "person", "Alexander Bikantov", "vik")
    assert popup.get_by_text("also Vikantov").is_visible()
    field.press("Enter")
    field.fill("Somebody New")
    wait_for_offers(popup, "person", "Somebody New")
    field.press("Enter")
    popup.get_by_role("group", name="Somebody New, role").get_by_text("mentioned").click()
    popup.get_by_role("button", name=re.compile("^Save")).click()
    wait_until_saved(page)

    links = Passage.objects.get().people.select_related("person")
    assert sorted((link.person.name, link.role) for link in links) == [
        ("Alexander Bikantov", "speaks"),
        ("Somebody New", "spoken_of"),
    ]
    assert person.passage_links.count() == 1


def test_claim_note_and_stance_go_with_the_passage(live_server, page, popup, analyst, article):
    claim = make_claim("The convoys left at dawn", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    assert popup.locator("[data-stance]").is_hidden()

    popup.locator("[data-claim-filter]").fill("convoys")
    wait_for_offers(popup, "claim", claim.statement, "convoys")
    page.keyboard.press("Enter")
    popup.get_by_label("contradicts").check()
    popup.get_by_label("Note").fill("Not all.\nSee below.")
    page.keyboard.press("Control+Enter")
    wait_until_saved(page)

    passage = Passage.objects.get()
    evidence = passage.evidence.get()
    assert (evidence.claim, evidence.stance) == (claim, "contradicts")
    assert passage.note == "Not all.\nSee below."


def test_member_who_may_not_tag_gets_no_popup(live_server, page, article):
    open_article(page, live_server, article, make_user(group=None))

    drag(page, "convoy 2 left")
    page.wait_for_timeout(400)

    assert page.locator("[data-popup]").count() == 0
    assert page.locator("#by-hand").count() == 0
