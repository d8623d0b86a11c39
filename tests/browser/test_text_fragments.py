"""Links to the words in the original: Chromium lands on the quote, and on no other like it."""

from html import escape

import pytest

from annotations.publishing.text_fragments import directives_of, text_fragment
from tests.browser.desk import eventually

ADDRESS = "https://news.example/story"
STYLE = ".block { margin-block-start: 1500px; } ::target-text { background: red; color: white; }"
CHINESE = "我爱中国人民的城市。他们说，中国人民的城市很大。\n\n中国人民来了，他们走了。"
ARABIC = "قال الوزير: لم يُدفع أي مبلغ.\n\nقال الوزير: لم يُدفع أي مبلغ، وفق وكالة TASS في 2021."
TABLE = "Losses by province\n\nNorth\t1,200\t300\nSouth\t-19\t300\nEast\t1,200\t300\n\nNo more."
REFRAIN = (
    "Nobody saw it.\n\nHe left. Nobody saw it. Herat fell.\n\nShe left. Nobody saw it.\n\n"
    "Nobody saw it. Kabul fell, and nobody saw it return to the north."
)
LONG = "\n\n".join(
    f"The convoy left at dawn with {n} lorries, and the road was empty when it came back "
    f"at noon. Nobody at the ministry said who had ordered it to turn. It left on day {n}."
    for n in (3, 4, 5)
)
# A text, a quote in it, and which of its places is meant, counted from 0.
CASES = {
    "once": (REFRAIN, "Herat fell", 0),
    "first of several": (REFRAIN, "Nobody saw it", 0),
    "in the middle": (REFRAIN, "Nobody saw it", 1),
    "whole paragraph but a name": (REFRAIN, "Nobody saw it", 2),
    "start of the last paragraph": (REFRAIN, "Nobody saw it", 3),
    "other case": (REFRAIN, "nobody saw it", 0),
    "end of the text": (REFRAIN, "north.", 0),
    "start of the text": (LONG, "The convoy", 0),
    "over paragraphs": (REFRAIN, "Nobody saw it.\n\nNobody saw it. Kabul", 0),
    "over paragraphs that begin alike": (LONG, "Nobody at the ministry said who had ordered it to "
     "turn. It left on day 3.\n\nThe convoy left", 0),
    "a whole long paragraph": (LONG, LONG.split("\n\n")[1], 0),
    "long, of words that recur": (LONG, LONG.split("\n\n")[2][35:], 0),
    "part of a word": ("Talibans left. The Taliban came.\n\nSome came.", "aliban came", 0),
    "part of a word that stands alone before": ("Iran won.\n\nThe Iranian won.", "ranian won", 0),
    "number": ("It has 5 million.\n\nIt has 3.5 million.", "5 million", 1),
    "a cell": (TABLE, "300", 1),
    "a cell of words before": (TABLE, "1,200", 1),
    "over cells": (TABLE, "1,200\t300", 1),
    "over rows": (TABLE, "300\nSouth\t-19", 0),
    "from a table into the text": (TABLE, "300\n\nNo more", 0),
    "hyphen, comma, ampersand": (
        "Smith-Jones, & Co. left.\n\nCo-operation, aid & trade - all of it.",
        "Co-operation, aid & trade - all",
        0,
    ),
    "hyphen before": ("Re-elected, he left.\n\nNot elected, he left.", "elected, he left", 1),
    "curly apostrophe": ("It's John's.\n\nIt’s John’s.\n\nIt came.", "It’s John’s", 0),
    "low quotation marks": ('He said "no" twice.\n\nHe said „no“ once.', "„no“", 0),
    "gershayim": ('צה"ל כאן.\n\nצה״ל שם.', "צה״ל", 0),
    "dots": ("Well… he left.\n\nWell... he left.\n\nHe came.", "Well... he left", 0),
    "combining accent": ("Cafe\u0301 noir.\n\nCafé noir.\n\nHe came.", "Café noir", 0),
    "soft hyphen": ("The govern\u00adment.\n\nThe government.\n\nHe.", "government.", 0),
    "sharp s": ("Die STRASSE da.\n\nDie Straße dort.", "Straße", 0),
    "letters with a stroke": ("Lodz, Oresund da.\n\nŁódź, Øresund dort.", "Łódź, Øresund", 0),
    "ligature": ("Caesar da.\n\nCæsar dort.", "Cæsar", 0),
    "accents": ("Zoe left.\n\nZoé left.\n\nZoe came.", "Zoé left", 0),
    "no-break space": (
        "It cost 5\u00a0000 euros.\n\nIt cost 5\u00a0000 euros a day.",
        "5\u00a0000 euros",
        1,
    ),
    "quotation marks": ("“Never,” he said.\n\n“Never,” he said again.", "“Never,” he said", 1),
    "line break": ("One line\nand another.\n\nOne line and another.", "line\nand", 0),
    "Arabic": (ARABIC, "لم يُدفع أي مبلغ", 1),
    "Arabic with a figure": (ARABIC, "TASS في 2021", 0),
    "Chinese": (CHINESE, "中国人民", 0),
    "Chinese after a comma": (CHINESE, "中国人民", 1),
    "Chinese at the start of a paragraph": (CHINESE, "中国人民", 2),
    "Chinese inside words": (CHINESE, "国人民的城", 1),
    "Chinese over sentences": (CHINESE, "的城市很大。\n\n中国人民来", 0),
    "Thai": ("ประเทศไทยรวมเลือดเนื้อ\n\nชาติเชื้อไทย เป็นประชารัฐ", "ไทย", 1),
    "Japanese": ("東京都庁は静かだった。\n\n東京は静かだった。", "東京は静か", 0),
}  # fmt: skip


# Blocks before the quote that are marked with it.
MORE = {(TABLE, "300\n\nNo more"): 2}


def page_of(text):
    """A page of the text as publishers write it, each block far from the next; and its blocks.

    Blocks are (start, end) in code points of the text.
    """
    blocks, parts, start = [], [], 0
    for paragraph in text.split("\n\n"):
        if "\t" in paragraph:
            rows = []
            for row in paragraph.split("\n"):
                cells = []
                for cell in row.split("\t"):
                    blocks.append((start, start + len(cell)))
                    cells.append(f'<td><div class="block">{escape(cell)}</div></td>')
                    start += len(cell) + 1
                rows.append(f"<tr>{''.join(cells)}</tr>")
            parts.append(f"<table>{''.join(rows)}</table>")
            start += 1
        else:
            blocks.append((start, start + len(paragraph)))
            parts.append(f'<p class="block">{escape(paragraph).replace(chr(10), "<br>")}</p>')
            start += len(paragraph) + 2
    head = f'<!DOCTYPE html><meta charset="utf-8"><title>x</title><style>{STYLE}</style>'
    return f"{head}{''.join(parts)}<p class='block'>end</p>", blocks


def open_page(page, address):
    # From a page to itself with another fragment, nothing would be loaded.
    page.goto("about:blank")
    page.goto(address)


def looks(page):
    return [block.screenshot() for block in page.locator(".block").all()]


@pytest.mark.parametrize(("text", "quote", "nth"), CASES.values(), ids=CASES)
def test_chromium_lands_on_the_quote(page, text, quote, nth):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    span = (start, start + len(quote))
    html, blocks = page_of(text)
    page.route("https://news.example/**", lambda route: route.fulfill(
        body=html, content_type="text/html; charset=utf-8"))  # fmt: skip
    open_page(page, ADDRESS)
    plain = looks(page)
    open_page(page, text_fragment(ADDRESS, quote, directives_of(quote, text, [span])))
    expected = [n for n, (first, last) in enumerate(blocks) if first < span[1] and span[0] < last]
    # Of a row like another one, the words before it are marked too.
    expected = [*range(expected[0] - MORE.get((text, quote), 0), expected[0]), *expected]

    def marked():
        return [n for n, look in enumerate(looks(page)) if look != plain[n]]

    # Chromium looks for the words a moment after the page is loaded.
    assert eventually(page, marked, expected) == expected
    assert page.evaluate("scrollY") > 500
