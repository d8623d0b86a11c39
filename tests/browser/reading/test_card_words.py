"""What a card shows at rest: whole tags and claims; people, note and author give way first."""

import pytest
from playwright.sync_api import expect

from annotations.models import Role
from corpus.models.correction import correct
from tests.browser.desk import open_article
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)

TEXT = "The convoy left at dawn, he said. Nobody saw it return.\n\n" + "It was quiet. " * 40
LONG_TAG = "a long name of a tag in words that take more than the line of a card"
STATEMENT = "The convoy that left the northern garrison at dawn carried fuel and never came back."
IS_CUT = """(element) => element.scrollWidth > element.clientWidth
  || element.scrollHeight > element.clientHeight"""

# Where the first name of each line of a card begins, from where its lines do: no dot is before it.
LINE_STARTS = """(who) => {
  const names = [...who.querySelectorAll("a")].map((each) => each.getClientRects()[0]);
  const tops = [...new Set(names.map(({ top }) => top))];
  const start = who.getBoundingClientRect().left;
  return tops.map((top) => Math.round(Math.min(
    ...names.filter((each) => each.top === top).map(({ left }) => left)) - start));
}"""

# How many names have their dot on another line.
DOTS_APART = """(who) => [...who.children].filter((each) => {
  const name = each.querySelector("a").getClientRects()[0];
  return Math.abs(each.getClientRects()[0].top - name.top) > name.height / 2;
}).length"""


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.mark.parametrize("width", [1280, 360])
def test_tags_and_claims_are_whole_where_cards_are_dense(live_server, page, analyst, width):
    article, people = make_article(text=TEXT), [make_person(f"Person {n} Long") for n in range(4)]
    for quote in ("The convoy", "convoy left", "left at dawn"):
        passage = make_passage(
            article,
            quote,
            by=make_user(),
            tags=["short", LONG_TAG],
            people=[(person, Role.SPEAKS) for person in people],
            note="A note " * 20,
        )
        make_evidence(make_claim(STATEMENT), passage)
    page.set_viewport_size({"width": width, "height": 900})
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")

    for whole in ("[data-passage] .tag", ".passage-card__claims", ".passage-card__claims a"):
        assert page.locator(whole).evaluate_all(f"(all) => all.filter({IS_CUT}).length") == 0
    expect(page.locator(".passage-card__claims").first).to_have_text(
        f"reports {STATEMENT}", use_inner_text=True
    )


def test_no_line_of_a_card_begins_or_ends_with_a_dot(live_server, page, analyst):
    article = make_article(text=TEXT)
    people = [(make_person(f"Personlong{n} {'Longer ' * 3}"), Role.SPEAKS) for n in range(3)]
    make_passage(article, "The convoy", by=make_user(username="Grace"), people=people)
    page.set_viewport_size({"width": 320, "height": 900})
    open_article(page, live_server, article, analyst)
    who = page.locator(".passage-card__who")
    starts = who.evaluate(LINE_STARTS)
    assert (starts, len(starts) > 1) == ([0] * len(starts), True)
    # The last line that is shown may end there: an ellipsis would be drawn over its dot.
    assert who.evaluate(DOTS_APART) == 0


def test_own_name_takes_no_line_and_a_colleagues_does(live_server, page, analyst):
    article = make_article(text=TEXT)
    make_passage(article, "The convoy", by=analyst, tags=["a"])
    make_passage(article, "Nobody saw it", by=make_user(username="Grace"), tags=["a"])
    open_article(page, live_server, article, analyst)
    own, other = page.locator("[data-passage]").all()

    expect(own.locator("[data-author]")).to_be_hidden()
    assert own.locator(".passage-card__who").bounding_box()["height"] == 0
    expect(other.locator("[data-author]")).to_be_visible()
    own.locator("[data-quote]").click()
    expect(own.locator("[data-author]")).to_be_visible()


def test_card_says_wording_when_tagged_after_a_correction(live_server, page, analyst):
    article = make_article(text=TEXT)
    make_passage(article, "The convoy left at dawn, he said. Nobody", by=analyst)
    make_passage(article, "saw it return", by=analyst)
    new_text = TEXT.replace("at dawn", "before dawn")
    act(make_user(EDITORS), correct, article, new_text, "Corrected.")
    open_article(page, live_server, article, analyst)

    cards = page.locator("[data-passage]")
    expect(cards.nth(0).get_by_text("wording when tagged")).to_be_visible()
    expect(cards.nth(1).get_by_text("wording when tagged")).to_have_count(0)
