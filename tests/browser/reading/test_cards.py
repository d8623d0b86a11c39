"""Many cards: folds, the overlap menu, keyboard navigation, the sheet on a phone."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from annotations.reading.page import load_reading
from tests.browser.desk import boxes, eventually, intercept, open_article, passage_of, sign_in
from tests.support.crowd import make_crowd
from tests.support.factories import make_article, make_passage, make_user

TEXT = "The convoy left at dawn, he said.\n\nNobody saw it return.\n\n" + "It was quiet. " * 40
NESTED = ["The convoy left at dawn, he said.", "The convoy left at dawn", "convoy left", "left"]
FOLD = "[data-fold]"
OPEN = "[data-passage][data-open]"
FOCUSED = "document.activeElement.closest('[data-passage]')?.id.slice(4)"


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article(analyst):
    """Four passages one in the other, and one apart; the shortest is the last of `NESTED`."""
    article = make_article(text=TEXT, title="Convoys")
    for quote in [*NESTED, "Nobody"]:
        make_passage(article, quote, by=analyst, tags=[f"tag of {len(quote)}"])
    return article


@pytest.fixture
def crowd(analyst):
    return make_crowd(passages=300, words=400, by=analyst)


@pytest.fixture
def phone(browser, live_server, analyst, complaints):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, base_url=str(live_server)
    )
    sign_in(context, live_server, analyst)
    yield context.new_page()
    context.close()


def space_out(page, space):
    page.locator("[data-cards]").evaluate(
        "(list, space) => list.style.letterSpacing = space", space
    )


def ids(page):
    return page.locator("[data-passage]").evaluate_all("(all) => all.map((c) => c.id.slice(4))")


def opened_quote(page):
    return page.locator(f"{OPEN} [data-quote]").text_content()


def watch_shifts(page):
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))
          .observe({ type: "layout-shift", buffered: true });"""
    )


def test_fold_is_opened_in_place(live_server, page, analyst, crowd):
    open_article(page, live_server, crowd, analyst)
    page.wait_for_load_state("networkidle")
    before, fold = ids(page), page.locator(FOLD).first
    folded = fold.get_attribute("data-ids").split()
    scrolled, requests = page.evaluate("scrollY"), []
    page.on("request", lambda request: requests.append(request.url))

    fold.locator("[data-unfold]").focus()
    page.keyboard.press("Enter")
    page.locator(f"#--p-{folded[0]}[data-passage]").wait_for()

    assert len(requests) == 1
    assert [each for each in ids(page) if each not in before] == folded[:60]
    order = [each for each in load_reading(crowd.revision).starts if each in ids(page)]
    assert ids(page) == order
    assert page.evaluate(FOCUSED) == folded[0]
    assert page.evaluate("scrollY") == scrolled
    cards = boxes(page.locator("[data-cards] > *"))
    assert [a for a, b in pairwise(cards) if a[1] > b[0]] == []


def test_fold_that_cannot_be_fetched_says_so_and_can_be_opened_later(
    live_server, page, analyst, crowd, complaints
):
    open_article(page, live_server, crowd, analyst)
    page.wait_for_load_state("load")
    first = page.locator(FOLD).first.get_attribute("data-ids").split()[0]
    page.context.set_offline(True)
    link = page.locator(f"{FOLD} [data-unfold]").first
    link.click()
    page.locator(".passing-notice", has_text="The desk cannot be reached. Try again.").wait_for()
    page.context.set_offline(False)
    link.click()
    page.locator(f"#--p-{first}[data-passage]").wait_for()
    assert {"ERR_INTERNET_DISCONNECTED" in complaints.pop() for _ in complaints[:]} == {True}


def test_without_script_folds_are_links_to_their_cards(browser, live_server, analyst, crowd):
    context = browser.new_context(java_script_enabled=False, base_url=str(live_server))
    sign_in(context, live_server, analyst)
    page = context.new_page()
    page.goto(crowd.get_absolute_url())
    first = passage_of(page.locator(FOLD).nth(1))
    assert page.locator(f"#--p-{first}[data-passage]").count() == 0

    page.locator(f"{FOLD} a").nth(1).click()

    card = page.locator(f"#--p-{first}[data-passage]")
    assert card.is_visible()
    assert 0 <= card.bounding_box()["y"] < page.viewport_size["height"]
    context.close()


def test_place_lists_what_covers_it_the_shortest_first(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    place = page.locator("[data-place-list]")

    page.get_by_text("left", exact=True).first.click()
    place.wait_for()

    assert place.get_by_role("heading").text_content() == "4 overlapping passages"
    assert place.locator("[data-quote]").all_text_contents() == NESTED[::-1]
    assert place.locator("[data-author]").all_text_contents() == ["Ada"] * 4
    assert place.locator("[data-tags]").all_text_contents() == [
        f"tag of {len(quote)}" for quote in NESTED[::-1]
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert place.is_hidden()
    assert opened_quote(page) == NESTED[2]
    assert page.evaluate(FOCUSED) == passage_of(page.locator(OPEN))


def test_list_of_a_place_with_one_passage_says_so(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    page.get_by_text("Nobody", exact=True).first.click()
    page.keyboard.press("l")
    place = page.locator("[data-place-list]")
    assert place.get_by_role("heading").text_content() == "No overlapping passages"
    assert place.locator("[data-quote]").all_text_contents() == ["Nobody"]
    assert place.locator("button:visible").all_text_contents()[1:] == ["Close"]


def test_card_is_opened_and_closed_while_words_of_the_text_are_selected(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)
    quote = page.locator("[data-quote]").last
    select = "(element) => getSelection().selectAllChildren(element)"
    click = "(element) => element.click()"
    page.locator("[data-article-text] p").last.evaluate(select)

    quote.evaluate(click)
    assert opened_quote(page) == "Nobody"
    quote.evaluate(click)
    assert page.locator(OPEN).count() == 0

    # The end of a drag over words of the card.
    quote.evaluate(select)
    quote.locator("xpath=ancestor::*[@data-passage]").evaluate(click)
    assert page.locator(OPEN).count() == 0


def test_list_of_a_place_closes_with_escape_and_leaves_the_open_card(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)
    page.get_by_text("Nobody", exact=True).first.click()
    assert opened_quote(page) == "Nobody"

    page.get_by_text("left", exact=True).first.click()
    page.locator("[data-place-list]").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("[data-place-list]").is_hidden()
    assert opened_quote(page) == "Nobody"
    assert page.evaluate("document.activeElement.textContent") == "left"
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0


def test_every_passage_of_a_crowd_can_be_opened_from_the_text(live_server, page, analyst, crowd):
    open_article(page, live_server, crowd, analyst)
    mark = page.locator("mark[data-more]").nth(40)
    covering = mark.get_attribute("data-passages").split()
    seen = set()

    for n in range(len(covering)):
        mark.click()
        page.locator("[data-place-list]").wait_for()
        page.locator("[data-places] button").nth(n).click()
        page.wait_for_function(f"() => document.querySelector('{OPEN}')")
        seen.add(passage_of(page.locator(OPEN)))

    assert seen == set(covering)
    folded = page.locator(FOLD).evaluate_all(
        "(all) => all.flatMap((f) => f.dataset.ids.split(' '))"
    )
    assert set(folded) & set(ids(page)) == set()
    assert set(folded) | set(ids(page)) == set(load_reading(crowd.revision).starts)


def test_j_and_k_walk_all_passages_in_text_order_and_out_of_folds(
    live_server, page, analyst, crowd
):
    open_article(page, live_server, crowd, analyst)
    order = list(load_reading(crowd.revision).starts)
    walked = []

    for n in range(12):
        page.keyboard.press("j")
        page.wait_for_function(f"() => {FOCUSED} === '{order[n]}'")
        walked.append(passage_of(page.locator(OPEN)))
    page.keyboard.press("k")

    assert walked == order[:12]
    assert passage_of(page.locator(OPEN)) == order[10]
    assert [each for each in order if each in ids(page)] == ids(page)


def test_o_cycles_through_the_passages_at_a_place(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    page.get_by_text("left", exact=True).first.click()
    page.locator("[data-place-list]").wait_for()
    page.keyboard.press("Enter")

    seen = [opened_quote(page)]
    for _ in range(4):
        page.keyboard.press("o")
        seen.append(opened_quote(page))

    assert seen == [*NESTED[::-1], NESTED[-1]]
    page.keyboard.press("l")
    page.locator("[data-place-list]").wait_for()
    assert page.locator("[data-places] [aria-current]").text_content().split()[-1] == "Ada"


def test_letters_are_typed_where_a_field_has_the_focus(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    field = page.locator("#site-search")

    field.focus()
    page.keyboard.type("jo?/k")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+j")

    assert field.input_value() == "jo?/k"
    assert page.locator(OPEN).count() == 0
    assert page.locator("[data-keys]").is_hidden()


def test_question_mark_shows_the_keys_and_slash_goes_to_the_search(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)
    sheet = page.locator("[data-keys]")

    page.keyboard.press("?")
    assert sheet.get_by_role("heading", level=2).text_content() == "Keyboard shortcuts"
    expect(sheet.locator(".keys").first).to_contain_text("show keyboard shortcuts")
    page.keyboard.press("j")
    assert page.locator(OPEN).count() == 0
    page.keyboard.press("Escape")
    assert sheet.is_hidden()

    page.keyboard.press("/")
    page.keyboard.type("x")
    assert page.get_by_label("Search the desk").input_value() == "x"


def test_keys_that_did_not_come_are_asked_for_again(
    live_server, page, analyst, article, complaints
):
    open_article(page, live_server, article, analyst)
    sheet = page.locator("[data-keys]")
    intercept(page, "**/help/", lambda route: route.abort())

    page.keyboard.press("?")
    expect(sheet.get_by_role("status")).to_have_text(
        "The shortcuts could not be loaded. Close this and press ? again."
    )
    page.unroute("**/help/")
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    expect(sheet.locator(".keys").first).to_contain_text("show keyboard shortcuts")
    assert complaints == ["Failed to load resource: net::ERR_FAILED"]
    complaints.clear()


def overlaps(page):
    """By how many pixels a card stands over the next one, for each that does."""
    cards = boxes(page.locator("[data-cards] > *"))
    return [above[1] - below[0] for above, below in pairwise(cards) if above[1] > below[0]]


def toggle(page, passage):
    page.locator(f"#--p-{passage} [data-quote]").click()
    # What the pointer is over looks different, and cards move below it.
    page.mouse.move(5, 5)


def test_cards_make_room_for_one_another_when_their_words_take_more(live_server, page, analyst):
    """As in another font, or with the spaces that a reader's own style sheet sets."""
    article = make_article(text=TEXT, title="Convoys")
    for quote in NESTED:
        make_passage(article, quote, by=analyst, note="Typed with care. " * 12)
    open_article(page, live_server, article, analyst)
    first, *others = ids(page)
    before = boxes(page.locator("[data-cards] > *"))
    toggle(page, first)
    opened = boxes(page.locator("[data-cards] > *"))

    space_out(page, "0.12em")
    # The cards are placed anew a frame after their sizes changed.
    assert eventually(page, lambda: overlaps(page), []) == []
    spaced = boxes(page.locator("[data-cards] > *"))

    assert spaced[0][1] - spaced[0][0] > opened[0][1] - opened[0][0]
    for each in others:
        toggle(page, each)
        assert eventually(page, lambda: overlaps(page), []) == []
    toggle(page, first)
    space_out(page, "")
    assert eventually(page, lambda: boxes(page.locator("[data-cards] > *")), opened) == opened
    page.keyboard.press("Escape")
    assert eventually(page, lambda: boxes(page.locator("[data-cards] > *")), before) == before


def test_sheet_on_a_phone_takes_the_focus_and_gives_it_back(phone, article):
    phone.goto(article.get_absolute_url())
    words = phone.get_by_text("Nobody", exact=True).first
    scrolled = phone.evaluate("scrollY")

    words.tap()
    sheet = phone.locator(OPEN)
    phone.wait_for_function(f"() => {FOCUSED} === '{passage_of(sheet)}'")

    box, place = sheet.bounding_box(), words.bounding_box()
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 740)
    assert place["y"] + place["height"] <= box["y"]
    assert phone.evaluate("scrollY") == scrolled
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    sheet.get_by_role("button", name="Close").tap()
    assert phone.locator(OPEN).count() == 0
    assert phone.evaluate("document.activeElement.outerHTML") == words.evaluate(
        "(w) => w.outerHTML"
    )


def test_note_opened_as_a_sheet_leaves_the_page_where_it_is(phone, article):
    phone.goto(article.get_absolute_url())
    last = phone.locator("[data-passage]").last
    last.scroll_into_view_if_needed()
    first = phone.locator("[data-passage]").first
    before = phone.evaluate("scrollY"), first.bounding_box()

    last.locator("[data-quote]").tap()
    phone.wait_for_function(f"() => document.querySelector('{OPEN}')")
    assert (phone.evaluate("scrollY"), first.bounding_box()) == before
    phone.keyboard.press("Escape")

    assert (phone.evaluate("scrollY"), first.bounding_box()) == before
    assert phone.evaluate(FOCUSED) == passage_of(last)


def test_list_of_a_place_is_a_sheet_on_a_phone(phone, article):
    phone.goto(article.get_absolute_url())

    phone.get_by_text("left", exact=True).first.tap()
    sheet = phone.locator("[data-place-list]")
    sheet.wait_for()

    box = sheet.bounding_box()
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 740)
    words = phone.get_by_text("left", exact=True).first.bounding_box()
    assert words["y"] + words["height"] <= box["y"]
    sheet.locator("button").nth(2).tap()
    assert opened_quote(phone) == NESTED[1]


@pytest.mark.parametrize("path", ["/articles/", "/claims/", "/help/", "{crowd}"])
def test_nothing_shifts_while_a_page_comes_up(live_server, page, analyst, crowd, path):
    watch_shifts(page)
    sign_in(page.context, live_server, analyst)
    page.goto(f"{live_server}{path.format(crowd=crowd.get_absolute_url())}")
    page.wait_for_timeout(500)

    assert page.evaluate("shifts") == []
