"""What is struck through in its original is no part of a text, and is named."""

import io
import json

import pytest

from corpus.readers.extraction import LeftOut, extract_article
from corpus.readers.foreign.parts import Part, receive, send
from corpus.readers.inline.struck_text import DELETED, MOSTLY_STRUCK, struck, without_struck
from tests.corpus.readers.reading import outcome

REMARK = "Struck through in the original and left out: {}."
ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["A toll of ", ["12"], " 20 dead."], "A toll of 20 dead."),
        (["A toll of ", ["12"], "20 dead."], "A toll of 20 dead."),
        (["He ", ["never"], ", he said."], "He, he said."),
        (["It (", ["not"], " surely) fell."], "It (surely) fell."),
        (["It was ", ["un"], "safe there."], "It was safe there."),
        (["Kabul fell", ["en"], " here."], "Kabul fell here."),
        ([["Old"], " It fell on Monday."], "It fell on Monday."),
        (["It fell on Monday. ", ["Old."]], "It fell on Monday."),
        (["It fell.\n\n", ["Old."], "\n\nNobody was hurt."], "It fell.\n\nNobody was hurt."),
        (["One.\n", ["Two."], "\nThree, four.\n\nFive."], "One.\nThree, four.\n\nFive."),
        (["It fell.\n\n", ["Old"], " Nobody was hurt."], "It fell.\n\nNobody was hurt."),
        (["It fell. ", ["Old"], "\n\nNobody was hurt."], "It fell.\n\nNobody was hurt."),
        (["Town\t", ["12"], "\t20 dead\nVillage\t3\t4"], "Town\t\t20 dead\nVillage\t3\t4"),
        (["a " * 20, ["x"], " ", ["y"], " b"], "a " * 20 + "b"),
    ],
)
def test_no_trace_of_struck_words_is_left_in_a_text(parts, text):
    marked = "".join(part if isinstance(part, str) else struck(part[0]) for part in parts)
    assert without_struck(marked).text == text


def test_struck_words_are_listed_each_once_with_the_lines_around_them():
    text = f"{ONE}\n\nIt {struck('never')} fell, {struck('12')} 20.\n\n{struck('Old.')}\n\n{TWO}"
    text += struck("12")
    assert without_struck(text).left_out == (
        LeftOut("It fell, 20.", "never", TWO, True),
        LeftOut("It fell, 20.", "12", TWO, True),
        LeftOut("It fell, 20.", "Old.", TWO, True),
    )


def test_a_text_that_is_mostly_struck_is_kept_and_named():
    text = f"Withdrawn. {struck(ONE)}"
    assert without_struck(text).text == f"Withdrawn. {ONE}"
    assert without_struck(text).remarks == (MOSTLY_STRUCK,)
    # What was deleted while changes were tracked never is a part of the text.
    assert without_struck(f"Withdrawn. {struck(ONE, DELETED)}").text == "Withdrawn."


def test_a_long_text_of_struck_words_takes_its_time_once():
    text = f"{'word ' * 4}{struck('a')} " * 20_000
    assert without_struck(text).text == ("word " * 80_000).rstrip()


def page(markup):
    body = f"<p>{ONE} {ONE}</p><p>{markup}</p><p>{TWO}</p>"
    return f"<html><head><title>Road</title></head><body><article><h1>Road</h1>{body}</article>"


@pytest.mark.parametrize(
    "markup",
    [
        "<del>{}</del>",
        '<del datetime="2021-08-05">{}</del><ins datetime="2021-08-05"> </ins>',
        "<s>{}</s>",
        "<STRIKE>{}</STRIKE>",
        '<span role="deletion">{}</span>',
        '<span style="color: red; text-decoration: underline line-through">{}</span>',
        '<span style="TEXT-DECORATION-LINE:line-through">{}</span>',
        '<span class="big line-through">{}</span>',
        '<span class="text-decoration-line-through">{}</span>',
        "<style>p{{a:b}}.c1,.c5{{x:y;text-decoration:line-through}}</style><i class=c5>{}</i>",
        "<b><s><i>{}</i></s></b>",
    ],
)
def test_struck_words_of_a_page_are_listed_and_not_read(markup):
    sentence = f"The toll rose to {markup.format('12')} 20 people on Monday, he told the paper."
    article = extract_article(page(sentence))
    read = "The toll rose to 20 people on Monday, he told the paper."
    assert article.text == f"{ONE} {ONE}\n\n{read}\n\n{TWO}"
    assert article.left_out == (LeftOut(read, "12", TWO, True),)
    assert extract_article(f"<p>{sentence}</p>").text == read
    assert outcome(page(sentence).encode(), "html") == [
        (None, "", REMARK.format("“12”")),
        article.text,
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<ins>12</ins>",
        '<span style="text-decoration: underline">12</span>',
        '<span style="background: url(line-through.png)">12</span>',
        '<span class="strikers airstrike line-through-off">12</span>',
        "<style>.c5:hover{text-decoration:line-through}</style><i class=c5>12</i>",
        "<style>.c6{text-decoration:line-through}</style><i class=c5>12</i>",
    ],
)
def test_what_is_not_struck_stays(markup):
    article = extract_article(page(f"It rose to {markup} people on Monday, he told the paper."))
    assert "It rose to 12 people on Monday" in article.text
    assert article.left_out == ()


def test_a_struck_paragraph_a_headline_and_the_items_of_a_list_are_listed():
    markup = f"{TWO}</p><p><del>It was opened again on Friday, said the mayor.</del></p><ul>"
    markup += "<li>Gas is cut off in town.<li><s>Water is cut off.</s></ul><p>"
    content = page(markup).replace("<h1>", "<h1><del>12</del> ").encode()
    [remark, text] = outcome(content, "html")
    words = "“It was opened again on Friday, said the mayor.”, “Water is cut off.”"
    assert remark == (None, "", REMARK.format(words))
    assert text == f"{ONE} {ONE}\n\n{TWO}\n\nGas is cut off in town.\n\n{TWO}"


def test_a_page_that_is_struck_as_a_whole_is_kept_and_named():
    content = f"<html><body><article><s><p>{ONE}</p><p>{TWO}</p></s></article>".encode()
    assert outcome(content, "html") == [(None, "", MOSTLY_STRUCK), f"{ONE}\n\n{TWO}"]


def test_feeds_mails_and_rows_have_struck_words_listed_too():
    markup = f"<p>{ONE} A toll of <s>12</s> 20.</p>"
    entry = f"<item><title>&lt;s>A&lt;/s> Toll here</title><description><![CDATA[{markup}]]>"
    feed = f"<rss version='2.0'><channel><title>B</title>{entry}</description></item></channel>"
    mail = f"From: a@b.example\nSubject: A\nContent-Type: text/html\n\n{markup}"
    row = json.dumps({"html": markup})
    text = f"{ONE} A toll of 20."
    assert outcome(f"{feed}</rss>".encode(), "feed") == [
        (1, "", REMARK.format("“A”, “12”")),
        text,
    ]
    assert outcome(mail.encode(), "eml") == [(None, "", REMARK.format("“12”")), text]
    assert outcome(row.encode(), "jsonl") == [(1, "", REMARK.format("“12”")), text]


def test_posts_of_a_page_have_their_struck_words_listed():
    posts = "".join(
        f"<article><h2>Post {number}</h2><p>{ONE * 12} It was <s>{number}</s> so.</p></article>"
        for number in (41, 42, 43)
    )
    content = f"<html><body><main>{posts}</main></body></html>".encode()
    struck_posts = [each for each in outcome(content, "html") if isinstance(each, tuple)]
    assert struck_posts == [
        (number - 40, "", REMARK.format(f"“{number}”")) for number in (41, 42, 43)
    ]


def test_what_is_struck_stays_so_between_processes_and_in_the_database():
    blocks = (LeftOut("a", "b", "c"), LeftOut("a", "d", "c", True))
    pipe = io.BytesIO()
    send(pipe, Part(left_out=blocks))
    pipe.seek(0)
    assert receive(pipe).left_out == blocks
    assert [each.stored for each in blocks] == [["a", "b", "c"], ["a", "d", "c", True]]
