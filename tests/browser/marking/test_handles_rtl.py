"""Handles stand at the ends of a quote that a reader sees, also where directions mix."""

import pytest

from annotations.passages import editing
from tests.browser.desk import eventually, open_article
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_user

HEBREW = (
    'השר אמר כי "לא שולם כסף" ב-5 באוגוסט 2021, כך לפי Reuters (צה"ל הכחיש).'
    '\n\nוהוא הוסיף: "די". ' + "אמרו אנשים רבים בעיר הגדולה שליד הנהר " * 4 + "בשנת 2021."
)
ARABIC = "قال الوزير: «لم يُدفع أي مبلغ» في 5 أغسطس/آب 2021، وفق وكالة TASS (؟)."
ENGLISH = "The minister said שלום עולם to all, and Reuters wrote والسلام in 2021 too."

# The left and right edges of some words of the text, and the top of their line.
EDGES = """(words) => {
  const text = document.querySelector("[data-article-text]");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const points = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at += 1) points.push([node, at]);
  }
  const start = text.textContent.indexOf(words);
  const range = document.createRange();
  range.setStart(...points[start]);
  const [node, at] = points[start + words.length - 1];
  range.setEnd(node, at + 1);
  const { left, right, top } = range.getBoundingClientRect();
  return [left, right, top];
}"""
HANDLE = """(handle) => {
  const { left, width, top, height } = handle.getBoundingClientRect();
  return [left + width / 2, top, top + height];
}"""
LEFT, RIGHT = 0, 1
# Text, quote, words and edge at which the start handle stands, those of the end handle.
CASES = {
    "Hebrew ends in a figure": (HEBREW, "באוגוסט 2021", ("באוגוסט", RIGHT), ("2021", LEFT)),
    "Hebrew ends in Latin": (HEBREW, "כך לפי Reuters", ("כך", RIGHT), ("Reuters", LEFT)),
    "Hebrew begins in Latin": (HEBREW, "Reuters (צה", ("Reuters", RIGHT), ("(צה", LEFT)),
    "Hebrew begins in a figure": (HEBREW, "2021, כך", ("2021", RIGHT), ("כך", LEFT)),
    "figures between Hebrew": (HEBREW, "ב-5 באוגוסט", ("ב-5", RIGHT), ("באוגוסט", LEFT)),
    "Hebrew alone": (HEBREW, "לא שולם", ("לא", RIGHT), ("שולם", LEFT)),
    "Latin alone in Hebrew": (HEBREW, "Reuters", ("Reuters", LEFT), ("Reuters", RIGHT)),
    "a figure alone in Hebrew": (HEBREW, "2021", ("2021", LEFT), ("2021", RIGHT)),
    "quotation marks": (HEBREW, '"די"', ('"די"', RIGHT), ('"די"', LEFT)),
    "Arabic ends in a figure": (ARABIC, "أغسطس/آب 2021", ("أغسطس", RIGHT), ("2021", LEFT)),
    "Arabic ends in Latin": (ARABIC, "وفق وكالة TASS", ("وفق", RIGHT), ("TASS", LEFT)),
    "Arabic ends in a mark": (ARABIC, "لم يُ", ("لم", RIGHT), ("يُ", LEFT)),
    "English ends in Hebrew": (ENGLISH, "said שלום עולם", ("said", LEFT), ("שלום עולם", RIGHT)),
    "English begins in Hebrew": (ENGLISH, "שלום עולם to", ("שלום עולם", LEFT), ("to", RIGHT)),
    "English ends in Arabic": (ENGLISH, "wrote والسلام", ("wrote", LEFT), ("والسلام", RIGHT)),
    "Hebrew alone in English": (ENGLISH, "שלום עולם", ("שלום", RIGHT), ("עולם", LEFT)),
    "English alone": (ENGLISH, "The minister", ("The", LEFT), ("minister", RIGHT)),
}


@pytest.fixture
def analyst():
    return make_user(username="Ada")


def edit(page, server, analyst, text, *quotes):
    """Begin to edit a passage whose pieces have these words."""
    language = "en" if text == ENGLISH else "ar" if text == ARABIC else "he"
    article = make_article(text=text, language=language)
    passage = make_passage(article, quotes[0], analyst)
    for version, quote in enumerate(quotes[1:], 1):
        span = (text.index(quote), text.index(quote) + len(quote))
        act(analyst, editing.add_piece, passage, span, 1, version)
    open_article(page, server, article, analyst)
    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").first.wait_for()


def handles(page):
    return [handle.evaluate(HANDLE) for handle in page.locator(".boundary-handles__handle").all()]


def place_beside(page, handle, words, edge):
    """How far right of an edge of the words a handle stands, and whether it is on their line."""
    edges = page.evaluate(EDGES, words)
    x, top, bottom = handle
    return round(x - edges[edge]), top < edges[2] + 5 < bottom


def expect_at(page, handle, words, edge):
    assert place_beside(page, handle, words, edge) == (0, True)


def expect_first_at(page, words, edge):
    """Expect the first handle to follow its words, as it does once the page is laid out."""
    there = (0, True)
    assert (
        eventually(page, lambda: place_beside(page, handles(page)[0], words, edge), there) == there
    )


@pytest.mark.parametrize(("text", "quote", "start", "end"), CASES.values(), ids=CASES)
def test_handles_stand_at_the_ends_that_are_seen(
    live_server, page, analyst, text, quote, start, end
):
    edit(page, live_server, analyst, text, quote)
    first, last = handles(page)
    expect_at(page, first, *start)
    expect_at(page, last, *end)


@pytest.mark.parametrize("scale", [0.5, 2])
def test_handles_stand_there_when_the_page_is_zoomed(live_server, page, analyst, scale):
    edit(page, live_server, analyst, HEBREW, "באוגוסט 2021")
    page.evaluate("(scale) => { document.documentElement.style.fontSize = `${scale}em`; }", scale)
    page.set_viewport_size({"width": int(1280 / scale), "height": 800})
    expect_first_at(page, "באוגוסט", RIGHT)
    expect_at(page, handles(page)[1], "2021", LEFT)


def test_handles_follow_a_text_that_moves_and_keeps_its_size(live_server, page, analyst):
    edit(page, live_server, analyst, HEBREW, "באוגוסט 2021")
    size = page.locator("[data-article-text]").bounding_box()["width"]
    page.set_viewport_size({"width": 1900, "height": 800})
    assert page.locator("[data-article-text]").bounding_box()["width"] == size
    expect_first_at(page, "באוגוסט", RIGHT)

    page.evaluate("document.querySelector('main').prepend(document.createElement('hr'))")
    expect_first_at(page, "באוגוסט", RIGHT)


def test_handles_of_several_lines(live_server, page, analyst):
    last_words = HEBREW[HEBREW.rindex("בשנת") : HEBREW.rindex("2021") + 4]
    quote = HEBREW[HEBREW.index("אמרו אנשים") : HEBREW.rindex("2021") + 4]
    edit(page, live_server, analyst, HEBREW, quote)
    first, last = handles(page)
    expect_at(page, first, "אמרו אנשים", RIGHT)
    expect_at(page, last, last_words, LEFT)
    assert last[1] > first[2]


def test_handles_of_pieces_and_the_position_of_a_split(live_server, page, analyst):
    edit(page, live_server, analyst, HEBREW, "באוגוסט 2021", "כך לפי Reuters")
    ends = [("באוגוסט", RIGHT), ("2021", LEFT), ("כך", RIGHT), ("Reuters", LEFT)]
    for handle, end in zip(handles(page), ends, strict=True):
        expect_at(page, handle, *end)
    page.keyboard.press("c")
    page.keyboard.press("ArrowRight")
    [cut] = handles(page)
    expect_at(page, cut, "2021", RIGHT)
