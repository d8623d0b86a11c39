"""Cards of a long article: folded only where the column has no room for them."""

from itertools import pairwise

from tests.browser.desk import boxes, eventually, open_article
from tests.support.crowd import make_crowd
from tests.support.factories import make_user

FOLD = "[data-fold]"


def test_cards_are_folded_only_where_there_is_no_room(live_server, page):
    analyst = make_user()
    article = make_crowd(passages=150, words=5000, by=analyst)
    open_article(page, live_server, article, analyst)
    assert page.locator("[data-passage]").count() < 150

    for _ in range(60):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)

    assert eventually(page, page.locator("[data-passage]").count, 150) == 150
    assert page.locator(FOLD).count() == 0
    cards = boxes(page.locator("[data-cards] > *"))
    assert [a for a, b in pairwise(cards) if a[1] > b[0]] == []
    anchors = boxes(page.locator(".article-text [data-anchor]"))
    far = [n for n in range(150) if abs(cards[n][0] - anchors[n][0]) > 200]
    assert far == []
