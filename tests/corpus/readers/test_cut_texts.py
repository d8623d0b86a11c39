"""Texts that a feed or a service cut, and the lines that feeds add below a text."""

import json

import pytest

from corpus.readers.extraction import LeftOut
from corpus.readers.remarks.cut_texts import cut_remark, without_feed_lines
from tests.corpus.readers.reading import outcome

SIGN = "The text is cut: it ends with “{}”."
MAYBE = "The text may be cut: it ends with “{}”."


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Kabul fell on… [+4321 chars]", "The text is cut: 4,321 characters are missing."),
        ("Kabul fell on...\r\n[77 chars]\n", "The text is cut: 77 characters are missing."),
        ("Kabul fell [+12 more words]", "The text is cut: 12 words are missing."),
        ("Kabul fell on […]", SIGN.format("[…]")),
        ("Kabul fell on [...]", SIGN.format("[...]")),
        ("Kabul fell on (more…)", SIGN.format("(more…)")),
        ("Kabul fell on… Read more »", MAYBE.format("Read more »")),
        ("Kabul fiel.\nWeiterlesen", MAYBE.format("Weiterlesen")),
        ("Kabul fell, " * 5 + "and on…", "The text may be cut: it ends with an ellipsis."),
        ("It isn’t over…", ""),
        ("Kabul fell.", ""),
        ("[+4321 chars] is what a service writes.", ""),
        ("He told children to read more", ""),
        ("They fell on …\nRead more books, she said.", ""),
        ("word " * 300 + "and so on…", ""),
    ],
)
def test_a_text_that_says_that_it_is_cut(text, remark):
    assert cut_remark(text) == remark


@pytest.mark.parametrize(
    ("text", "kept", "blocks"),
    [
        (
            "Kabul fell.\n\nThe post A fall: the day appeared first on The News.",
            "Kabul fell.",
            [("Kabul fell.", "The post A fall: the day appeared first on The News.")],
        ),
        (
            "Kabul fiel.\nDer Beitrag „A fall – the day“ erschien zuerst auf THE NEWS.",
            "Kabul fiel.",
            [("Kabul fiel.", "Der Beitrag „A fall – the day“ erschien zuerst auf THE NEWS.")],
        ),
        (
            "Kabul fell… Continue reading A fall: the day →",
            "Kabul fell…",
            [("Kabul fell…", "Continue reading A fall: the day →")],
        ),
        (
            "Kabul fell […]\n\nRead more\n\nThe post A fall, the day appeared first on The News.",
            "Kabul fell […]",
            [
                ("Kabul fell […]", "Read more"),
                ("Read more", "The post A fall, the day appeared first on The News."),
            ],
        ),
        ("Kabul fell.\n\nThe post on the hill fell first.", None, []),
        ("Kabul fell.\n\nA fall: the day was the film of the year.", None, []),
        ("Kabul fell.\n\n" + "The News said A fall: the day was on. " * 3, None, []),
        # Nothing would be left.
        ("Read more", None, []),
        ("The post A fall: the day appeared first on The News.", None, []),
    ],
)
def test_lines_below_an_entry_are_left_out_and_listed(text, kept, blocks):
    text_left = without_feed_lines(text, "A fall: the day", "The News")
    listed = tuple(LeftOut(before, line, "") for before, line in blocks)
    assert text_left == (text.rstrip() if kept is None else kept, listed)


def test_the_report_names_them():
    entry = (
        "<item><title>A fall</title><description><![CDATA[<p>Kabul fell on [&#8230;]</p>"
        '<p>The post <a href="/a">A fall</a> appeared first on <a href="/">The News</a>.</p>'
        "]]></description></item>"
    )
    feed = f"<rss version='2.0'><channel><title>The News</title>{entry}</channel></rss>"
    line = "The post A fall appeared first on The News."
    assert outcome(feed.encode(), "feed") == [
        (1, "", f"1 block inside the article was left out, beginning with “{line}”."),
        (1, "", SIGN.format("[…]")),
        "Kabul fell on […]",
    ]
    row = json.dumps({"title": "A fall", "text": "Kabul fell… [+9 chars]"}).encode()
    assert outcome(row, "jsonl") == [
        (1, "", "The text is cut: 9 characters are missing."),
        "Kabul fell… [+9 chars]",
    ]
