"""Suggestions on the open article: accepted or dismissed by keys; plain forms without a script."""

import pytest

from annotations.models import Dismissal, Passage
from corpus.models import Action, Person
from tests.browser.desk import open_article, sign_in
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_person, make_user

PARAGRAPHS = [
    "Alexander Bikantov spoke at dawn. Later Bikantov left.",
    *[f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(40)],
    "Zamir Kabulov waited. In the end Kabulov said so. There Vikantov stood.",
]
OPENER = "[data-suggestions-slot] button"
PANEL = "[data-suggestions-panel]"
ITEM = f"{PANEL} [data-suggestion]"
FOCUSED = """() => {
  const item = document.activeElement.closest("[data-suggestion]");
  return item && item.querySelector("b").textContent;
}"""
MARKED = '() => [...(CSS.highlights.get("suggested") ?? [])].map((range) => range.toString())'


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    make_person("Alexander Bikantov")
    make_person("Zamir Kabulov")
    return make_article(text="\n\n".join(PARAGRAPHS), title="Convoys")


@pytest.fixture
def opened(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    page.locator(OPENER).wait_for()
    return page


def wait_for_items(page, number):
    page.wait_for_function(
        "([selector, number]) => document.querySelectorAll(selector).length === number",
        arg=[ITEM, number],
    )


def people_of(quote):
    passage = Passage.objects.get(quote=quote)
    return [(link.person.name, link.role) for link in passage.people.all()]


def test_suggestions_are_settled_by_keys_alone(opened):
    page = opened
    assert page.locator(OPENER).text_content() == "5 suggestions g"
    assert page.locator(PANEL).is_hidden()

    page.keyboard.press("g")
    assert page.evaluate(FOCUSED) == "Alexander Bikantov"
    assert page.evaluate(MARKED) == ["Alexander Bikantov"]
    page.keyboard.press("s")
    wait_for_items(page, 4)
    assert page.evaluate(FOCUSED) == "Bikantov"
    page.keyboard.press("x")
    wait_for_items(page, 3)
    assert page.evaluate(FOCUSED) == "Zamir Kabulov"
    page.keyboard.press("Shift+A")
    wait_for_items(page, 1)
    assert page.evaluate(FOCUSED) == "Vikantov"
    page.keyboard.press("a")
    page.locator(f"{PANEL} h3", has_text="Alexander Bikantov").wait_for()
    wait_for_items(page, 1)
    page.keyboard.press("a")
    wait_for_items(page, 0)
    page.keyboard.press("Escape")

    assert people_of("Alexander Bikantov") == [("Alexander Bikantov", "speaks")]
    assert people_of("Zamir Kabulov") == [("Zamir Kabulov", "spoken_of")]
    assert people_of("Kabulov") == [("Zamir Kabulov", "spoken_of")]
    assert people_of("Vikantov") == [("Alexander Bikantov", "spoken_of")]
    assert [row.words for row in Dismissal.objects.all()] == ["bikantov"]
    kinds = Action.objects.filter(by__username="Ada").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "suggestion.accept",
        "suggestion.dismiss",
        "suggestion.accept",
        "person.alias",
        "suggestion.accept",
    ]
    assert page.evaluate("document.activeElement.textContent") == "No suggestions g"
    quotes = page.locator("[data-passage] [data-quote]").all_text_contents()
    assert quotes == ["Alexander Bikantov", "Zamir Kabulov", "Kabulov", "Vikantov"]
    assert page.locator(".article-text mark").all_text_contents() == quotes
    assert page.evaluate(MARKED) == []
    # After a reload everything is remembered.
    page.reload()
    page.locator(OPENER).wait_for()
    assert page.locator(OPENER).text_content() == "No suggestions g"


def test_stepping_brings_the_words_into_sight_and_comes_round(opened):
    page = opened
    in_sight = """() => {
      const [range] = CSS.highlights.get("suggested");
      const { top, bottom } = range.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }"""
    page.keyboard.press("g")
    seen = []
    for key in ["ArrowDown", "j", "g", "ArrowDown", "ArrowDown", "ArrowUp"]:
        page.keyboard.press(key)
        assert page.evaluate(in_sight) is True
        seen.append(page.evaluate(FOCUSED))

    assert seen == [
        *["Bikantov", "Zamir Kabulov", "Kabulov", "Vikantov", "Alexander Bikantov", "Vikantov"]
    ]


def test_pointing_marks_the_words_and_leaving_takes_the_mark_away(opened):
    page = opened
    page.locator(OPENER).click()
    page.locator(f"{PANEL} [data-close]").focus()
    assert page.evaluate(MARKED) == []
    page.locator(ITEM).nth(1).hover()
    assert page.evaluate(MARKED) == ["Bikantov"]
    page.locator(f"{PANEL} [data-all=speaks]").first.hover()
    assert page.evaluate(MARKED) == ["Alexander Bikantov", "Bikantov"]
    page.locator("h1").first.hover()
    assert page.evaluate(MARKED) == []
    assert page.locator(".article-text mark").count() == 0


def test_accepting_does_not_move_the_words_that_are_read(opened):
    page = opened
    page.keyboard.press("g")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    place = '() => document.querySelectorAll("p[data-start]")[41].getBoundingClientRect().top'
    before = page.evaluate(place)
    page.keyboard.press("a")
    wait_for_items(page, 4)

    assert page.evaluate(place) == before


def test_what_a_colleague_accepted_first_is_said(opened, article, complaints):
    page = opened
    page.keyboard.press("g")
    person = Person.objects.get(name="Alexander Bikantov")
    make_passage(article, "Alexander Bikantov", people=[(person, "speaks")])
    page.keyboard.press("a")
    page.locator(f"{PANEL} [role=alert]", has_text="no longer exists").wait_for()

    assert Passage.objects.count() == 1
    assert page.evaluate(FOCUSED) == "Bikantov"
    assert [each for each in complaints if "409" not in each] == []
    complaints.clear()


def test_an_article_deleted_meanwhile_is_said_beside_the_list(opened, article, complaints):
    page = opened
    page.keyboard.press("g")
    act(make_user("Editors", "Grace"), article.remove)

    page.keyboard.press("a")
    page.locator(f"{PANEL} [data-wrong] [data-errors]").wait_for()

    message = " ".join(page.locator(f"{PANEL} [data-wrong]").text_content().split())
    assert message.startswith("The article “Convoys” no longer exists. Grace deleted it on ")
    assert page.locator(ITEM).count() == 5
    assert Passage.objects.count() == 0
    # The browser notes every refusal.
    assert [words for words in complaints if "410" not in words] == []
    complaints.clear()


def test_signed_out_nothing_is_lost(opened):
    page = opened
    page.keyboard.press("g")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("a")
    page.locator("[data-wrong]", has_text="You are signed out").wait_for()

    assert (page.locator(ITEM).count(), Passage.objects.count()) == (5, 0)


def test_without_script_the_link_leads_to_plain_forms(browser, live_server, analyst, article):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 700}, base_url=str(live_server)
    )
    sign_in(context, live_server, analyst)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Suggestions").click()
    page.get_by_role("button", name="Speaks", exact=True).first.click()
    page.get_by_role("button", name="Zamir Kabulov: dismiss in this article").click()
    page.get_by_text("1 dismissed").click()

    assert people_of("Alexander Bikantov") == [("Alexander Bikantov", "speaks")]
    assert page.locator("body").inner_text().count("Suggest again") == 1
    page.get_by_role("button", name="Suggest Zamir Kabulov again").click()
    assert page.locator("[data-suggestion] b").first.text_content() == "Bikantov"
    context.close()
