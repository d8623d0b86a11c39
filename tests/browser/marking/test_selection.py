"""What is stored is what was selected, however it was selected and whatever the text holds."""

import pytest

from annotations.models import Passage
from tests.browser.desk import drag, marked, open_article, rectangle, wait_until_saved
from tests.support.factories import make_article, make_passage, make_tag, make_user

FLAG, FAMILY, TRUCK = "🇦🇫", "👨‍👩‍👧", "🚚"
TEXT = (
    f"{FLAG}{FAMILY} “The convoy {TRUCK} left at dawn,” Zoe\u0308 said at the cafe\u0301.\n"
    "One line below.\n\n\n\n"
    "Nobody saw it return. The road was closed before noon.\n\n"
    "A last paragraph stands here."
)

SELECTIONS = {
    "after an emoji": ("left at dawn", "left at dawn"),
    "an emoji among the words": (f"convoy {TRUCK} left", f"convoy {TRUCK} left"),
    "curly quotes": ("“The", "dawn,”"),
    "combining marks": ("Zoe\u0308 said", "cafe\u0301"),
    "over a line break": ("cafe\u0301.", "One line"),
    "across paragraphs": ("One line", "Nobody saw"),
    "across three": ("One line", "A last"),
    "to the end": ("stands", "here."),
}


@pytest.fixture
def analyst():
    return make_user()


def between(text, first, last):
    start = text.index(first)
    end = text.index(last) + len(last)
    return start, end, text[start:end]


def save(page):
    page.locator("[data-tag-filter]").fill("seen")
    page.keyboard.press("Enter")
    page.locator("[data-chosen] [name=tags]").wait_for(state="attached")
    page.keyboard.press("Enter")
    wait_until_saved(page)


def stored():
    passage = Passage.objects.get()
    placement = passage.placements.get()
    return placement.start, placement.end, passage.quote


def double_click(page, words):
    left, top, _, _ = rectangle(page, words)
    page.mouse.dblclick(left + 5, top)


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_words_dragged_over_are_found_in_code_points(
    live_server, page, analyst, subtests, backwards
):
    open_article(page, live_server, make_article(text=TEXT), analyst)

    for name, (first, last) in SELECTIONS.items():
        with subtests.test(name):
            drag(page, first, last, backwards=backwards)
            assert marked(page) == between(TEXT, first, last)
        page.keyboard.press("Escape")
        # Pressed on selected words, a browser drags them instead of selecting anew.
        page.evaluate("getSelection().removeAllRanges()")


@pytest.mark.parametrize("first, last", [("left at", "Zoe\u0308"), ("café.", "Nobody")])
def test_what_was_selected_is_stored(live_server, page, analyst, first, last):
    text = TEXT.replace("cafe\u0301", "café")
    open_article(page, live_server, make_article(text=text), analyst)
    drag(page, first, last, backwards=True)

    save(page)

    assert stored() == between(text, first, last)


def test_prefix_and_suffix_are_the_words_around(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)

    drag(page, "One line", "Nobody saw")
    page.locator("[data-popup]").wait_for()

    start, end, _ = between(TEXT, "One line", "Nobody saw")
    form = page.locator("[data-popup] form")
    assert form.locator("[name=prefix]").input_value() == TEXT[start - 32 : start]
    assert form.locator("[name=suffix]").input_value() == TEXT[end : end + 32]


@pytest.mark.parametrize("first, last", [("return", "The road"), ("saw it", "was closed before")])
def test_words_over_existing_highlights_are_stored(live_server, page, analyst, first, last):
    article = make_article(text=TEXT)
    make_passage(article, "Nobody saw it return", by=analyst, tags=["a"])
    make_passage(article, "it return. The road was", by=analyst, tags=["b"])
    open_article(page, live_server, article, analyst)

    drag(page, first, last)

    assert marked(page) == between(TEXT, first, last)


def test_keys_go_to_the_popup_that_stays_after_a_click_beside_it(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    drag(page, "closed")
    popup = page.locator("[data-popup]")
    popup.locator("[name=note]").fill("so he said")
    page.get_by_text("A last paragraph").click()
    assert popup.is_visible()

    page.keyboard.type("!")
    assert popup.locator("[name=note]").input_value() == "so he said!"
    # What is in it is not lost by a link: the browser asks.
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("header a", has_text="Articles").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_text("A last paragraph").click()
    page.keyboard.press("Escape")
    popup.wait_for(state="hidden")


@pytest.mark.parametrize("words", ["saw", "return"], ids=["of one passage", "of two passages"])
def test_words_within_a_highlight_are_tagged_by_mouse(live_server, page, analyst, words):
    article = make_article(text=TEXT)
    make_passage(article, "Nobody saw it return", by=analyst, tags=["a"])
    make_passage(article, "it return. The road was", by=analyst, tags=["b"])
    open_article(page, live_server, article, analyst)

    for select in (drag, double_click):
        select(page, words)
        page.locator("[data-popup]").wait_for()
        # A menu would come later, with the cards that it fetches.
        page.wait_for_timeout(200)
        assert page.locator("[data-place-list]").is_hidden()
        assert page.locator("[data-tag-filter]").evaluate("(field) => field.matches(':focus')")
        if select == drag:
            assert page.locator("[data-passage][data-open]").count() == 0
            page.keyboard.press("Escape")
            page.evaluate("getSelection().removeAllRanges()")

    page.keyboard.type("seen")
    page.locator("[data-save]").click()
    wait_until_saved(page)

    assert list(Passage.objects.get(quote=words).tags.names()) == ["seen"]


def test_double_click_takes_a_word_without_the_space_after_it(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)

    double_click(page, "closed")

    assert marked(page) == between(TEXT, "closed", "closed")


@pytest.mark.parametrize(
    "word, paragraph",
    [
        ("closed", "Nobody saw it return. The road was closed before noon."),
        ("stands", "A last paragraph stands here."),
    ],
)
def test_triple_click_takes_a_paragraph_and_nothing_after_it(
    live_server, page, analyst, word, paragraph
):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    left, top, _, _ = rectangle(page, word)

    page.mouse.click(left + 5, top, click_count=3)

    assert marked(page) == between(TEXT, paragraph, paragraph)


def test_space_around_the_words_is_trimmed(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)

    drag(page, " it return. ")

    assert marked(page) == between(TEXT, "it return.", "it return.")


def test_shift_and_arrows_select_words(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    # Where a caret can be seen in a page at all is the browser's own setting.
    page.evaluate(
        """(at) => {
          const node = document.querySelectorAll("[data-article-text] p")[1].firstChild;
          getSelection().setBaseAndExtent(node, at, node, at + 1);
        }""",
        TEXT.split("\n\n\n\n")[1].index("road"),
    )

    for _ in range(len("oad")):
        page.keyboard.press("Shift+ArrowRight")

    assert marked(page) == between(TEXT, "road", "road")


def test_shift_and_arrows_move_the_end_while_the_popup_is_open(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    drag(page, "The road")
    marked(page)

    for _ in range(len(" was")):
        page.keyboard.press("Shift+ArrowRight")

    assert marked(page) == between(TEXT, "The road", "was")
    assert page.locator("[data-tag-filter]").evaluate("(field) => field === document.activeElement")


def test_words_from_right_to_left_are_stored(live_server, page, analyst):
    text = "🕊 قال المتحدث إنّ القوافل غادرت عند الفجر.\n\nولم يرها أحد تعود."
    open_article(page, live_server, make_article(text=text, language="ar"), analyst)
    start = text.index("القوافل")
    in_units = len(text[:start].encode("utf-16-le")) // 2
    # The first letter stands at the right.
    box = page.evaluate(
        """([from, to]) => {
          const node = document.querySelector("[data-article-text] p").firstChild;
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, to);
          const { left, right, top, height } = range.getBoundingClientRect();
          return [left, right, top + height / 2];
        }""",
        [in_units, in_units + 7],
    )
    left, right, middle = box

    page.mouse.move(right - 1, middle)
    page.mouse.down()
    page.mouse.move(left + 1, middle)
    page.mouse.up()

    assert marked(page) == (start, start + 7, "القوافل")
    assert page.locator("[data-article-text]").get_attribute("dir") == "rtl"


def test_selection_outside_the_text_opens_nothing(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT, title="A headline to read"), analyst)

    page.locator("h1").dblclick()
    page.wait_for_timeout(500)

    assert page.locator("[data-popup]").is_hidden()


def test_selection_that_runs_past_the_text_is_cut_to_it(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    left, top, _, _ = rectangle(page, "last paragraph")
    link = page.locator("#by-hand a").bounding_box()

    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(link["x"] + 60, link["y"] + 10)
    page.mouse.up()

    assert marked(page) == between(TEXT, "last paragraph", "here.")


def test_escape_closes_and_keeps_the_selection(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    drag(page, "The road")
    marked(page)

    page.keyboard.press("Escape")
    page.wait_for_timeout(500)

    assert page.locator("[data-popup]").is_hidden()
    assert page.evaluate("getSelection().toString()") == "The road"


def test_selection_stays_visible_while_typing(live_server, page, analyst):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    drag(page, "The road")
    marked(page)

    page.keyboard.type("clo")

    pending = '[...CSS.highlights.get("pending")].map(String)'
    assert page.evaluate(pending) == ["The road"]


@pytest.mark.parametrize("words", ["“The convoy", "A last paragraph"])
# A window of 1920 by 1080 at 200 % is one of 960 by 540.
@pytest.mark.parametrize("size", [(1280, 900), (960, 540), (360, 640)], ids=str)
def test_popup_never_covers_the_selected_words(live_server, page, analyst, words, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for digit in range(1, 10):
        make_tag(f"tag {digit}", digit=digit)
    open_article(page, live_server, make_article(text=TEXT), analyst)
    page.evaluate("document.querySelector('[data-article-text] p:last-child').scrollIntoView()")
    page.evaluate("scrollTo(0, 0)" if words.startswith("“") else "scrollBy(0, 0)")

    drag(page, words)
    marked(page)

    _, top, right, bottom = rectangle(page, words)
    box = page.locator("[data-popup]").bounding_box()
    assert box["x"] >= right if size[0] > 900 else box["y"] >= bottom
    assert 0 < top < size[1]
    assert is_in_window(page)


def is_in_window(page):
    box, size = page.locator("[data-popup]").bounding_box(), page.viewport_size
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return min(box["x"], box["y"]) >= 0 and right <= size["width"] and bottom <= size["height"]


def test_popup_stands_in_the_margin_beside_the_first_line_and_covers_none_below(
    live_server, page, analyst
):
    open_article(page, live_server, make_article(text=TEXT), analyst)
    drag(page, "The road")
    marked(page)

    text = page.locator("[data-article-text]").bounding_box()
    assert page.locator("[data-popup]").bounding_box()["x"] >= text["x"] + text["width"]
    assert is_in_window(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_popup_of_a_long_selection_stays_on_the_screen_while_it_is_read(
    live_server, page, analyst, language
):
    text = "\n\n".join(f"Paragraph {n} says that convoy {n} left." for n in range(60))
    open_article(page, live_server, make_article(text=text, language=language), analyst)
    page.evaluate("""() => {
      const [first, last] = ["p:first-child", "p:last-child"].map(
        (each) => document.querySelector(`[data-article-text] ${each}`).firstChild);
      getSelection().setBaseAndExtent(first, 0, last, 5);
    }""")
    popup = page.locator("[data-popup]")
    popup.wait_for()
    page.wait_for_function("() => document.activeElement.id === 'popup-tag'")
    assert is_in_window(page)

    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function(
        "() => document.querySelector('[data-popup]').getBoundingClientRect().bottom > 0"
    )

    assert is_in_window(page)
    column = page.locator("[data-article-text]").bounding_box()
    assert popup.bounding_box()["x"] >= column["x"] + column["width"]
