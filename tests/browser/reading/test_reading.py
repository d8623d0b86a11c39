"""The reading page: cards beside their highlights, hovering, and everything without a script."""

import re
from itertools import pairwise
from pathlib import Path, PurePath

import pytest
from django.conf import settings

from annotations.models import Passage
from config.module_bundle import bundles
from config.static_storage import BUNDLED_MODULES
from corpus.models.correction import correct
from tests.browser.desk import boxes, open_article, sign_in
from tests.support.acts import act
from tests.support.factories import make_article, make_claim, make_evidence, make_passage, make_user

SENTENCE = "On day {n} a convoy of {n} lorries left the town at dawn and was seen at noon. "
PARAGRAPHS = ["".join(SENTENCE.format(n=n) for n in range(m, m + 4)) for m in range(1, 60, 4)]
TEXT = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def analyst():
    return make_user()


@pytest.fixture
def article(analyst):
    """An article with passages apart, nested, overlapping and starting together."""
    article = make_article(text=TEXT, title="Convoys")
    start = TEXT.index("a convoy of 9")
    quotes = [
        ("On day 1 a convoy", None),
        ("a convoy of 9 lorries left the town", None),
        ("a convoy of 9", start),
        ("lorries left the town at dawn", TEXT.index("lorries left the town at dawn", start)),
        ("On day 10 a convoy of 10 lorries", None),
        ("On day 11", None),
        ("a convoy of 30", None),
        (TEXT[TEXT.index("On day 44") : TEXT.index(" a convoy of 45")], None),
    ]
    for n, (quote, at) in enumerate(quotes):
        passage = make_passage(article, quote, by=analyst, start=at, tags=[f"tag {n}", "movement"])
        if n % 2:
            make_evidence(make_claim(f"Convoy {n} left", by=analyst), passage, by=analyst)
    return article


@pytest.fixture
def scriptless(browser, live_server, analyst):
    """A page of a browser that runs no script, signed in."""
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": 1280, "height": 900},
        base_url=str(live_server),
    )
    sign_in(context, live_server, analyst)
    yield context.new_page()
    context.close()


def segments(page, passage):
    return page.locator(f'mark[data-passages~="{passage}"]')


def ids(page, state=""):
    return page.locator(f"[data-passage]{state}").evaluate_all(
        "(cards) => cards.map((card) => card.id.slice(4))"
    )


def tops_of_highlights(page):
    return [boxes(segments(page, passage).first)[0][0] for passage in ids(page)]


SERVED = "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)"


def assert_apart(cards):
    for (_, foot), (top, _) in pairwise(cards):
        assert foot <= top


def test_cards_stand_at_their_highlights_and_never_over_each_other(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)

    cards, wishes = boxes(page.locator("[data-passage]")), tops_of_highlights(page)

    assert_apart(cards)
    assert wishes == sorted(wishes)
    # Those that have room stand exactly there; those that share lines make room both ways.
    for alone in (0, 6, 7):
        assert abs(cards[alone][0] - wishes[alone]) < 1
    crowd = [top - wish for (top, _), wish in list(zip(cards, wishes, strict=True))[1:6]]
    assert abs(sum(crowd) / len(crowd)) < 1


def test_opened_card_stands_at_its_line_and_the_others_make_room(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)
    third = page.locator("[data-passage]").nth(3)

    third.locator("[data-quote]").click()

    assert third.get_by_text("Copy link").is_visible()
    assert_apart(boxes(page.locator("[data-passage]")))
    assert abs(boxes(third)[0][0] - tops_of_highlights(page)[3]) < 1
    page.keyboard.press("Escape")
    assert third.get_by_text("Copy link").is_hidden()


def test_without_script_cards_stand_at_their_highlights_or_below_the_card_above(
    scriptless, article
):
    scriptless.goto(article.get_absolute_url())
    cards = boxes(scriptless.locator(".passage-card"))
    marks = scriptless.locator(".article-text [data-anchor]")

    assert_apart(cards)
    assert marks.count() == len(cards) == 8
    for n, ((top, _), (wish, _)) in enumerate(zip(cards, boxes(marks), strict=True)):
        above = cards[n - 1][1] + 8 if n else 0
        assert abs(top - max(wish, above)) < 1


def test_places_where_two_passages_start_stand_on_the_line_of_their_words(scriptless, analyst):
    article = make_article(text=" ".join(f"convoy {n} left the town;" for n in range(100, 140)))
    for n in range(100, 140, 2):
        make_passage(article, f"convoy {n}", by=analyst)
        make_passage(article, f"convoy {n} left", by=analyst)
    scriptless.goto(article.get_absolute_url())

    places = boxes(scriptless.locator(".passage-start"))
    words = boxes(scriptless.locator(".passage-start + mark"))

    assert len(places) == 20
    assert [place[0] for place in places] == [word[0] for word in words]


def test_cards_are_placed_before_the_first_paint(live_server, page, analyst, article):
    page.add_init_script(
        """new PerformanceObserver((list) => {
             window.shifts = [...(window.shifts ?? []), ...list.getEntries().map((e) => e.value)];
           }).observe({ type: "layout-shift", buffered: true });"""
    )
    open_article(page, live_server, article, analyst)
    page.wait_for_timeout(500)

    assert page.evaluate("window.shifts ?? []") == []


def test_pointing_lights_card_and_highlight_and_moves_nothing(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    first, other = ids(page)[0], ids(page)[6]
    before = boxes(page.locator("[data-passage]"))
    lit = "[data-lit]"

    segments(page, first).first.hover()
    assert page.locator(f"#--p-{first}{lit}").count() == 1
    assert page.locator(f"mark{lit}").count() == segments(page, first).count()

    page.locator(f"#--p-{other} [data-quote]").hover()
    assert ids(page, lit) == [other]
    assert page.locator(f'mark[data-passages~="{other}"]{lit}').count() == 1

    page.locator(f"#--p-{first} [data-quote]").focus()
    assert page.locator(f'mark[data-passages~="{first}"]{lit}').count() == 1
    assert boxes(page.locator("[data-passage]")) == before


def test_address_of_a_passage_opens_its_card(live_server, page, analyst, article):
    sign_in(page.context, live_server, analyst)
    passage = Passage.objects.order_by("pk").last()

    page.goto(f"{live_server}{passage.get_absolute_url()}")

    card = page.locator("[data-passage][data-open]")
    assert card.get_attribute("id") == f"--p-{passage.public_id}"
    assert segments(page, passage.public_id).first.is_visible()
    box = segments(page, passage.public_id).first.bounding_box()
    assert 0 < box["y"] < page.viewport_size["height"]


def test_permalink_is_copied(live_server, page, analyst, article):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_article(page, live_server, article, analyst)
    card = page.locator("[data-passage]").first
    card.locator("[data-quote]").click()

    card.get_by_text("Copy link").click()
    card.get_by_text("Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server}/passages/{ids(page)[0]}/"


def test_on_a_phone_a_tapped_highlight_opens_its_card_as_a_sheet(
    browser, live_server, analyst, article, complaints
):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    sign_in(context, live_server, analyst)
    page = context.new_page()
    page.goto(f"{live_server}{article.get_absolute_url()}")

    segments(page, ids(page)[0]).first.tap()

    sheet = page.locator("[data-passage][data-open]")
    box = sheet.bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert abs(box["y"] + box["height"] - 740) < 1
    sheet.get_by_text("Close").tap()
    assert page.locator("[data-passage][data-open]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_text_holds_nothing_but_the_article(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)

    joined = page.locator("[data-article-text]").evaluate("(text) => text.textContent")

    assert joined == "".join(PARAGRAPHS)


def test_without_script_a_quote_by_hand_becomes_a_passage(scriptless, analyst):
    article = make_article(text="The convoy left.\nIt was dawn.\n\nNobody saw it.")
    scriptless.goto(article.get_absolute_url())
    scriptless.get_by_text("Tag a passage by its quote").click()

    scriptless.get_by_label("Quote", exact=True).fill("left. It was")
    scriptless.get_by_label("Tags", exact=True).fill("time, two words")
    scriptless.get_by_label("Note").fill("By hand.")
    scriptless.get_by_role("button", name="Save passage").click()

    passage = Passage.objects.get()
    assert scriptless.url.endswith(f"#passage-{passage.public_id}")
    assert passage.quote == "left.\nIt was"
    assert [tag.name for tag in passage.tags.all()] == ["time", "two words"]
    assert passage.note == "By hand."
    assert scriptless.locator("mark").all_text_contents() == ["left.\nIt was"]


def test_without_script_a_quote_that_stands_twice_asks_which(scriptless, analyst):
    text = "The convoy left at dawn.\n\nThe convoy returned at dusk."
    article = make_article(text=text)
    scriptless.goto(article.get_absolute_url())
    scriptless.get_by_text("Tag a passage by its quote").click()
    scriptless.get_by_label("Quote", exact=True).fill("The convoy")
    scriptless.get_by_role("button", name="Save passage").click()

    places = scriptless.locator("[name=place]")
    assert places.count() == 2
    assert scriptless.get_by_label("Quote", exact=True).input_value() == "The convoy"
    places.nth(1).check()
    scriptless.get_by_role("button", name="Save passage").click()

    assert Passage.objects.get().placements.get().start == text.rindex("The convoy")


def test_print_numbers_passages_and_notes_alike(live_server, page, analyst, article):
    open_article(page, live_server, article, analyst)
    page.emulate_media(media="print")

    card = page.locator("[data-passage]").first
    assert card.evaluate("(card) => getComputedStyle(card).position") == "static"
    assert page.locator("[data-popup]").is_hidden()
    order = page.locator(".article-text [data-anchor]").evaluate_all(
        "(all) => all.map((anchor) => anchor.id)"
    )
    # Both are counted by the style sheet, so the numbers agree where the order does.
    assert order == [f"passage-{passage}" for passage in ids(page)]


def test_every_module_loads(live_server, page, article):
    editor = make_user("Editors")
    act(editor, correct, article, f"{TEXT} Corrected.", "As printed.")
    open_article(page, live_server, article, editor)
    served = page.evaluate(SERVED)
    short = make_passage(article, TEXT.split()[0], by=editor)
    others = [f"/articles/{article.public_id}/correct/", f"{article.get_absolute_url()}?rev=1"]
    others += [f"{article.get_absolute_url()}?q=corrected", "/search/?q=corrected", "/articles/"]
    others += [f"/search/?q={short.quote}&group=passages", f"/passages/{short.public_id}/places/"]
    for other in others:
        page.goto(f"{live_server}{other}")
        served += page.evaluate(SERVED)
    names = {
        re.sub(r"\.[0-9a-f]{12}\.js$", ".js", path.rpartition("/")[2])
        for path in served
        if path.endswith(".js")
    }

    # Loaded only where files are imported, as in test_importing.py, while a workbook is made, as in
    # test_export.py, and for the bookmark, in test_open_page.py.
    later = {"import_job.js", "upload.js", "zip_archive.js", "workbook.js"}
    later |= {"bookmarklet.js", "open_page.js"}
    static = Path(settings.BASE_DIR, "static")
    modules = {path.name for path in static.glob("js/**/*.js")}
    joined = bundles(BUNDLED_MODULES, lambda name: static.joinpath(name).read_text())
    inside = {PurePath(name).name for bundle in joined.values() for name in bundle.inside}
    assert names | inside == modules - later
