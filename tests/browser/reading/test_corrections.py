"""Correcting a text in the browser, and its passages: reviewing them, placing them again."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from corpus.models import Article, Revision
from corpus.models.correction import correct
from tests.browser.desk import drag, marked, open_article, sign_in
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_user

TEXT = "\n\n".join(
    [
        "Kabul fell at dawn 🚜, he said.",
        "Nobody saw it return.",
        "The road to Herat was cut.",
        "At noon twelve lorries reached Ghazni with flour, tents and medicine for the hospital. "
        "Their drivers slept beside empty fuel drums until evening prayers ended, then drove on.",
        "Three bridges further north were mined; engineers cleared two before frost set in. "
        "Merchants closed their shops early, fearing shells from nearby hills.",
    ]
)
QUOTES = ["Kabul fell", "Nobody saw it return", "The road", "Merchants closed their shops early"]


@pytest.fixture
def article():
    article = make_article(text=TEXT)
    for quote in QUOTES:
        make_passage(article, quote)
    return article


def open_correction(page, server, article, editor):
    sign_in(page.context, server, editor)
    page.goto(f"{server}/articles/{article.public_id}/correct/")
    page.wait_for_load_state("load")


def width_of(page):
    """How wide the page is, once it has been sent."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth")


def test_narrow_table_of_revisions_breaks_no_heading(page, live_server, article):
    editor = make_user(EDITORS)
    act(editor, correct, article, f"{TEXT} One more.", "a" * 200, article.version)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page.context, live_server, editor)
    page.goto(f"{live_server}/articles/{article.public_id}/revisions/")
    headings = page.locator("th").evaluate_all(
        """(all) => all.slice(0, 3).map((each) => {
            const range = document.createRange();
            range.selectNode(each.lastChild);
            return [each.lastChild.data, range.getClientRects().length];
        })"""
    )
    assert headings == [["Old", 1], ["New", 1], ["Revision", 1]]
    assert width_of(page) == 360


def now(passage):
    [row] = passage.current_placements()
    return row.state, row.start, row.end


def test_comparison_follows_the_typing_and_is_saved(page, live_server, article):
    open_correction(page, live_server, article, make_user(EDITORS))
    field = page.get_by_label("Text", exact=True)

    field.fill(TEXT.replace("Nobody saw it return.\n\n", ""))
    sentence = page.locator("[data-sentence]")
    sentence.wait_for()
    assert sentence.inner_text() == "Passages: 1 stays, 2 move, 1 is lost"
    field.fill(TEXT.replace("Nobody", "Nobody there"))
    page.get_by_text("1 stays, 2 move, 1 needs review").wait_for()
    assert page.locator("ins").all_inner_texts() == ["there "]
    assert Revision.objects.filter(article=article).count() == 1

    page.get_by_label("Reason").fill("A word was missing.")
    page.get_by_role("button", name="Save correction").click()
    page.wait_for_url(f"**{article.get_absolute_url()}")
    page.get_by_text("1 passage needs review").wait_for()
    article.refresh_from_db()
    assert article.text == TEXT.replace("Nobody", "Nobody there")


def test_correcting_needs_no_script_and_no_width(browser, live_server, article):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    open_correction(page, live_server, article, make_user(EDITORS))

    page.get_by_label("Text", exact=True).fill(TEXT.replace("Nobody saw it return.\n\n", ""))
    page.get_by_role("button", name="Preview changes").click()
    assert page.locator("[data-sentence]").inner_text() == "Passages: 1 stays, 2 move, 1 is lost"
    assert width_of(page) == 320
    page.get_by_label("Reason").fill("It was not printed.")
    page.get_by_role("button", name="Save correction").click()
    page.get_by_text("1 passage lost").click()
    page.get_by_role("link", name="Review these passages").click()
    assert width_of(page) == 320
    page.get_by_role("link", name="Place by pasting words").click()
    page.locator("summary").get_by_text("Place by pasting words").click()
    page.get_by_label("Words in the current text").fill("Kabul  fell at\ndawn")
    page.get_by_role("button", name="Place passage").click()
    assert width_of(page) == 320
    context.close()
    assert now(Passage.objects.get(quote="Nobody saw it return")) == ("placed", 0, 18)


def test_who_tags_while_another_corrects_is_told_and_loses_nothing(page, live_server, article):
    page.set_viewport_size({"width": 1280, "height": 200})
    open_article(page, live_server, article, make_user())
    page.get_by_text("The road to Herat").scroll_into_view_if_needed()
    drag(page, "The road", "to Herat")
    assert marked(page)[2] == "The road to Herat"
    act(make_user(EDITORS), correct, article, "KABUL. " + TEXT, "The place was missing.")

    page.keyboard.press("Enter")
    page.get_by_text("KABUL.").wait_for()
    notice = page.locator("[data-notice]", has_text="The passage was placed in the new text")

    passage = Passage.objects.latest("pk")
    assert passage.quote == "The road to Herat"
    assert now(passage) == ("placed", 62, 79)
    assert page.locator(f'mark[data-passages~="{passage.public_id}"]').first.is_visible()
    expect(notice).to_be_in_viewport(ratio=1)
    expect(notice.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator("[data-passage][data-open] [data-quote]")).to_have_text(passage.quote)


def test_passage_is_confirmed_on_the_work_list(page, live_server, article):
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody", "Nobody there"), "As printed.")
    open_article(page, live_server, article, make_user(EDITORS))

    page.get_by_text("1 passage needs review").click()
    page.get_by_role("link", name="Review these passages").click()
    assert page.locator("mark").all_inner_texts() == [
        "Nobody saw it return",
        "Nobody there saw it return",
    ]
    page.get_by_role("button", name="Confirm position").click()

    page.get_by_text("No passages need review.").wait_for()
    assert now(Passage.objects.get(quote="Nobody saw it return")) == ("placed", 32, 58)


def test_passage_in_hand_is_placed_by_selecting(page, live_server, article):
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody saw it return.\n\n", ""), "Cut.")
    passage = Passage.objects.get(quote="Nobody saw it return")
    open_article(page, live_server, article, make_user(EDITORS))
    page.get_by_text("1 passage lost").click()
    page.get_by_text("Nobody saw it return").click()
    page.get_by_role("link", name="Place by selecting words").click()

    put = page.get_by_role("button", name="Place here")
    assert put.is_disabled()
    drag(page, "he said")
    page.get_by_text("New position: “he said”").wait_for()
    assert page.locator("[data-popup]").count() == 0 or page.locator("[data-popup]").is_hidden()
    put.click()

    page.wait_for_url(re.compile(f"#passage-{passage.public_id}$"))
    # In code points: the tractor counts one.
    assert now(passage) == ("placed", 22, 29)
    assert page.locator(f'mark[data-passages~="{passage.public_id}"]').inner_text() == "he said"


def test_of_two_who_correct_the_later_one_gets_both_texts(
    browser, live_server, article, complaints
):
    pages = []
    for _ in range(2):
        context = browser.new_context()
        pages.append(context.new_page())
        open_correction(pages[-1], live_server, article, make_user(EDITORS))
    first, second = pages
    for page, place in ((first, "Kunduz"), (second, "Mazar")):
        page.get_by_label("Text", exact=True).fill(TEXT.replace("Herat", place))
        page.get_by_label("Reason").fill(f"It was {place}.")
        page.get_by_text(", 1 needs review").wait_for()

    first.get_by_role("button", name="Save correction").click()
    first.wait_for_url(f"**{article.get_absolute_url()}")
    second.get_by_role("button", name="Save correction").click()
    second.get_by_text("Edit conflict: changed by somebody else meanwhile").wait_for()

    assert Article.objects.get(pk=article.pk).text == TEXT.replace("Herat", "Kunduz")
    assert second.locator("del").all_inner_texts() == ["Herat", "Kunduz"]
    assert second.get_by_label("Your text").input_value() == TEXT.replace("Herat", "Mazar")
    second.get_by_role("button", name="Overwrite with my text").click()
    second.wait_for_url(f"**{article.get_absolute_url()}")
    texts = [revision.text for revision in Revision.objects.filter(article=article)]
    assert texts == [TEXT, *(TEXT.replace("Herat", to) for to in ("Kunduz", "Mazar"))]
    for page in pages:
        page.context.close()


def test_earlier_text_has_its_passages_and_no_popup(page, live_server, article):
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody saw it return.\n\n", ""), "Cut.")
    sign_in(page.context, live_server, make_user())

    page.goto(f"{live_server}{article.get_absolute_url()}?rev=1")
    drag(page, "The road")

    assert page.locator("mark").all_inner_texts() == QUOTES
    assert page.locator("[data-popup]").count() == 0
    page.locator("mark", has_text="Nobody").click()
    page.locator("[data-passage][data-open]", has_text="Nobody").wait_for()
