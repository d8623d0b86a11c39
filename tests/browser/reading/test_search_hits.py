"""Search hits in the open article: stepping through them, and marking passages over them."""

from tests.browser.desk import drag, sign_in
from tests.support.factories import make_article, make_user

PARAGRAPHS = [
    "The Taliban lack men, said the Taliban.",
    *[f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(40)],
    "In the end the Taliban waited.",
]
PIECES = """() => [...document.querySelectorAll("[data-article-text] .hit")].map(
  ({ id, dataset, textContent }) =>
    `${dataset.hit} ${id} ${textContent}${"current" in dataset ? " !" : ""}`)"""
TEXT = '() => document.querySelector("[data-article-text]").textContent'


def test_hits_are_walked_and_stay_where_a_passage_is_made(live_server, page):
    article = make_article(text="\n\n".join(PARAGRAPHS))
    sign_in(page.context, live_server, make_user())
    page.goto(f"{live_server}{article.get_absolute_url()}?q=taliban#hit-2")
    counter = page.locator(".hits__said")
    page.get_by_text("2 of 3 hits").wait_for()

    page.keyboard.press("h")
    assert page.evaluate(PIECES) == ["1 hit-1 Taliban", "2 hit-2 Taliban", "3 hit-3 Taliban !"]
    assert page.locator("#hit-3").evaluate(
        "(hit) => hit.getBoundingClientRect().bottom <= innerHeight"
    )
    page.get_by_role("link", name="Next").click()
    assert (counter.inner_text(), page.url[-6:]) == ("1 of 3 hits for taliban", "#hit-1")

    before = page.evaluate(TEXT)
    drag(page, "iban lack men, said the Tali")
    page.locator("[data-popup]").wait_for()
    page.keyboard.type("men")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("[data-passage]").wait_for()
    pieces = ["1 hit-1 Tal !", "1  iban !", "2 hit-2 Tali", "2  ban", "3 hit-3 Taliban"]
    assert page.evaluate(PIECES) == pieces
    assert page.evaluate(TEXT) == before
    page.keyboard.press("H")
    assert page.locator("[data-current]").all_inner_texts() == ["Taliban"]
