"""The main job without a mouse, and the main job without a script."""

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Passage
from tests.support.factories import PASSWORD

STATEMENT = "Insurgent activity was notable near big provincial centres"
QUOTE = "insurgent activity was notable this month near big provincial centres"
# More stops than any way on these pages has.
FAR = 150

# The focus stands on the element, and can be seen there.
STANDS = """(element) => element === document.activeElement"""
IS_SEEN = """(element) => {
  const style = getComputedStyle(element);
  const { top, bottom } = element.getBoundingClientRect();
  const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return isMarked && bottom > 0 && top < innerHeight;
}"""


def go_to(page, target, key="Tab"):
    """Press a key until the focus, which can be seen, stands where it is wanted."""
    for _ in range(FAR):
        page.keyboard.press(key)
        if target.count() and target.evaluate(STANDS):
            break
    assert target.evaluate(STANDS)
    assert target.evaluate(IS_SEEN)


def follow(page, target, key="Tab"):
    go_to(page, target, key)
    enter(page)


def enter(page):
    """Press Enter and wait for another page; a note in the history of this one is none."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def type_into(page, label, text):
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def sign_in_by_keyboard(page, desk, name):
    page.goto(f"{desk}/sign-in/")
    # The name has the focus of itself.
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    type_into(page, "Password", PASSWORD)
    enter(page)


def assert_published(page, permalink):
    """A stranger reads the claim, its quote and its count, and gets no cookie."""
    assert page.goto(permalink).status == 200
    assert page.get_by_role("heading", level=1).text_content() == STATEMENT
    assert page.locator("blockquote").all_inner_texts() == [QUOTE]
    assert page.get_by_text("1 report from 1 independent origin").first.is_visible()
    assert page.context.cookies() == []


def assert_drafted():
    """What was made: one tag, one speaker, and the claim that the passage reports."""
    passage = Passage.objects.get(quote=QUOTE)
    claim = Claim.objects.get(statement=STATEMENT)
    assert [tag.name for tag in passage.tags.all()] == ["momentum"]
    assert [(who.person.name, who.role) for who in passage.people.all()] == [
        ("Alexander Bikantov", "speaks")
    ]
    assert [one.passage for one in claim.evidence.all()] == [passage]
    return claim


@pytest.fixture
def windows(browser):
    """Makes windows, each of somebody else, and closes them."""
    contexts = []

    def window(**options):
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    yield window
    for context in contexts:
        context.close()


def test_main_job_by_keyboard_alone(desk, page, windows):
    sign_in_by_keyboard(page, desk, "ada")
    follow(page, page.get_by_role("link", name="Articles", exact=True))
    follow(page, page.get_by_role("link", name="Russia says Afghan Taliban"))
    # The link stands after the text: backwards from the end of the page it is near.
    follow(page, page.get_by_role("link", name="Tag a passage by its quote"), "Shift+Tab")
    type_into(page, "Quote", QUOTE)
    type_into(page, "Tags", "momentum")
    type_into(page, "Other speakers", "vikantov")
    go_to(page, page.get_by_label("Then create a claim from this quote"))
    page.keyboard.press("Space")
    follow(page, page.get_by_role("button", name="Save passage"))
    # The quote stands there already.
    go_to(page, page.get_by_label("Statement", exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(STATEMENT)
    follow(page, page.get_by_role("button", name="Save draft"))
    permalink = f"{desk}{assert_drafted().get_absolute_url()}"

    editor = windows()
    sign_in_by_keyboard(editor, desk, "edith")
    follow(editor, editor.get_by_role("link", name=STATEMENT))
    follow(editor, editor.get_by_role("button", name="Publish", exact=True))

    stranger = windows()
    stranger.goto(f"{desk}/")
    follow(stranger, stranger.get_by_role("link", name=STATEMENT))
    assert stranger.url == permalink
    assert_published(stranger, permalink)


def sign_in(page, desk, name):
    page.goto(f"{desk}/sign-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_main_job_without_script(desk, windows):
    page = windows(java_script_enabled=False)
    sign_in(page, desk, "ada")
    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("link", name="Russia says Afghan Taliban").click()
    assert page.get_by_text("Select words to tag them").is_hidden()
    page.get_by_text("Tag a passage by its quote").click()
    page.get_by_label("Quote", exact=True).fill(QUOTE)
    page.get_by_label("Tags").fill("momentum")
    page.get_by_label("Other speakers").fill("vikantov")
    page.get_by_label("Then create a claim from this quote").check()
    page.get_by_role("button", name="Save passage").click()
    page.get_by_label("Statement").fill(STATEMENT)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("heading", name=STATEMENT).wait_for()
    permalink = f"{desk}{assert_drafted().get_absolute_url()}"

    editor = windows(java_script_enabled=False)
    sign_in(editor, desk, "edith")
    editor.goto(permalink)
    editor.get_by_role("button", name="Publish", exact=True).click()
    editor.get_by_role("link", name="Withdraw").wait_for()

    stranger = windows(java_script_enabled=False)
    assert_published(stranger, permalink)
    assert stranger.get_by_role("button", name="Copy link").is_hidden()
