"""What floats over a page covers nothing else that floats, and no page moves while it is shown."""

from itertools import combinations

import pytest

from annotations.models import Claim
from corpus.models import Article
from tests.browser.desk import open_article, sign_in
from tests.support.factories import (
    make_article,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

TEXT = "\n\n".join(
    f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)
)
WATCH_SHIFTS = """window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((e) => e.value)))
    .observe({ type: "layout-shift", buffered: true });"""
NEWS, NOTICE, BAR = "[data-news-slot] button", "[data-notice]", "[data-cursor-bar]"
SHEET, PANEL = "[data-passage][data-open]", "[data-suggestions-panel]"


def covers(page, selectors):
    """The pairs of these, all of them to be seen, of which one lies over the other."""
    places = {selector: page.locator(selector).bounding_box() for selector in selectors}

    def meet(a, b):
        return all(
            a[start] < b[start] + b[size] and b[start] < a[start] + a[size]
            for start, size in (("x", "width"), ("y", "height"))
        )

    return [pair for pair in combinations(selectors, 2) if meet(*(places[each] for each in pair))]


@pytest.mark.parametrize("width", [1280, 360])
def test_what_floats_covers_nothing_that_floats(live_server, page, width):
    ada, grace = make_user(username="Ada"), make_user()
    make_person("Paragraph")
    article = make_article(text=TEXT, title="Convoys")
    make_tag("movement", digit=1)
    make_passage(article, "convoy 2 left", by=ada, tags=["movement"])
    page.set_viewport_size({"width": width, "height": 740})
    open_article(page, live_server, article, ada)
    make_passage(article, "convoy 20 left", by=grace)
    page.locator(NEWS).wait_for()

    page.keyboard.press("s")
    page.keyboard.press("1")
    page.locator(NOTICE).wait_for()
    assert covers(page, [NEWS, NOTICE, BAR]) == []
    page.locator(NOTICE).hover()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.locator(SHEET).wait_for()
    assert covers(page, [NEWS, NOTICE, SHEET]) == []
    page.keyboard.press("Escape")
    page.locator("[data-suggestions-slot] button").focus()
    page.keyboard.press("g")
    page.locator(f"{PANEL} [data-suggestion]").first.wait_for()
    assert covers(page, [NEWS, NOTICE, PANEL]) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_moves_while_it_is_shown(desk, browser, django_user_model, width):
    claim = Claim.objects.get(statement__startswith="The Taliban lack")
    article = Article.objects.get(title__startswith="Russia says")
    ada = django_user_model.objects.get(username="ada")
    shifts = {}
    for member in (ada, None):
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=str(desk), viewport=size)
        context.add_init_script(WATCH_SHIFTS)
        if member:
            sign_in(context, desk, member)
        page = context.new_page()
        pages = ["/", "/claims/", claim.get_absolute_url()]
        for path in [*pages, "/articles/", article.get_absolute_url()] if member else pages:
            page.goto(path, wait_until="networkidle")
            page.wait_for_timeout(300)
            shifts[member and "member", path] = page.evaluate("window.shifts")
        context.close()

    assert {where: shift for where, shift in shifts.items() if shift} == {}
