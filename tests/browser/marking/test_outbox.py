"""Passages that wait for the desk: on a slow line, offline, signed out, over pages and members."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import drag, intercept, open_article, saving, sign_in, wait_until_saved
from tests.browser.page_faults import faults_shown
from tests.support.factories import PASSWORD, make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 13))
SLOW = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.fixture
def ada():
    return make_user(username="ada")


@pytest.fixture
def articles():
    """Two articles, the first of which leads to the second by the key n."""
    make_tag("one", digit=1)
    make_tag("two", digit=2)
    older = make_article(text=TEXT, title="Older")
    return make_article(text=TEXT, title="Newer"), older


def tag(page, words, digit):
    drag(page, words)
    page.locator("[data-popup]").wait_for()
    page.keyboard.press(str(digit))
    assert page.locator("[data-popup]").is_hidden()


def tagged():
    rows = Passage.objects.order_by("pk").prefetch_related("tags")
    return [(row.article.title, row.quote, *row.tags.names()) for row in rows]


def lose_saves(page):
    intercept(page, "**/passages/", lambda route: route.abort())


def test_two_quick_taggings_on_a_slow_line_are_both_saved(live_server, page, ada, articles):
    open_article(page, live_server, articles[0], ada)
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)

    tag(page, "convoy 2 left", 1)
    tag(page, "convoy 3 left", 2)
    drawn = {words for hue in saving(page).values() for words in hue}
    assert drawn == {"convoy 2 left", "convoy 3 left"}
    assert page.locator("mark[data-passages]").count() == 0
    wait_until_saved(page)

    assert tagged() == [("Newer", "convoy 2 left", "one"), ("Newer", "convoy 3 left", "two")]
    expect(page.locator("[data-passage] [data-quote]")).to_have_text(
        ["convoy 2 left", "convoy 3 left"]
    )


def test_a_tag_is_found_by_its_letters_while_the_desk_is_out_of_reach(
    live_server, page, ada, articles, complaints
):
    open_article(page, live_server, articles[0], ada)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    drag(page, "convoy 2 left")
    page.keyboard.type("Tw")
    expect(page.locator("[data-tag-options] [data-active]")).to_have_attribute("data-name", "two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.context.set_offline(False)
    wait_until_saved(page)

    assert tagged() == [("Newer", "convoy 2 left", "two")]
    complaints.clear()


def test_what_waits_and_the_edit_of_a_card_break_no_rule_of_accessibility(
    live_server, page, ada, articles, notice, complaints
):
    make_passage(articles[0], "convoy 5 left", by=ada, tags=["one"])
    open_article(page, live_server, articles[0], ada)
    lose_saves(page)
    tag(page, "convoy 2 left", 1)
    expect(notice).to_contain_text("1 passage not saved yet.")
    faults = {}
    looks = ((1280, "light"), (320, "dark"))
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults["notice", width] = faults_shown(page)
    page.locator("[data-passage] [data-quote]").first.click()
    page.keyboard.press("t")
    page.locator("[data-popup]").wait_for()
    faults["both", 320] = faults_shown(page)
    notice.get_by_role("button", name="Discard").click()
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults["edit", width] = faults_shown(page)

    complaints.clear()
    assert {where: found for where, found in faults.items() if found} == {}


def test_what_was_not_sent_goes_along_to_the_next_page_and_is_sent_from_there(
    live_server, page, ada, articles, notice, complaints
):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_article(page, live_server, articles[0], ada)
    lose_saves(page)
    for number, digit in ((2, 1), (3, 2), (4, 1)):
        tag(page, f"convoy {number} left", digit)
    expect(notice).to_contain_text("3 passages not saved yet. The desk cannot be reached.")

    # Who leaves the desk is asked, who goes on to the next article is not.
    page.close(run_before_unload=True)
    notice.get_by_role("listitem").nth(2).get_by_role("button", name="Discard").click()
    assert asked == ["beforeunload"]
    page.keyboard.press("n")
    page.wait_for_url(f"**{articles[1].get_absolute_url()}")
    expect(notice.get_by_role("listitem")).to_have_count(2)
    assert tagged() == []
    page.get_by_role("link", name="Tags", exact=True).click()
    page.wait_for_url("**/tags/")
    expect(notice.locator("q")).to_have_text(["convoy 2 left", "convoy 3 left"])
    assert asked == ["beforeunload"]
    # A duplicate of the tab holds the same: sent again, it is the same passage.
    page.context.route("**/passages/", lambda route: route.abort())
    with page.expect_popup() as duplicate:
        page.evaluate("window.open(location.href)")
    expect(duplicate.value.locator(".unsent q")).to_have_count(2)
    page.context.unroute("**/passages/")
    page.unroute("**/passages/")
    notice.get_by_role("button", name="Try now").click()
    wait_until_saved(page)
    wait_until_saved(duplicate.value)

    assert tagged() == [("Newer", "convoy 2 left", "one"), ("Newer", "convoy 3 left", "two")]
    expect(notice).to_have_count(0)
    complaints.clear()


def test_what_was_not_sent_survives_signing_in_and_is_never_sent_by_another_member(
    live_server, page, ada, articles, notice, complaints
):
    bob = make_user(username="bob")
    open_article(page, live_server, articles[0], ada)
    # Another tab, in which Bob signs in.
    sign_in(page.context, live_server, bob)
    tag(page, "convoy 2 left", 1)
    expect(notice.locator("[data-refusal]")).to_have_text(
        re.compile("ada tagged this, and you are signed in as bob. Sign in as ada to save it.")
    )
    page.reload()
    message = "Not sent: 1 passage that another member saved in this tab."
    expect(page.locator(".passing-notice")).to_contain_text(message)
    assert tagged() == []

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    notice.get_by_role("button", name="Try again").click()
    wait_until_saved(page)

    page.context.clear_cookies(name="sessionid")
    page.goto(f"{live_server}{articles[0].get_absolute_url()}")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{articles[0].get_absolute_url()}")
    page.context.clear_cookies(name="sessionid")
    tag(page, "convoy 3 left", 2)
    expect(notice).to_contain_text("You are signed out.")
    page.get_by_role("link", name="Tags", exact=True).click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("[data-notice]", has_text="Passage saved.").wait_for()

    assert tagged() == [("Newer", "convoy 2 left", "one"), ("Newer", "convoy 3 left", "two")]
    assert {row.created_by for row in Passage.objects.all()} == {ada}
    complaints.clear()
