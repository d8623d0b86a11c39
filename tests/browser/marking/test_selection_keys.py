"""One key from selected words to a saved passage, and the letters of the popup."""

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Passage, Tag
from tests.browser.desk import drag, intercept, marked, open_article, saving, wait_until_saved
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 31))
FOCUSED = "document.activeElement.id"


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article(analyst):
    """An article, and three tags with keys, from 1: three, two, one."""
    article = make_article(text=TEXT, title="Convoys")
    for digit, name in enumerate(("three", "two", "one"), 1):
        make_tag(name, by=analyst, digit=digit)
        make_passage(article, "convoy 9 left", by=analyst, tags=[name])
    return article


@pytest.fixture
def popup(page, live_server, article, analyst):
    """The popup, open at the words “convoy 2 left”."""
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup = page.locator("[data-popup]")
    popup.wait_for()
    return popup


def tags_of(quote):
    return [tag.name for tag in Passage.objects.get(quote=quote).tags.all()]


def chosen(popup):
    return [field.input_value() for field in popup.locator("[data-chosen] [name=tags]").all()]


def focused(page):
    return page.evaluate(FOCUSED)


def hold_saves(page):
    """A list that the requests to save are put into, unanswered."""
    held = []
    intercept(page, "**/passages/", lambda route: held.append(route))
    return held


def wait_for(page, held):
    for _ in range(1000):
        if held:
            return held[0]
        page.wait_for_timeout(10)
    raise AssertionError("Nothing was sent.")


def test_digit_tags_and_saves(page, popup):
    page.keyboard.press("2")
    wait_until_saved(page)

    assert tags_of("convoy 2 left") == ["two"]
    assert saving(page) == {}


def test_digit_of_the_number_pad_tags_and_saves(page, popup):
    # Playwright's own number pad is without its lock.
    popup.locator("[data-tag-filter]").evaluate(
        """(field) => field.dispatchEvent(new KeyboardEvent("keydown",
          { key: "3", code: "Numpad3", bubbles: true, cancelable: true }))"""
    )
    wait_until_saved(page)

    assert tags_of("convoy 2 left") == ["one"]


def test_digit_with_shift_only_adds_and_the_last_one_saves(page, popup):
    page.keyboard.press("Shift+Digit3")
    assert chosen(popup) == ["one"]
    assert popup.is_visible()
    page.keyboard.press("Shift+Digit1")
    page.keyboard.press("Shift+Digit1")
    assert chosen(popup) == ["one"]

    page.keyboard.press("2")
    wait_until_saved(page)

    assert tags_of("convoy 2 left") == ["one", "two"]


def test_digit_of_a_tag_that_was_added_saves_with_it(page, popup):
    page.keyboard.press("Shift+Digit1")
    page.keyboard.press("1")
    wait_until_saved(page)

    assert tags_of("convoy 2 left") == ["three"]


def test_digit_without_a_tag_is_typed(page, popup):
    page.keyboard.press("7")

    assert popup.locator("[data-tag-filter]").input_value() == "7"
    assert Passage.objects.count() == 3


def test_alt_and_a_letter_lead_to_person_claim_note_and_back(page, popup):
    for letter, field in [("p", "popup-person"), ("c", "popup-claim"), ("n", "popup-note")]:
        page.keyboard.press(f"Alt+{letter}")
        assert focused(page) == field
        page.keyboard.press("Alt+t")
        assert focused(page) == "popup-tag"

    assert popup.locator("[data-tag-filter]").input_value() == ""


# What a browser on a Mac says of Option with a letter: the character that it types.
MAC_KEY = """([key, code, ctrlKey]) => document.activeElement.dispatchEvent(new KeyboardEvent(
  "keydown", { key, code, ctrlKey, altKey: true, bubbles: true, cancelable: true }))"""


def test_on_a_mac_option_types_and_leads_nowhere_without_control(
    page, live_server, article, analyst
):
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'MacIntel' })"
    )
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    labels = page.locator("[data-popup] [data-alt]").all_text_contents()

    assert labels == ["⌃⌥P", "⌃⌥C", "⌃⌥N"]
    # The event goes on to the browser, which types the character.
    assert page.evaluate(MAC_KEY, ["π", "KeyP", False]) is True
    assert focused(page) == "popup-tag"
    assert page.evaluate(MAC_KEY, ["π", "KeyP", True]) is False
    assert focused(page) == "popup-person"


def test_tab_leads_to_person_claim_and_note(page, popup):
    fields = []
    for _ in range(3):
        page.keyboard.press("Tab")
        fields.append(focused(page))

    assert fields == ["popup-person", "popup-claim", "popup-note"]


@pytest.mark.parametrize("word", ["civilians", "people", "north", "tanks", "9/11"])
def test_every_letter_is_typed_and_digits_after_a_space(page, popup, word):
    page.keyboard.press("Space")
    page.keyboard.type(word)
    assert popup.locator("[data-tag-filter]").input_value() == f" {word}"
    popup.locator("[data-tag-filter]").clear()
    page.keyboard.type(word.strip("9/1"))

    assert popup.locator("[data-tag-filter]").input_value() == word.strip("9/1")
    assert focused(page) == "popup-tag"


def test_backspace_in_a_field_that_was_pressed_takes_nothing_back(page, popup):
    popup.locator("[data-person-filter]").click()
    page.keyboard.press("Backspace")

    assert focused(page) == "popup-person"


def test_person_claim_stance_and_note_by_keys(page, live_server, article, analyst):
    make_person("Alexander Bikantov")
    claim = make_claim("The convoys left at dawn", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup = page.locator("[data-popup]")

    page.keyboard.press("Alt+p")
    page.keyboard.type("bikan\n")
    popup.locator("[name=speakers]").wait_for(state="attached")
    page.keyboard.press("Alt+c")
    page.keyboard.type("convoys\n")
    popup.locator("[name=claim]").wait_for(state="attached")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+n")
    page.keyboard.type("Not all.")
    page.keyboard.press("Alt+t")
    page.keyboard.press("1")
    wait_until_saved(page)

    passage = Passage.objects.get(quote="convoy 2 left")
    assert tags_of("convoy 2 left") == ["three"]
    assert [link.person.name for link in passage.people.all()] == ["Alexander Bikantov"]
    evidence = passage.evidence.get()
    assert (evidence.claim, evidence.stance) == (claim, "supports")
    assert passage.note == "Not all."
    assert Claim.objects.count() == 1


def test_words_are_drawn_in_the_hue_of_their_tag_before_the_desk_answers(page, popup):
    hue = popup.locator("[data-tag-options] [data-hue]").first.get_attribute("data-hue")
    held = hold_saves(page)

    page.keyboard.press("1")
    route = wait_for(page, held)

    assert saving(page) == {f"saving-{hue}": ["convoy 2 left"]}
    assert page.locator("mark").get_by_text("convoy 2 left").count() == 0
    route.continue_()
    wait_until_saved(page)
    assert saving(page) == {}
    assert page.locator("mark").get_by_text("convoy 2 left").count() == 1


def test_words_selected_while_another_passage_is_saved_are_tagged_meanwhile(page, popup):
    """One request is under way at a time; the words stand as being saved, the popup is free."""
    one, three = (Tag.objects.get(name=name).hue for name in ("one", "three"))
    held = hold_saves(page)
    page.keyboard.press("1")
    wait_for(page, held)
    assert popup.is_hidden()

    drag(page, "convoy 7 left")
    assert marked(page)[2] == "convoy 7 left"
    page.keyboard.press("3")
    assert popup.is_hidden()
    drag(page, "convoy 8 left")
    drawn = {(hue, quote) for hue, quotes in saving(page).items() for quote in quotes}
    assert drawn == {(f"saving-{three}", "convoy 2 left"), (f"saving-{one}", "convoy 7 left")}
    assert len(held) == 1

    held.pop().continue_()
    wait_for(page, held).continue_()
    expect(page.locator("mark[data-passages]")).to_have_text(
        ["convoy 2 left", "convoy 7 left", "convoy 9 left"]
    )
    # What is being done meanwhile goes on.
    assert marked(page)[2] == "convoy 8 left"
    assert focused(page) == "popup-tag"
    page.keyboard.press("Escape")
    wait_until_saved(page)
    assert [tags_of(f"convoy {n} left") for n in (2, 7)] == [["three"], ["one"]]
