"""Editing passages: boundaries dragged and moved by keys, split, pieces, join, bulk tags."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage, PassageTag
from annotations.passages import editing
from annotations.passages.marking import Annotation
from tests.browser.desk import (
    drag,
    intercept,
    open_article,
    rectangle,
    sign_in,
    wait_until_saved,
)
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_person, make_tag, make_user

TEXT = (
    "The convoy left at dawn, he said. Nobody saw it return. The road was empty all day.\n\n"
    + "\n\n".join(f"Paragraph {n} says that nothing was seen on day {n}." for n in range(1, 20))
)
# What a script must leave as it is while handles stand over the text.
DRAWN = """() => [...document.querySelectorAll("[data-article-text] *")].map(
  (each) => [each.id, each.textContent])"""

FOCUSED_CARD = "document.activeElement.closest('[data-passage]').id"


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def quotes():
    return list(Passage.objects.present().order_by("pk").values_list("quote", flat=True))


def expect_status(page, words):
    page.locator("[data-notice] p", has_text=words).wait_for()


def begin(page, server, article, analyst, passage):
    open_article(page, server, article, analyst)
    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").first.wait_for()


def pull(page, side, words, *, at_end=True):
    """Drag a handle to the beginning or the end of words."""
    box = page.locator(f'.boundary-handles__handle[data-side="{side}"]').bounding_box()
    left, _, right, bottom = rectangle(page, words)
    # The handle is gripped at its middle, and what it points at is its line.
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    x = right if at_end else left
    page.mouse.move(x - 40, bottom, steps=3)
    page.mouse.move(x + (-2 if at_end else 2), bottom, steps=3)
    page.mouse.up()


def words_at_hand(page):
    return page.locator("[data-ends] [data-words]").inner_text()


def test_handles_are_dragged_snap_to_words_and_save_with_undo(live_server, page, analyst, article):
    passage = make_passage(article, "convoy left", analyst)
    begin(page, live_server, article, analyst, passage)
    before = page.evaluate(DRAWN)

    pull(page, "end", "dawn")
    pull(page, "start", "The", at_end=False)
    assert words_at_hand(page) == "The convoy left at dawn"
    assert page.evaluate(DRAWN) == before
    page.keyboard.press("Enter")
    expect_status(page, "Boundaries adjusted.")

    assert quotes() == ["The convoy left at dawn"]
    assert (
        page.locator(f"#--p-{passage.public_id} [data-quote]").inner_text()
        == "The convoy left at dawn"
    )
    assert page.locator("[data-ends]").count() == 0
    page.locator("[data-notice] button").click()
    expect_status(page, "Undid")
    assert quotes() == ["convoy left"]


def test_keys_move_the_ends_by_word_sentence_and_letter(live_server, page, analyst, article):
    passage = make_passage(article, "convoy left", analyst)
    begin(page, live_server, article, analyst, passage)
    keys = page.keyboard

    keys.press("ArrowRight")
    assert words_at_hand(page) == "convoy left at"
    keys.press("Shift+ArrowRight")
    assert words_at_hand(page) == "convoy left at dawn, he said."
    keys.press("Control+ArrowLeft")
    assert words_at_hand(page) == "convoy left at dawn, he said"
    keys.press("[")
    keys.press("ArrowLeft")
    assert words_at_hand(page) == "The convoy left at dawn, he said"
    keys.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "End"
    assert page.evaluate("document.activeElement.ariaValueText") == "said"
    keys.press("Escape")

    assert page.locator("[data-ends]").count() == 0
    assert page.evaluate(FOCUSED_CARD) == f"--p-{passage.public_id}"
    assert quotes() == ["convoy left"]


def test_stale_ends_are_refused_and_stay(live_server, page, analyst, article, complaints):
    passage = make_passage(article, "convoy left", analyst)
    begin(page, live_server, article, analyst, passage)
    act(analyst, editing.move, passage, (0, 10), 1, 1)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    page.locator(".passing-notice", has_text="The passage now reads: “The convoy”").wait_for()
    assert words_at_hand(page) == "convoy left at"
    assert quotes() == ["The convoy"]
    assert "409" in complaints.pop()


def test_passage_is_split_at_a_place(live_server, page, analyst, article):
    passage = make_passage(article, TEXT.split("\n\n")[0], analyst, tags=["a"])
    begin(page, live_server, article, analyst, passage)

    page.keyboard.press("c")
    page.keyboard.press("Shift+ArrowRight")
    assert words_at_hand(page).endswith("return. | The road was empty all day.")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect_status(page, "Passage split.")

    assert quotes() == [
        "The convoy left at dawn, he said.",
        "Nobody saw it return. The road was empty all day.",
    ]
    assert page.locator("[data-passage]").count() == 2


def test_words_are_added_and_a_piece_is_taken_off(live_server, page, analyst, article):
    passage = make_passage(article, "The convoy left", analyst)
    begin(page, live_server, article, analyst, passage)

    page.keyboard.press("a")
    drag(page, "The road was empty")
    page.locator("[data-words]", has_text="The convoy left … The road was empty").wait_for()
    page.keyboard.press("Enter")
    expect_status(page, "Piece added to the passage.")
    assert quotes() == ["The convoy left … The road was empty"]
    marks = f'mark[data-passages="{passage.public_id}"]'
    assert page.locator(marks).all_inner_texts() == ["The convoy left", "The road was empty"]

    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").nth(3).wait_for()
    page.locator(".boundary-handles__handle").first.focus()
    page.keyboard.press("Delete")
    expect_status(page, "Piece removed from the passage.")
    assert quotes() == ["The road was empty"]


def test_passages_are_chosen_and_joined(live_server, page, analyst, article):
    for words in ("The convoy left", "at dawn", "The road"):
        make_passage(article, words, analyst)
    open_article(page, live_server, article, analyst)

    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.locator("[data-count]", has_text="3 passages selected").wait_for()
    page.locator("[data-join]").click()
    expect_status(page, "Passages joined.")

    assert quotes() == ["The convoy left at dawn … The road"]
    assert page.locator("[data-passage]").count() == 1
    assert page.locator("[data-several]").count() == 0


def test_tags_of_the_chosen_change_as_one(live_server, page, analyst, article):
    make_tag("movement")
    for words in ("The convoy left", "The road"):
        make_passage(article, words, analyst, tags=["old"])
    open_article(page, live_server, article, analyst)
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")

    tags = page.locator("[data-several] [name=tags]")
    tags.fill("mov")
    page.get_by_role("option", name="movement").wait_for()
    page.keyboard.press("Escape")
    expect(tags).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(tags).to_have_value("movement, ")
    page.locator("[data-several] [name=without]").fill("old")
    page.keyboard.press("Enter")
    expect_status(page, "Tags of 2 passages changed.")

    names = PassageTag.objects.order_by("pk").values_list("tag__name", flat=True)
    assert list(names) == ["movement", "movement"]
    page.locator("[data-notice] button").click()
    expect_status(page, "Undid")
    assert sorted(PassageTag.objects.values_list("tag__name", flat=True)) == ["old", "old"]


def test_new_tag_that_is_nearly_known_is_asked_about(
    live_server, page, analyst, article, complaints
):
    make_tag("movement")
    make_passage(article, "The road", analyst)
    open_article(page, live_server, article, analyst)
    page.keyboard.press("j")
    page.keyboard.press("x")

    page.locator("[data-several] [name=tags]").fill("movements")
    page.keyboard.press("Enter")
    page.locator(".passing-notice", has_text="“movements” is similar to “movement”").wait_for()
    assert PassageTag.objects.count() == 0
    assert "422" in complaints.pop()
    page.keyboard.press("Enter")
    expect_status(page, "Tags of 1 passage changed.")


def test_ends_are_moved_by_touch(live_server, browser, analyst, article):
    passage = make_passage(article, "convoy left", analyst)
    context = browser.new_context(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(context, live_server, analyst)
    page.goto(f"{live_server}{article.get_absolute_url()}")
    # What comes after the page may move the words.
    page.wait_for_load_state("networkidle")
    page.locator(f"#--p-{passage.public_id} [data-quote]").tap()
    page.locator("[data-open] [data-mend]").tap()
    handle = page.locator('.boundary-handles__handle[data-side="end"]')
    # What opened and closed meanwhile moves the text: a trial waits until it stands still.
    handle.tap(trial=True)
    box = handle.bounding_box()
    assert (box["width"] >= 24, box["height"] >= 24) == (True, True)
    _, _, right, bottom = rectangle(page, "dawn")

    touch = context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 6
    grip = {"x": x, "y": y}
    middle = box["y"] + (box["height"] - 16) / 2
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [grip]})
    for part in (0.5, 1):
        point = {"x": x + (right - 2 - x) * part, "y": y + (bottom - middle) * part}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # A tap so soon after the finger was lifted would be half of a double tap.
    page.locator('[data-do="save"]').click()
    expect_status(page, "Boundaries adjusted.")

    assert quotes() == ["convoy left at dawn"]
    context.close()


def tags_on(card):
    return card.locator("[data-tags] a")


def test_tag_of_a_passage_is_changed_on_its_card_in_three_acts(
    live_server, page, analyst, article, complaints
):
    make_tag("new", digit=1)
    mina = make_person("Mina")
    roles = [(mina, "speaks"), (mina, "spoken_of")]
    passage = make_passage(
        article, "day 12", analyst, tags=["first", "old"], people=roles, note="Why."
    )
    open_article(page, live_server, article, analyst)
    card = page.locator(f"#--p-{passage.public_id}")
    page.locator("mark[data-passages]").click()
    before = page.evaluate("[scrollY, location.href]")

    card.get_by_role("link", name="Edit", exact=True).click()
    popup = page.get_by_role("dialog", name="Edit passage")
    expect(popup.locator("[data-tag-filter]")).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.press("1")
    expect_status(page, "Passage saved.")

    expect(tags_on(card)).to_have_text(["first", "new"])
    assert page.locator("[data-popup]").is_hidden()
    assert page.evaluate("[scrollY, location.href]") == before
    passage.refresh_from_db()
    assert (passage.note, passage.people.count(), passage.version) == ("Why.", 2, 2)
    page.locator("[data-notice] button").click()
    expect(tags_on(card)).to_have_text(["first", "old"])

    # By keys, with no line, after a colleague's change: nothing typed is lost.
    page.keyboard.press("t")
    expect(popup.locator("[data-tag-filter]")).to_be_focused()
    popup.get_by_label("Note").fill("Because.")
    intercept(page, "**/edit/", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    page.locator(".passing-notice", has_text="The desk cannot be reached.").wait_for()
    page.unroute("**/edit/")
    passage.refresh_from_db()
    act(analyst, passage.edit, Annotation(tags=("theirs",)), passage.version)
    page.keyboard.press("Control+Enter")
    page.locator(".passing-notice", has_text="The passage now has: theirs").wait_for()
    expect(popup.get_by_label("Note")).to_have_value("Because.")
    page.keyboard.press("Control+Enter")
    popup.wait_for(state="hidden")
    passage.refresh_from_db()
    assert passage.note == "Because."
    assert [tag.name for tag in passage.tags.order_by("pk")] == ["first", "old"]
    assert len(complaints) == 2
    complaints.clear()


def test_words_that_are_marked_are_said_to_be_and_saving_adds_to_ones_own_passage(
    live_server, page, analyst, article
):
    make_tag("new", digit=1)
    passage_of_ada = make_passage(article, "day 2", analyst, tags=["old"], note="Why.")
    make_passage(article, "day 2", make_user(username="Bob"), tags=["theirs"])
    open_article(page, live_server, article, analyst)

    drag(page, "day 2")
    line = page.locator("[data-marked]")
    expect(line).to_contain_text("You tagged these words: old. Bob tagged these words: theirs.")
    page.keyboard.press("1")
    expect_status(page, "Passage saved.")
    passage_of_ada.refresh_from_db()
    assert (Passage.objects.count(), passage_of_ada.note) == (2, "Why.")
    assert sorted(passage_of_ada.tags.names()) == ["new", "old"]

    # A second one is made on purpose.
    drag(page, "day 2")
    line.get_by_role("button", name="Make a second one").click()
    page.locator("[data-popup] [name=note]").fill("Again.")
    page.locator("[data-save]").click()
    wait_until_saved(page)
    notes = Passage.objects.order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["Why.", "", "Again."]


def test_note_and_claim_are_edited_by_touch(live_server, browser, analyst, article):
    passage = make_passage(article, "convoy left", analyst, tags=["old"])
    context = browser.new_context(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("networkidle")
    page.locator("mark[data-passages]").tap()
    page.locator("[data-open] [data-annotate]").tap()
    popup = page.get_by_role("dialog", name="Edit passage")

    popup.get_by_label("Note").fill("By hand.")
    popup.locator("[data-claim-filter]").tap()
    popup.get_by_role("option", name="New claim from this quote").tap()
    expect(popup.get_by_label("Statement")).to_have_value("convoy left")
    popup.get_by_role("button", name="Save").tap()
    expect_status(page, "Passage saved.")

    passage.refresh_from_db()
    assert (passage.note, [tag.name for tag in passage.tags.all()]) == ("By hand.", ["old"])
    assert passage.evidence.get().claim.statement == "convoy left"

    page.locator("mark[data-passages]").tap()
    page.locator("[data-open] [data-annotate]").tap()
    stance = popup.get_by_label("How this passage relates to “convoy left”")
    expect(stance.locator(":checked")).to_have_text("reports")
    stance.select_option("contradicts")
    popup.get_by_role("button", name="Save").tap()
    expect(page.locator("[data-passage] .stance")).to_have_text("contradicts")
    assert passage.evidence.get().stance == "contradicts"
    context.close()
