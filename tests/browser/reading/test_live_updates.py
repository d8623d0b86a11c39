"""Two analysts at one article: live updates reach the other and do not scroll the page."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from annotations.passages.marking import Annotation
from tests.browser.desk import drag, open_article, sign_in, wait_until_saved
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import make_article, make_passage, make_user

PARAGRAPHS = [f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 41)]
TEXT = "\n\n".join(PARAGRAPHS)
SHOW = "[data-news-slot] [data-show]"
TOP = "() => document.querySelectorAll('p[data-start]')[25].getBoundingClientRect().top"
FOCUSED = "document.activeElement.closest('[data-passage]')?.id.slice(4)"


@pytest.fixture
def ada():
    return make_user(username="Ada")


@pytest.fixture
def grace():
    return make_user(username="Grace")


@pytest.fixture
def article(ada):
    article = make_article(text=TEXT, title="Convoys")
    for n in (2, 26):
        make_passage(article, f"convoy {n} left", by=ada, tags=["movement"])
    return article


@pytest.fixture
def other(browser, live_server, grace, article):
    """The same article in a second browser, of Grace."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=str(live_server)
    )
    sign_in(context, live_server, grace)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    yield page
    context.close()


def quotes(page):
    return page.locator("[data-passage] [data-quote]").all_text_contents()


def read_on(page):
    page.evaluate("document.querySelectorAll('p[data-start]')[25].scrollIntoView()")
    return page.evaluate(TOP)


def save(page, words):
    drag(page, words)
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("Enter")
    wait_until_saved(page)


def test_passages_of_a_colleague_appear_when_wanted(live_server, page, ada, article, other):
    open_article(page, live_server, article, ada)
    before = read_on(page)
    save(other, "convoy 1 left")
    save(other, "convoy 3 left")

    page.locator(SHOW, has_text="2 new passages").wait_for(timeout=15_000)
    assert quotes(page) == ["convoy 2 left", "convoy 26 left"]
    assert page.evaluate(TOP) == before
    page.keyboard.press("u")
    page.locator(SHOW).wait_for(state="detached")

    assert quotes(page) == ["convoy 1 left", "convoy 2 left", "convoy 3 left", "convoy 26 left"]
    marks = page.locator(".article-text mark").all_text_contents()
    assert marks == quotes(page)
    assert page.evaluate(TOP) == before
    assert page.locator("[data-legend] h2").text_content() == "4 passages"
    fresh = page.locator("[data-fresh] [data-author]").all_text_contents()
    assert fresh == ["Grace", "Grace"]


def test_edits_and_deletions_appear_too(live_server, page, ada, grace, article):
    first = make_passage(article, "convoy 5 left", by=grace, tags=["old"])
    gone = make_passage(article, "convoy 6 left", by=grace)
    open_article(page, live_server, article, ada)
    page.locator(f"#--p-{first.public_id} [data-quote]").click()
    act(grace, first.edit, Annotation(tags=("new",), note="said later"), first.version)
    act(grace, gone.remove)

    page.locator(SHOW, has_text="1 changed, 1 deleted").click(timeout=15_000)
    page.locator(f"#--p-{gone.public_id}").wait_for(state="detached")
    card = page.locator(f"#--p-{first.public_id}")
    assert card.locator(".passage-card__note").text_content() == "said later"
    assert "data-open" in card.evaluate("(card) => card.getAttributeNames()")
    mark = page.locator(f'mark[data-passages="{first.public_id}"]')
    assert "data-open" in mark.evaluate("(mark) => mark.getAttributeNames()")
    assert gone.quote not in page.locator(".article-text mark").all_text_contents()
    assert page.evaluate(FOCUSED) == first.public_id


def test_own_passages_are_no_news(live_server, page, ada, article):
    open_article(page, live_server, article, ada)
    with page.expect_response(lambda response: "/news/" in response.url and response.status == 200):
        save(page, "convoy 3 left")

    page.wait_for_function("() => document.querySelector('[data-news-slot]').dataset.token")
    assert page.locator(SHOW).count() == 0


def test_passages_of_another_tab_appear_when_wanted(live_server, page, ada, article):
    open_article(page, live_server, article, ada)
    tab = page.context.new_page()
    tab.goto(page.url)
    save(tab, "convoy 3 left")

    page.locator(SHOW, has_text="1 new passage").click(timeout=15_000)

    expect(page.locator("[data-passage] [data-quote]")).to_have_text(
        ["convoy 2 left", "convoy 3 left", "convoy 26 left"]
    )
    assert page.locator("[data-legend] h2").text_content() == "3 passages"


def test_draft_and_selection_stay_while_news_is_shown(live_server, page, ada, grace, article):
    open_article(page, live_server, article, ada)
    drag(page, "convoy 4 left")
    page.keyboard.type("dra")
    make_passage(article, "convoy 4", by=grace)
    page.locator(SHOW).wait_for(timeout=15_000)
    page.locator(SHOW).click()
    page.locator(SHOW).wait_for(state="detached")

    pending = "[...CSS.highlights.get('pending')].map((range) => range.toString())"
    assert page.evaluate(pending) == ["convoy 4 left"]
    assert page.locator("[data-tag-filter]").input_value() == "dra"


def test_many_passages_bring_all_their_cards(live_server, page, ada, grace):
    crowd = make_crowd(passages=5, words=3000, by=ada)
    open_article(page, live_server, crowd, ada)
    words = [f"word{n} " for n in range(10, 1000, 14)]
    for each in words:
        make_passage(crowd, each.strip(), start=crowd.text.index(each), by=grace)

    page.locator(SHOW, has_text=f"{len(words)} new passages").click(timeout=15_000)
    page.wait_for_function(
        "(n) => document.querySelectorAll('[data-passage]').length === n", arg=len(words) + 5
    )


def test_nobody_is_asked_while_the_page_is_out_of_sight(live_server, page, ada, article):
    page.clock.install()
    open_article(page, live_server, article, ada)
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: "/news/" in request.url and requests.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => window.isAway })")
    page.evaluate("window.isAway = true")
    page.clock.run_for(60_000)
    assert len(requests) <= 1
    requests.clear()
    with page.expect_request(lambda request: "/news/" in request.url):
        page.evaluate(
            "window.isAway = false; document.dispatchEvent(new Event('visibilitychange'))"
        )


def test_alone_until_done(live_server, page, ada, grace, article):
    theirs = make_passage(article, "convoy 7 left", by=grace)
    open_article(page, live_server, article, ada)
    page.get_by_role("button", name="Hide colleagues’ passages until done").click()
    page.locator("[data-alone]").wait_for()

    assert quotes(page) == ["convoy 2 left", "convoy 26 left"]
    assert theirs.public_id not in page.content()
    page.get_by_role("button", name="done", exact=True).click()
    page.get_by_text("You marked this article done").wait_for()
    assert quotes(page) == ["convoy 2 left", "convoy 7 left", "convoy 26 left"]
    assert Passage.objects.count() == 3
