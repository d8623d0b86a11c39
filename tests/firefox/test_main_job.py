"""The main job in Firefox: words selected by mouse or key, tagged, saved, on their card, undone."""

import pytest

from annotations.models import Claim, Passage
from tests.browser.desk import RECTANGLE, sign_in
from tests.support.factories import PASSWORD, make_article, make_passage, make_tag, make_user

# Two flags and a truck: five UTF-16 units more than code points stand before the second sentence.
SENTENCES = ["🇦🇫🇺🇸 “The convoy 🚚 left at dawn,” Zoe\u0308 said.", "Nobody saw it return."]
LAST = "The road was closed before noon."
TEXT = f"{' '.join(SENTENCES)}\n\n{LAST}"
QUOTE = "saw it"

POPUP = "document.querySelector('[data-popup]')"
IS_OPEN = f"() => {POPUP}?.checkVisibility()"
SELECTED = (
    f"() => ['start', 'end', 'quote'].map((n) => {POPUP}?.querySelector(`[name=${{n}}]`).value)"
)
CHOSEN = f"() => Array.from({POPUP}.querySelectorAll('[data-chosen] [name=tags]'), (f) => f.value)"
# What is drawn over the text without changing it, by name.
DRAWN = """() => Object.fromEntries(
  [...CSS.highlights].map(([name, ranges]) => [name, [...ranges].map(String)]))"""
CARDS = """() => Array.from(document.querySelectorAll("[data-passage]"), (card) =>
  [card.querySelector("[data-quote]").textContent,
   ...Array.from(card.querySelectorAll("[data-tags] a"), (tag) => tag.textContent)])"""
MARKS = """() => Array.from(document.querySelectorAll("mark[data-passages]"),
  (mark) => mark.textContent)"""
# Words of the open card and of its marks.
OPENED = """() => Array.from(
  document.querySelectorAll("[data-passage][data-open] [data-quote], mark[data-open]"),
  (element) => element.textContent)"""

FACTS = """() => document.querySelector("[data-facts] > .metadata").checkVisibility()"""

# Answers come later than a selection takes to settle.
SLOW_ANSWERS = """() => {
  const send = fetch;
  window.fetch = (...request) => new Promise((done) => setTimeout(done, 800)).then(
    () => send(...request));
}"""


@pytest.fixture
def analyst():
    """An analyst, and two tags with keys, from 1: two, one."""
    analyst = make_user(username="ada")
    earlier = make_article(text="Earlier.")
    for digit, name in ((2, "one"), (1, "two")):
        make_tag(name, digit=digit)
        make_passage(earlier, "Earlier", by=analyst, tags=[name])
    return analyst


@pytest.fixture
def article(analyst):
    return make_article(text=TEXT, title="Convoys")


@pytest.fixture
def reading(tab, live_server, article, analyst):
    """A tab in which the analyst reads the article."""
    sign_in(tab, live_server, analyst)
    tab.goto(f"{live_server}{article.get_absolute_url()}")
    return tab


def position(words):
    start = TEXT.index(words)
    return start, start + len(words), words


def stored(article):
    """Each passage of the article: where it stands, its words, its tags in order."""
    return [
        (placement.start, placement.end, passage.quote, sorted(passage.tags.names()))
        for passage in Passage.objects.present().filter(article=article).order_by("pk")
        for placement in passage.placements.all()
    ]


def drag(tab, first, last=None, *, backwards=False):
    """Select with the mouse from the beginning of `first` to the end of `last`; open the popup."""
    left, top, _, _ = tab.evaluate(RECTANGLE, [first, 0])
    _, _, right, bottom = tab.evaluate(RECTANGLE, [last or first, 0])
    points = [(left, top), ((left + right) / 2, (top + bottom) / 2), (right, bottom)]
    tab.drag(*reversed(points) if backwards else points)
    tab.wait_until(IS_OPEN)


def wait_for_fields(tab, position):
    """Wait until the popup will save this: start, end, quote."""
    start, end, quote = position
    tab.wait_until(SELECTED, [str(start), str(end), quote])


def picture(tab, words):
    """What is drawn where these words stand, on one line."""
    left, middle, right, _ = tab.evaluate(RECTANGLE, [words, 0])
    return tab.screenshot(left, middle - 12, right, middle + 12)


def wait_for_page(tab, path):
    tab.wait_until("() => [location.pathname, document.readyState]", [path, "complete"])


def test_analyst_signs_in_and_opens_an_article(tab, live_server, article):
    tab.goto(f"{live_server}/sign-in/?next=/articles/")
    tab.click("[name=username]")
    tab.press(*"ada", "Tab", *PASSWORD, "Enter")
    wait_for_page(tab, "/articles/")
    tab.click(f"main a[href='{article.get_absolute_url()}']")
    wait_for_page(tab, article.get_absolute_url())

    assert tab.evaluate(
        """() => Array.from(document.querySelectorAll("[data-article-text] > p"),
          (paragraph) => paragraph.textContent)"""
    ) == TEXT.split("\n\n")
    # They stand open beside the text, however the browser folds what is closed.
    assert tab.evaluate(FACTS)


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize(
    "first, last",
    [(QUOTE, QUOTE), ("convoy 🚚 left", "convoy 🚚 left"), ("return.", "The road")],
    ids=["behind an emoji", "an emoji among them", "across paragraphs"],
)
def test_words_selected_with_the_mouse_are_in_the_popup(reading, first, last, backwards):
    drag(reading, first, last, backwards=backwards)

    words = TEXT[TEXT.index(first) : TEXT.index(last) + len(last)]
    wait_for_fields(reading, position(words))
    reading.wait_until("() => document.activeElement.id", "popup-tag")
    reading.wait_until(DRAWN, {"pending": [words.replace("\n\n", "")]})


def test_digit_tags_and_saves_what_becomes_a_card_and_a_highlight(reading, article):
    drag(reading, QUOTE)
    reading.press("2")
    reading.wait_until(CARDS, [[QUOTE, "one"]])
    reading.wait_until(IS_OPEN, False)

    assert stored(article) == [(*position(QUOTE), ["one"])]
    reading.wait_until(MARKS, [QUOTE])
    reading.wait_until(DRAWN, {})
    reading.reload()
    reading.wait_until(CARDS, [[QUOTE, "one"]])
    reading.wait_until(MARKS, [QUOTE])


def test_typed_tag_is_saved_by_enter_with_those_added_by_digits(reading, article):
    drag(reading, QUOTE)
    reading.press("Shift+1", *"seen", "Enter")
    reading.wait_until(CHOSEN, ["two", "seen"])
    reading.press("Enter")
    reading.wait_until(CARDS, [[QUOTE, "two", "seen"]])

    assert stored(article) == [(*position(QUOTE), ["seen", "two"])]


def test_letters_are_typed_and_the_popup_leaves_the_text_free(reading):
    drag(reading, QUOTE)
    reading.press(*"pcn", "Alt+n")
    reading.wait_until("() => document.activeElement.id", "popup-note")
    assert reading.evaluate("() => document.getElementById('popup-tag').value") == "pcn"
    left, right = reading.evaluate(
        f"""() => [{POPUP}, document.querySelector("[data-article-text]")].map(
          (each) => each.getBoundingClientRect()).map(({{ left, right }}, n) => n ? right : left)"""
    )
    assert left >= right


def test_claim_is_drafted_in_the_popup(reading, article):
    drag(reading, QUOTE)
    reading.click("[data-claim-filter]")
    reading.click("[data-claim-options] [data-new]")
    reading.wait_until("() => document.activeElement.id", "popup-statement")
    reading.press("Enter")
    reading.wait_until(CARDS, [[QUOTE]])

    assert [claim.statement for claim in Claim.objects.all()] == [QUOTE]


def test_keys_alone_select_words_tag_and_save_them(reading, article):
    reading.press("s", "ArrowDown")
    reading.wait_until(DRAWN, {"cursor": [SENTENCES[1]]})
    reading.press("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter")
    reading.wait_until(IS_OPEN)
    wait_for_fields(reading, position(QUOTE))
    reading.press("Shift+ArrowLeft")
    wait_for_fields(reading, position(QUOTE[:-1]))
    reading.press("Alt+Shift+ArrowRight")
    wait_for_fields(reading, position(QUOTE))

    reading.press("1")
    reading.wait_until(CARDS, [[QUOTE, "two"]])

    assert stored(article) == [(*position(QUOTE), ["two"])]
    reading.wait_until("() => document.activeElement.matches('[data-article-text]')")


def test_two_quick_taggings_on_a_slow_line_survive_a_reload_and_one_is_changed_in_place(
    reading, article
):
    reading.evaluate(SLOW_ANSWERS)
    for words, digit in ((QUOTE, "2"), (LAST, "1")):
        drag(reading, words)
        reading.press(digit)
        assert reading.evaluate(IS_OPEN) is False
    assert reading.evaluate(CARDS) == []
    reading.reload()
    reading.wait_until(CARDS, [[QUOTE, "one"], [LAST, "two"]])
    assert stored(article) == [(*position(QUOTE), ["one"]), (*position(LAST), ["two"])]

    reading.click("mark[data-passages]")
    reading.press("t")
    reading.wait_until("() => document.activeElement.id", "popup-tag")
    reading.press("Backspace", "1")
    reading.wait_until(CARDS, [[QUOTE, "two"], [LAST, "two"]])
    reading.reload()
    reading.wait_until(OPENED, [QUOTE, QUOTE])


def test_words_changed_by_key_do_not_open_the_popup_again_once_saved(reading, article):
    reading.evaluate(SLOW_ANSWERS)
    reading.press("s", "ArrowDown", "Enter")
    reading.wait_until(IS_OPEN)
    reading.press("Shift+ArrowLeft", "1")
    reading.wait_until(CARDS, [[SENTENCES[1][:-1], "two"]])

    reading.wait_until("() => document.activeElement.matches('[data-article-text]')")
    assert reading.evaluate(IS_OPEN) is False


def test_cursor_is_drawn_and_escape_takes_it_away(reading):
    plain = picture(reading, LAST)

    reading.press("s", "ArrowDown", "ArrowDown")
    reading.wait_until(DRAWN, {"cursor": [LAST]})
    assert picture(reading, LAST) != plain

    reading.press("Escape")
    reading.wait_until(DRAWN, {})
    assert picture(reading, LAST) == plain


def test_escape_closes_the_popup_saves_nothing_and_leaves_the_words_selected(reading, article):
    drag(reading, QUOTE)
    reading.press(*"seen", "Escape", "Escape")
    reading.wait_until(IS_OPEN, False)

    reading.wait_until("() => getSelection().toString()", QUOTE)
    reading.wait_until(DRAWN, {})
    assert stored(article) == []
    # Longer than a selection takes to settle, which would open it again.
    reading.evaluate("() => new Promise((done) => setTimeout(done, 700))")
    assert reading.evaluate(IS_OPEN) is False


@pytest.mark.parametrize(
    "selector", ["[data-passage] [data-quote]", "mark[data-passages]"], ids=["card", "highlight"]
)
def test_click_opens_a_card_and_escape_closes_it(reading, article, analyst, selector):
    make_passage(article, QUOTE, by=analyst, tags=["one"])
    make_passage(article, "closed", by=analyst)
    reading.reload()

    reading.click(selector)
    reading.wait_until(OPENED, [QUOTE, QUOTE])
    reading.press("Escape")

    reading.wait_until(OPENED, [])


def test_highlight_is_drawn_and_stands_out_while_its_card_is_open(reading, article, analyst):
    plain = picture(reading, QUOTE)
    make_passage(article, QUOTE, by=analyst)
    reading.reload()
    highlighted = picture(reading, QUOTE)
    reading.click("[data-passage] [data-quote]")
    reading.wait_until(OPENED, [QUOTE, QUOTE])

    assert len({plain, highlighted, picture(reading, QUOTE)}) == 3


def test_saved_passage_is_undone_from_its_notice_and_by_key(reading, article):
    drag(reading, QUOTE)
    reading.press("1")
    reading.wait_until(CARDS, [[QUOTE, "two"]])
    reading.wait_until(
        "() => document.querySelector('[data-notice] p')?.textContent", "Passage saved."
    )

    reading.click("[data-notice] button")
    reading.wait_until(CARDS, [])
    reading.wait_until(MARKS, [])
    assert stored(article) == []

    reading.press("Control+Shift+Z")
    reading.wait_until(CARDS, [[QUOTE, "two"]])
    reading.wait_until(MARKS, [QUOTE])
    reading.press("Control+z")
    reading.wait_until(CARDS, [])
    assert stored(article) == []
