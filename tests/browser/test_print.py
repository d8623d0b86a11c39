"""What a printed page keeps and what it leaves out; its look was judged by eye."""

import pytest

from annotations.models import Claim
from tests.browser.desk import open_article, sign_in
from tests.support.crowd import make_crowd
from tests.support.factories import EDITORS, make_passage, make_user

# A4 without its margins, in CSS pixels.
SHEET = {"width": 627, "height": 970}
# The numbers beside the words and beside the notes, as they are counted in print.
NUMBERS = """(where) => {
  const part = where.includes("card") ? "::after" : "::before";
  return [...document.querySelectorAll(where)].map((node) => getComputedStyle(node, part).content);
}"""


@pytest.fixture
def editor():
    return make_user(EDITORS)


def count_visible(page, selector):
    """How many of these elements are on the sheet."""
    return sum(element.is_visible() for element in page.locator(selector).all())


def as_printed(page):
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")


def test_article_is_printed_with_all_its_passages_as_numbered_notes(live_server, page, editor):
    crowd = make_crowd(passages=80, words=100, by=editor)
    open_article(page, live_server, crowd, editor)
    page.get_by_role("link", name="Show all 80 passages for printing").click()
    page.wait_for_load_state("load")
    as_printed(page)

    notes = page.locator("[data-passage]")
    assert notes.count() == count_visible(page, "[data-passage]") == 80
    assert count_visible(page, "[data-passage] [data-quote]") == 80
    assert page.locator("[data-fold]").count() == 0
    assert page.evaluate(NUMBERS, ".passage-card") == ["counter(note)"] * 80
    assert len(page.evaluate(NUMBERS, ".article-text [data-anchor]")) == 80
    # Every quote in full: no line of it is cut off.
    cut = "(all) => all.filter((quote) => quote.scrollWidth > quote.clientWidth).length"
    assert page.locator(".passage-card__quote").evaluate_all(cut) == 0
    assert (
        count_visible(page, ".site-header, .reader, .passage-card__actions, form, [data-fold]") == 0
    )


def test_fold_that_is_printed_says_what_is_missing(live_server, page, editor):
    crowd = make_crowd(passages=80, words=100, by=editor)
    open_article(page, live_server, crowd, editor)
    as_printed(page)

    content = "(link) => getComputedStyle(link, '::after').content"
    assert "not on this sheet" in page.locator("[data-fold] a").first.evaluate(content)


def test_printed_page_has_the_cards_that_are_folded_on_the_screen(live_server, page, editor):
    crowd = make_crowd(passages=200, words=100, by=editor)
    open_article(page, live_server, crowd, editor)
    page.wait_for_load_state("load")
    folded = page.locator("[data-fold]").count()
    page.evaluate(
        """addEventListener("beforeprint", () => {
          const count = (kind) => document.querySelectorAll(kind).length;
          window.printed = [count(".passage-card"), count("[data-fold]")];
        })"""
    )

    page.pdf()

    assert page.evaluate("window.printed") == [200, 0]
    assert page.locator("[data-fold]").count() == folded > 0


def test_claim_person_and_tag_are_printed_without_what_one_does_on_the_desk(desk, page, editor):
    claim = Claim.objects.get(statement__startswith="The Taliban lack")
    sign_in(page.context, desk, editor)
    tag = make_passage(by=editor, tags=["cities"]).tags.get()
    for row in (claim, claim.speaker, tag):
        page.goto(f"{desk}{row.get_absolute_url()}")
        assert count_visible(page, "main form, main a[href*='/admin/'], main a[href$='/edit/']") > 0
        as_printed(page)

        visible = count_visible(page, "h1"), count_visible(page, "blockquote") > 0
        left_out = ".site-header, .site-footer, form, button, a[href*='/admin/'], a[href$='/edit/']"
        assert (row, *visible, count_visible(page, left_out)) == (row, 1, True, 0)
        page.emulate_media(media="screen")

    page.goto(f"{desk}{claim.get_absolute_url()}")
    as_printed(page)
    assert page.locator(".print-only").inner_text() == f"{desk}/claims/{claim.public_id}/"
