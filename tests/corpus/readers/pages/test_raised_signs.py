"""Raised and lowered signs, and the readings of ruby, in the text of a page."""

import pytest

from corpus.readers.extraction import extract_article
from tests.corpus.readers.reading import records

NOTE = '<sup><a href="#n">{}</a></sup>'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>3</sup> people", "10³ people"),
        ("10<sup>-6</sup> and 10<sup>−12</sup>", "10⁻⁶ and 10⁻¹²"),
        ("10<sup>n</sup>, x<sup>n+1</sup>", "10ⁿ, xⁿ⁺¹"),
        ("10<sup>3.5</sup>, 2<sup>x</sup>, 2<sup>a/2</sup>", "10^3.5, 2^x, 2^(a/2)"),
        ("40 m<sup>2</sup>, 3 km<sup>2</sup>, 5 м<sup>3</sup>", "40 m², 3 km², 5 м³"),
        ("<i>E</i> = <i>mc</i><sup>2</sup>", "E = mc²"),
        ("(a+b)<sup>2</sup>", "(a+b)²"),
        ("<sup>235</sup>U and <sup>1</sup>/<sub>2</sub>", "²³⁵U and ¹/₂"),
        ("5<sup>1</sup>/<sub>2</sub> inches", "5¹/₂ inches"),
        ("CO<sub>2</sub>, H<sub>2</sub>O, PM<sub>2.5</sub>", "CO₂, H₂O, PM_2.5"),
        ("T<sub>max</sub> and x<sub>i</sub>", "T_max and x_i"),
        ("It fell.<sup>1</sup> The town<sup>2,3</sup> too.", "It fell.[1] The town[2,3] too."),
        (f"In 2019{NOTE.format(4)} it fell", "In 2019[4] it fell"),
        (f"In 2019{NOTE.format('[4]')} it fell", "In 2019[4] it fell"),
        ('In 2019<a href="#n"><sup>4</sup></a> it fell', "In 2019[4] it fell"),
        ('In 2019<sup class="footnote-ref">4</sup> it fell', "In 2019[4] it fell"),
        ("<sup>1</sup> A note.", "¹ A note."),
        ("1<sup>st</sup>, 4<sup>th</sup>, XX<sup>e</sup>, 2<sup>e</sup>", "1st, 4th, XXe, 2e"),
        ("n<sup>o</sup> 5, M<sup>me</sup> A, Brand<sup>TM</sup>", "no 5, Mme A, BrandTM"),
        (
            "He said <sup>with words in small letters</sup> no",
            "He said with words in small letters no",
        ),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>です", "漢(かん)字(じ)です"),
        ("<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字", "漢（かん）字"),
    ],
)
def test_signs_are_kept_apart_from_what_they_stand_at(markup, text):
    assert extract_article(f"<p>{markup}</p>").text == text


def test_a_page_has_them_in_its_text_and_in_its_title():
    sentence = "The plant emits 10<sup>6</sup> tonnes of CO<sub>2</sub> a year, it said on Monday."
    article = extract_article(
        f"<html><head><title>CO2</title></head><body><h1>CO<sub>2</sub></h1><article>"
        f"<p>{sentence} {sentence}</p><p>{sentence}</p></article></body></html>"
    )
    read = "The plant emits 10⁶ tonnes of CO₂ a year, it said on Monday."
    assert article.text == f"{read} {read}\n\n{read}"


def test_mails_and_feeds_have_them_too():
    markup = "<p>10<sup>3</sup> t of CO<sub>2</sub></p>"
    entry = f"<item><title>A</title><description><![CDATA[{markup}]]></description></item>"
    feed = f"<rss version='2.0'><channel><title>B</title>{entry}</channel></rss>"
    mail = f"From: a@b.example\nSubject: A\nContent-Type: text/html\n\n{markup}"
    assert [each.text for each in records(feed.encode(), "feed")] == ["10³ t of CO₂"]
    assert [each.text for each in records(mail.encode(), "eml")] == ["10³ t of CO₂"]
