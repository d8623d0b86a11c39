"""Odd pages whose words were lost or ran together, with what is right for each."""

import io
import json

import pytest

from corpus.readers import html_pages
from corpus.readers.extraction import extract_article
from corpus.readers.imported_record import Problem

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday."
THREE = "The governor denied that anybody had been hurt when the river rose last week."
PARAGRAPHS = f"<p>{ONE}</p><p>{TWO}</p>"
BOTH = f"{ONE}\n\n{TWO}"


def read(body, head="<title>Road closed</title>"):
    return extract_article(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")


def article(inside):
    return f"<main><article><h1>Road closed</h1>{inside}</article></main>"


@pytest.mark.parametrize(
    "inside",
    [
        f"<news-p>{ONE}</news-p><news-p>{TWO}</news-p>",
        f"<x-body><x-p><b>{ONE}</b></x-p><x-p>{TWO}</x-p></x-body>",
        f"<div><x-p>{ONE}</x-p>\n<x-p>{TWO}</x-p></div>",
        f"<span style='display:block'>{ONE}</span><span style='display: flex'>{TWO}</span>",
        f"<marquee>{ONE}</marquee><p>{TWO}</p>",
    ],
)
def test_elements_that_a_site_makes_paragraphs_are_paragraphs(inside):
    assert read(article(inside)).text == BOTH


@pytest.mark.parametrize("tag", ["noscript", "video", "svg", "td", "br", "li"])
def test_elements_of_html_are_what_their_names_say_whatever_their_style(tag):
    styled = f"<{tag} style='display:block'></{tag}>"
    assert read(article(f"<p>{ONE}</p>{styled}<p>{TWO}</p>")).text == BOTH


@pytest.mark.parametrize(
    "inside",
    [
        "The <x-name>ministry</x-name> said on Thursday that the <x-a>road</x-a> was closed.",
        "<x-name>The ministry</x-name> said on Thursday that the road was <x-a>closed.</x-a>",
        "<x-name>The</x-name> <x-name>ministry</x-name> said that the road was closed.",
        "The <span style='color:red'>ministry</span> said that the road was closed.",
    ],
)
def test_elements_in_a_sentence_are_words_of_it(inside):
    plain = inside
    for tag in ("<x-name>", "</x-name>", "<x-a>", "</x-a>", "<span style='color:red'>", "</span>"):
        plain = plain.replace(tag, "")
    assert read(article(f"<p>{inside}</p>{PARAGRAPHS}")).text == f"{plain}\n\n{BOTH}"


def test_an_element_between_words_of_a_block_is_one_of_them():
    page = read(article(f"<div>The <x-name>ministry</x-name> said so on Friday.</div>{PARAGRAPHS}"))
    assert page.text == f"The ministry said so on Friday.\n\n{BOTH}"


def test_lines_of_preformatted_text_stay():
    poem = "The river rose   at night\n  and took the bridge with it,\n\nthe ministry said."
    expected = "The river rose at night\nand took the bridge with it,\n\nthe ministry said."
    assert read(article(f"{PARAGRAPHS}<pre>{poem}</pre>")).text == f"{BOTH}\n\n{expected}"
    assert extract_article(f"<pre>{poem}</pre>").text == expected
    assert extract_article(f"<p>{poem}</p>").text == " ".join(poem.split())


@pytest.mark.parametrize(
    "lead",
    [
        f"<h1>Road closed</h1><div class=standfirst>{THREE}</div><div class=content>%s</div>",
        f"<header><h1>Road closed</h1><p>{THREE}</p></header><div><article>%s</article></div>",
    ],
)
def test_the_lead_between_headline_and_text_is_a_part_of_it(lead):
    assert read(lead % PARAGRAPHS).text == f"{THREE}\n\n{BOTH}"


def test_the_day_may_stand_between_the_lead_and_the_text():
    head = f"<h1>Road closed</h1><div class=standfirst>{THREE}</div>"
    page = read(f"{head}<div>5 August 2021</div><div class=content>{PARAGRAPHS}</div>")
    assert (page.text, page.published) == (f"{THREE}\n\n{BOTH}", "2021-08-05")
    # Not where the text goes on.
    page = read(f"{head}<div class=content><p>{ONE}</p><p>5 August 2021</p><p>{TWO}</p></div>")
    assert page.published == ""


@pytest.mark.parametrize(
    "between",
    [
        f"<div class=newsletter>{THREE}</div>",
        f"<p><a href=/x>{THREE}</a></p>",
        "<p>It was published in the morning edition of 5 August 2021.</p>",
        f"<div>{THREE}</div><div>{THREE} Again.</div><div>{THREE} Too.</div><div>No. {THREE}</div>",
    ],
)
def test_furniture_between_headline_and_text_is_no_lead(between):
    head = f"<header><h1>Road closed</h1>{between}</header>"
    assert read(f"{head}<div><article>{PARAGRAPHS}</article></div>").text == BOTH


def test_what_stands_above_the_headline_is_no_lead():
    page = f"<div>{THREE}</div><h1>Road closed</h1><div class=content>{PARAGRAPHS}</div>"
    assert read(page).text == BOTH


def test_hidden_sentences_of_an_article_are_listed_and_those_of_its_furniture_are_not():
    four = "A spokesman for the army said that helicopters would bring food to the villages."
    hidden = "<div class={} style='display:none'><p>{}</p><p>{}</p></div>"
    page = read(article(PARAGRAPHS + hidden.format("more", THREE, four)))
    assert (page.text, [block.text for block in page.left_out]) == (BOTH, [THREE, four])
    page = read(article(PARAGRAPHS + hidden.format("cookie", THREE, four)))
    assert (page.text, [block.text for block in page.left_out]) == (BOTH, [])


def test_a_legend_stays_as_a_heading_of_its_fields():
    fields = f"<fieldset><legend>Background</legend><p>{TWO}</p></fieldset>"
    page = read(article(f"<p>{ONE}</p>{fields}<p>{THREE}</p>"))
    assert page.text == f"{ONE}\n\nBackground\n\n{TWO}\n\n{THREE}"


def test_the_text_in_json_ld_keeps_its_paragraphs():
    item = {"@type": "NewsArticle", "articleBody": f"{ONE}\n\n{TWO}\n{THREE}"}
    script = f"<script type='application/ld+json'>{json.dumps(item)}</script>"
    page = read("<div id=app></div>", f"<title>Road closed</title>{script}")
    assert page.text == f"{BOTH}\n{THREE}"


@pytest.mark.parametrize("before", ["", "<!-- a -->\n<!-- b -->", "<meta charset=utf-8>"])
def test_a_page_may_leave_out_the_tags_of_its_parts(before):
    page = extract_article(f"{before}<title>Road closed</title><h1>Road closed</h1>{PARAGRAPHS}")
    assert (page.title, page.text) == ("Road closed", BOTH)


def test_a_picture_with_a_title_does_not_make_a_fragment_a_page():
    fragment = f"<p>{ONE}</p><svg><title>A map</title></svg><p>Short.</p>"
    assert extract_article(fragment).text == f"{ONE}\n\nShort."


@pytest.mark.parametrize(
    "title",
    [
        "The Paper - Road closed in the valley",
        "Road closed in the valley | The Paper of the Northern Valley and the Coast",
    ],
)
@pytest.mark.parametrize("above", ["", "<div class=sidebar><h1>The Paper</h1></div>"])
def test_the_heading_in_the_pages_title_is_the_title(title, above):
    page = read(
        f"{above}<article><h2>Road closed in the valley</h2>{PARAGRAPHS}</article>",
        f"<title>{title}</title>",
    )
    assert (page.title, page.text) == ("Road closed in the valley", BOTH)


def remarks(body):
    markup = f"<!doctype html><html><head><title>Road</title></head><body>{body}</body></html>"
    items = html_pages.read(io.BytesIO(markup.encode()), "road.html", {}, 0)
    return [item.reason for item in items if isinstance(item, Problem)]


def test_a_page_without_a_sentence_is_reported():
    assert remarks("<nav><a href=/>Home</a></nav><div id=app></div><script>1</script>") == [
        "All text that was found in the page is “Home”. If its text is built by a script, save it "
        "with the browser or with SingleFile."
    ]
    assert remarks(article(PARAGRAPHS)) == []


@pytest.mark.parametrize(
    "notice",
    [
        "You need to enable JavaScript to run this app.",
        "Please turn JavaScript on and reload the page. This helps us to tell people from robots.",
    ],
)
def test_a_notice_about_scripts_is_said_to_be_no_article(notice):
    scripted = f"<noscript>{notice}</noscript><p>{notice}</p><script>run()</script>"
    assert remarks(scripted) == [
        f"All text that was found in the page is “{notice}”. If its text is built by a script, "
        "save it with the browser or with SingleFile."
    ]
    story = f"<p>The site needs JavaScript, he said.</p><p>{THREE}</p><p>{ONE}</p>"
    assert remarks(article(f"{PARAGRAPHS}{story}<script>run()</script>")) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html lang=en><main lang=ru>%s</main>", "ru"),
        ("<html lang=en><div lang=fr><nav>Menu</nav></div><div lang=ru><article>%s", "ru"),
        ("<html lang=en><article lang=ru><div lang=uk>%s</div></article>", "uk"),
        ("<html lang=en><article lang=''>%s</article>", "en"),
        ("<html lang=en><article><blockquote lang=fr>%s</blockquote></article>", "en"),
        ("<html lang=en><article>%s<div lang=fr><p>Au revoir.</p></div></article>", "en"),
    ],
)
def test_the_language_is_that_of_the_element_around_the_text(page, expected):
    assert extract_article(f"<!doctype html>{page % (PARAGRAPHS * 2)}").language == expected
