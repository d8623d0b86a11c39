"""The reading cursor: moved by sentence and word, extended, announced, tagged, without a mouse."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import intercept, open_article
from tests.support.factories import make_article, make_passage, make_tag, make_user

SENTENCES = [
    "Gen. John Nicholson of the U.S. Army said so.",
    "“The convoy left at dawn,” he said.",
    "Nobody saw it return.",
    "A last one stands here.",
]
TEXT = f"{SENTENCES[0]} {SENTENCES[1]}\n\n{SENTENCES[2]} {SENTENCES[3]}"
CURSOR = """() => [...(CSS.highlights.get("cursor") ?? [])].map(String).join()"""


@pytest.fixture
def analyst():
    return make_user(username="Ada")


def cursor(page):
    return page.evaluate(CURSOR)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return cursor(page)


def announcement(page):
    return page.locator("[data-cursor-said]").text_content()


def read(page, server, user, text=TEXT, **fields):
    article = make_article(text=text, **fields)
    open_article(page, server, article, user)
    page.wait_for_load_state("load")
    return article


def stored():
    return sorted(
        (passage.quote, *[tag.name for tag in passage.tags.all()])
        for passage in Passage.objects.all()
    )


def test_cursor_goes_by_sentence(live_server, page, analyst):
    read(page, live_server, analyst)
    assert cursor(page) == ""

    assert press(page, "s") == SENTENCES[0]
    assert announcement(page) == SENTENCES[0]
    assert press(page, "ArrowDown") == SENTENCES[1]
    assert press(page, "s") == SENTENCES[2]
    assert announcement(page) == SENTENCES[2]
    assert press(page, "ArrowDown", "ArrowDown", "ArrowDown") == SENTENCES[3]
    assert press(page, "ArrowUp") == SENTENCES[2]
    assert press(page, "ArrowUp", "ArrowUp", "ArrowUp") == SENTENCES[0]
    assert press(page, "Escape") == ""
    assert page.evaluate("document.activeElement === document.body") is True


def test_cursor_goes_by_word_and_back_to_its_sentence(live_server, page, analyst):
    read(page, live_server, analyst)

    assert press(page, "s", "ArrowDown", "ArrowRight") == "The"
    assert press(page, "ArrowRight", "w") == "left"
    assert press(page, "ArrowLeft") == "convoy"
    assert press(page, "ArrowUp") == SENTENCES[1]
    assert press(page, "ArrowLeft") == "said"
    assert press(page, "ArrowRight") == "Nobody"
    assert press(page, "ArrowDown") == SENTENCES[3]


def test_cursor_is_widened_and_narrowed_over_paragraphs(live_server, page, analyst):
    read(page, live_server, analyst)

    press(page, "s", "ArrowDown")
    assert press(page, "Shift+ArrowDown") == f"{SENTENCES[1]}{SENTENCES[2]}"
    assert announcement(page) == f"{SENTENCES[2]} selected"
    assert press(page, "Shift+ArrowRight", "Shift+ArrowRight") == (
        f"{SENTENCES[1]}{SENTENCES[2]} A last"
    )
    assert press(page, "Shift+ArrowLeft") == f"{SENTENCES[1]}{SENTENCES[2]} A"
    assert announcement(page) == "last no longer selected"
    assert press(page, "Shift+ArrowUp", "Shift+ArrowUp") == SENTENCES[1]
    assert press(page, "Shift+ArrowUp") == SENTENCES[1]
    assert press(page, "Alt+Shift+ArrowRight") == SENTENCES[1][1:]
    assert press(page, "Alt+Shift+ArrowRight") == "convoy left at dawn,” he said."
    assert press(page, "Alt+Shift+ArrowLeft") == SENTENCES[1][1:]
    assert press(page, "Alt+Shift+ArrowUp") == SENTENCES[1]
    assert press(page, "Alt+Shift+ArrowUp") == f"{SENTENCES[0]} {SENTENCES[1]}"


def test_enter_opens_the_popup_at_the_cursor_and_escape_leads_back(live_server, page, analyst):
    read(page, live_server, analyst)
    popup = page.locator("[data-popup]")
    press(page, "s", "ArrowDown", "Enter")

    assert popup.is_visible()
    assert popup.locator("[name=quote]").input_value() == SENTENCES[1]
    assert page.evaluate("document.activeElement.id") == "popup-tag"
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Escape")

    assert popup.is_hidden()
    assert cursor(page) == SENTENCES[1]
    assert press(page, "ArrowDown") == SENTENCES[2]


def test_digits_tag_at_once_and_the_cursor_goes_on(live_server, page, analyst):
    earlier = make_article(text="Earlier.")
    for digit, name in ((2, "one"), (1, "two")):
        make_tag(name, digit=digit)
        make_passage(earlier, "Earlier", by=analyst, tags=[name])
    read(page, live_server, analyst)
    popup = page.locator("[data-popup]")
    press(page, "s")
    assert page.locator("[data-cursor-tags] li").all_inner_texts() == ["1 two", "2 one"]

    # Faster than the desk answers.
    press(page, "1", "ArrowDown", "2", "ArrowDown", "1")
    page.locator("[data-passage]").nth(2).wait_for()

    assert popup.is_hidden()
    assert cursor(page) == SENTENCES[2]
    assert page.evaluate("document.activeElement.matches('[data-article-text]')") is True
    assert stored() == sorted(
        [
            ("Earlier", "one"),
            ("Earlier", "two"),
            (SENTENCES[0], "two"),
            (SENTENCES[1], "one"),
            (SENTENCES[2], "two"),
        ]
    )
    assert page.evaluate("[...CSS.highlights.keys()]") == ["cursor"]


def test_digit_with_shift_opens_the_popup_with_its_tag(live_server, page, analyst):
    earlier = make_article(text="Earlier.")
    for digit, name in ((2, "one"), (1, "two")):
        make_tag(name, digit=digit)
        make_passage(earlier, "Earlier", by=analyst, tags=[name])
    read(page, live_server, analyst)
    press(page, "s", "Shift+Digit1", "2")
    page.locator("[data-passage]").wait_for()

    assert (SENTENCES[0], "two", "one") in stored()
    assert cursor(page) == SENTENCES[0]


def test_refused_digits_open_the_popup_one_by_one_and_lose_nothing(
    live_server, page, analyst, complaints
):
    make_tag("one", digit=1)
    read(page, live_server, analyst)
    notice = page.locator("[data-notice]")
    intercept(page, "**/passages/", lambda route: route.abort())

    press(page, "s", "1")
    notice.get_by_text("The desk cannot be reached").wait_for()
    expect(notice.locator("q")).to_have_text(SENTENCES[0])
    expect(notice.locator("[data-words]")).to_have_text("one")
    page.unroute("**/passages/")
    page.locator("[data-passage]").wait_for()

    assert stored() == [(SENTENCES[0], "one")]
    assert cursor(page) == SENTENCES[0]
    complaints.clear()


def test_cursor_begins_with_what_is_in_the_window_and_stays_in_it(live_server, page, analyst):
    text = "\n\n".join(f"Paragraph {n} says so. And convoy {n} left." for n in range(80))
    read(page, live_server, analyst, text)
    page.locator("[data-start]").nth(40).evaluate("(p) => p.scrollIntoView({ block: 'start' })")
    before = page.evaluate("scrollY")

    assert press(page, "s") == "Paragraph 40 says so."
    assert page.evaluate("scrollY") <= before
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        top = page.evaluate(
            "[...CSS.highlights.get('cursor')][0].getBoundingClientRect().top / innerHeight"
        )
        assert 0 < top < 1
    assert cursor(page) == "Paragraph 60 says so."
    page.evaluate("scrollTo(0, 0)")
    assert press(page, "ArrowDown") == "Paragraph 0 says so."


def test_cursor_begins_at_selected_words_and_at_the_card_in_focus(live_server, page, analyst):
    article = make_article(text=TEXT)
    make_passage(article, "saw it", by=analyst)
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")

    page.keyboard.press("j")
    assert press(page, "s") == SENTENCES[2]
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
          const node = document.querySelector("[data-article-text] p").firstChild;
          getSelection().setBaseAndExtent(node, 5, node, 9);
        }"""
    )
    assert press(page, "s") == "John"


def test_other_keys_go_on_working(live_server, page, analyst):
    article = make_article(text=TEXT)
    make_passage(article, "saw it", by=analyst)
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    press(page, "s")

    page.keyboard.press("?")
    assert page.locator("[data-keys]").is_visible()
    page.keyboard.press("Escape")
    assert cursor(page) == SENTENCES[0]
    page.keyboard.press("j")

    assert page.locator("[data-passage][data-open] [data-quote]").text_content() == "saw it"
    assert cursor(page) == ""


def test_mouse_and_cursor_keep_out_of_each_others_way(live_server, page, analyst):
    read(page, live_server, analyst)
    press(page, "s")

    page.locator("[data-start]").nth(1).click()

    assert cursor(page) == ""
    assert page.locator("[data-article-text]").get_attribute("role") is None
    assert page.locator("[data-article-text]").get_attribute("tabindex") is None


def test_arrows_follow_a_text_from_right_to_left(live_server, page, analyst):
    text = "قال المتحدث إنّ القوافل غادرت. هل رآها أحد؟"
    read(page, live_server, analyst, text, language="ar")

    assert press(page, "s") == "قال المتحدث إنّ القوافل غادرت."
    assert press(page, "ArrowLeft") == "قال"
    assert press(page, "ArrowLeft") == "المتحدث"
    assert press(page, "ArrowRight") == "قال"
    assert press(page, "Shift+ArrowLeft") == "قال المتحدث"
    assert press(page, "ArrowDown") == "هل رآها أحد؟"


def test_cursor_parts_chinese_and_emoji(live_server, page, analyst):
    text = "🚚他说：“俄罗斯很好。”然后他走了！真的吗？"
    read(page, live_server, analyst, text, language="zh")

    assert press(page, "s") == "🚚他说：“俄罗斯很好。”"
    assert press(page, "ArrowDown") == "然后他走了！"
    assert press(page, "ArrowRight", "ArrowRight") == "他"
    press(page, "Enter")
    form = page.locator("[data-popup] form")
    start = text.index("他走")
    assert form.locator("[name=start]").input_value() == str(start)
    assert form.locator("[name=quote]").input_value() == "他"


def test_member_who_may_not_tag_reads_with_the_cursor(live_server, page):
    read(page, live_server, make_user(group=None))

    assert press(page, "s", "ArrowDown") == SENTENCES[1]
    assert press(page, "1", "Enter") == SENTENCES[1]
    assert page.locator("[data-cursor-bar]").count() == 0
