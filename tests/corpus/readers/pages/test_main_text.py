"""No sentence of an article loses a word; what is left out of it is listed."""

import io
import json

import pytest

from corpus.readers.extraction import LeftOut, extract_article
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import Problem

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."
THREE = "The council will meet on Monday to decide whether the weir is opened, the mayor said."
FOUR = "Nobody at the water board could say on Friday how long the repairs would take."
ARTICLE = "<main><article><h1>Road closed</h1>%s</article></main>"


def page(text, frame=ARTICLE, head=""):
    return (
        f"<!doctype html><html><head><title>Road closed</title>{head}</head><body><nav>"
        f"<a href=/>Home</a> <a href=/w>World</a></nav>{frame % text}"
        "<footer><p>Copyright 2021 The Paper. All rights are reserved by it.</p></footer>"
    )


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of_page(*arguments, **options):
    return extract_article(page(*arguments, **options)).text


@pytest.mark.parametrize(
    "tag",
    "abbr address big bdi bdo button cite data dfn em fieldset font ins kbd label legend mark "
    "math meter nobr noindex output progress q ruby samp small span sub sup time tt u "
    "var".split(),
)
def test_a_sentence_keeps_the_words_of_every_element(tag):
    sentence = f"She spoke on <{tag}>Tuesday night</{tag}> to envoys. It ended there."
    text = text_of_page(paragraphs(TWO, f"{ONE} {sentence}", THREE))
    assert " ".join(text.split()) == f"{TWO} {ONE} She spoke on Tuesday night to envoys. It " + (
        f"ended there. {THREE}"
    )


@pytest.mark.parametrize(
    "name", "timestamp meta share related tags social navbar premium hidden-xs author".split()
)
def test_a_sentence_keeps_the_words_of_elements_whatever_their_class(name):
    sentence = f"{ONE} She spoke on <span class={name}>Tuesday</span> night to envoys."
    assert text_of_page(paragraphs(TWO, sentence)) == (
        f"{TWO}\n\n{ONE} She spoke on Tuesday night to envoys."
    )


@pytest.mark.parametrize(
    "ad",
    [
        "<div class=ad>Advertisement</div>",
        "<div class=ad-slot id=x></div>",
        "<ins class=adsbygoogle></ins>",
        "<span class=ad>Advertisement</span>",
        "<aside>Read also: <a href=/x>the flood of 1950</a></aside>",
        "<script>show()</script>",
        "<iframe src=/x></iframe>",
    ],
)
def test_the_rest_of_a_paragraph_stays_behind_what_stands_in_it(ad):
    text = text_of_page(f"<p>{ONE} {ad} {TWO}</p><p>{THREE}</p>")
    assert text.split() == f"{ONE} {TWO} {THREE}".split()


@pytest.mark.parametrize(
    "inside",
    [
        "<center>* * *</center><p>{}</p>",
        "<center><b>Second part</b></center><p>{}</p>",
        "<figure><blockquote>{}</blockquote></figure>",
        "<figure class=pullquote><blockquote><p>{}</p></blockquote></figure>",
        "<form action=/x><p>{}</p></form>",
        "<fieldset><legend>What we know</legend><p>{}</p></fieldset>",
        "<details><summary>What we know</summary><p>{}</p></details>",
        "<section class=embedded><p>{}</p></section>",
        "<p><label>{}</label></p>",
        "<p><time>{}</time></p>",
        "<p class=yin-note>{}</p>",
    ],
)
def test_sentences_between_others_stay(inside):
    text = text_of_page(paragraphs(ONE) + inside.format(TWO) + paragraphs(THREE, FOUR))
    assert [line for line in text.split("\n\n") if line in (ONE, TWO, THREE, FOUR)] == [
        ONE, TWO, THREE, FOUR,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "frame",
    [
        "%s",
        "<div>%s</div>",
        "<div id=content>%s</div>",
        "<div class=story>%s</div>",
        "<section>%s</section>",
        "<table><tr><td>%s</td></tr></table>",
        "<center>%s</center>",
        "<form id=aspnetForm><input type=hidden name=x>%s</form>",
        "<article>%s</article>",
    ],
)
def test_repeated_paragraphs_short_ones_and_headings_stay_in_any_frame(frame):
    text = paragraphs(ONE, TWO, ONE, "Why?", "Facebook") + (
        f"<h2>What comes next</h2>{paragraphs(THREE)}<h3>Who pays</h3>{paragraphs(ONE, FOUR)}"
    )
    lines = [
        ONE, TWO, ONE, "Why?", "Facebook", "What comes next", THREE, "Who pays", ONE, FOUR,
    ]  # fmt: skip
    assert text_of_page(f"<h1>Road closed</h1>{text}", frame) == "\n\n".join(lines)


@pytest.mark.parametrize(
    "between",
    [
        "</article><article>",
        "</article><div class=ad>Advertisement</div><article>",
        "</div><div class=body>",
        "</section><section>",
    ],
)
def test_an_article_in_several_elements_is_read_whole(between):
    tag, _, name = between.rpartition("<")[2].rstrip(">").partition(" ")
    inner = f"{paragraphs(ONE, TWO)}{between}<h2>The other side</h2>{paragraphs(THREE, FOUR)}"
    frame = f"<main><h1>Road closed</h1><{tag} {name}>%s</{tag}></main>"
    assert text_of_page(inner, frame) == "\n\n".join([ONE, TWO, "The other side", THREE, FOUR])


def test_furniture_stays_out_and_is_listed_if_it_has_sentences():
    question = "Sign up for our newsletter to get the news on every single morning."
    caption = "The bridge on Monday, as it was seen from the town hall."
    article = extract_article(
        page(
            paragraphs(ONE, f"{TWO} <button>Share</button>")
            + f"<figure><img src=x><figcaption>{caption}</figcaption></figure>"
            + f"<form class=signup><p>{question}</p><input type=email></form>"
            + "<p style='display: none'>Nobody who reads the page will ever see this sentence.</p>"
            + "<ul><li><a href=/a>A headline of another story that is told elsewhere.</a></ul>"
            + paragraphs(THREE)
        )
    )
    assert article.text == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert article.left_out == (LeftOut(TWO, caption, THREE), LeftOut(TWO, question, THREE))


def test_a_text_that_only_metadata_hold_is_read_there():
    body = "\n\n".join([ONE, TWO, THREE, FOUR])
    head = f'<script type="application/ld+json">{json.dumps({"articleBody": body})}</script>'
    assert text_of_page("", "<div>%s</div>", head).split() == body.split()


def test_a_text_that_a_site_or_a_saved_page_keeps_in_an_element_that_is_not_shown_is_read():
    text = paragraphs(*[ONE, TWO, THREE, FOUR] * 2)
    lines = "\n\n".join([ONE, TWO, THREE, FOUR] * 2)
    for tag in ("noscript", "template shadowrootmode=open"):
        assert text_of_page(text, f"<main><{tag}>%s</{tag.split()[0]}></main>") == lines


def test_signs_that_mark_what_is_kept_are_read_as_they_stand():
    signs = f"{ONE[:-1]} \u2800\u2801\u28ff."
    assert text_of_page(paragraphs(signs, TWO)) == f"{signs}\n\n{TWO}"


@pytest.mark.parametrize(
    ("captions", "reason"),
    [
        ([], None),
        (["The bridge, as seen from the town hall."], "1 block inside the article was left out, "
         "beginning with “The bridge, as seen from the town hall.”."),
        ([f"{'The bridge ' * 8}on Monday.", "The river on Tuesday, seen from there."], "2 blocks "
         f"inside the article were left out, beginning with “{('The bridge ' * 8)[:80]}…”."),
    ],
)  # fmt: skip
def test_an_import_tells_what_it_left_out_of_an_article(captions, reason):
    figures = "".join(f"<figure><figcaption>{each}</figcaption></figure>" for each in captions)
    content = page(paragraphs(ONE) + figures + paragraphs(TWO)).encode()
    *problems, record = read_articles(io.BytesIO(content), "name", "html")
    assert [each.reason for each in problems if isinstance(each, Problem)] == (
        [reason] if reason else []
    )
    assert record.text == f"{ONE}\n\n{TWO}"


def test_links_before_the_first_sentence_are_no_text():
    links = "<td class=sidebar><a href=/>Home</a> <a href=/archive>Archive</a></td>"
    text = f"<table><tr>{links}<td><h1>Road closed</h1>{paragraphs(ONE, TWO)}</td></tr></table>"
    assert text_of_page(text, "%s") == f"{ONE}\n\n{TWO}"


INTRO = "Ask us anything about the river: our reporter answers your letters every week."
CREDIT = "Additional reporting for this story came from our office in the capital city."


def left_out_of(*arguments, **options):
    return extract_article(page(*arguments, **options)).left_out


def caption(text):
    return f"<figure><figcaption>{text}</figcaption></figure>"


@pytest.mark.parametrize(
    ("frame", "is_listed"),
    [
        (ARTICLE, True),
        ("<main><div role=article><h1>Road closed</h1>%s</div></main>", True),
        ("<main><h1>Road closed</h1><div itemprop=articleBody>%s</div></main>", True),
        ("<main><div class=story>%s</div></main>", False),
    ],
)
def test_sentences_before_and_after_the_text_are_listed_inside_its_article(frame, is_listed):
    text = caption(INTRO) + paragraphs(ONE, TWO) + caption(CREDIT)
    assert left_out_of(text, frame) == (
        (LeftOut("", INTRO, ONE), LeftOut(TWO, CREDIT, "")) if is_listed else ()
    )


def test_sentences_of_another_article_are_not_listed():
    teaser = f"<article class=teaser><aside>{CREDIT}</aside></article>"
    assert left_out_of(paragraphs(ONE, TWO), ARTICLE + teaser) == ()


def test_a_sentence_that_stands_in_the_text_is_not_listed_and_no_sentence_twice():
    pulled = caption(f" {TWO[:20]}\n{TWO[20:]}")
    text = paragraphs(ONE) + pulled + caption(INTRO) + paragraphs(TWO) + caption(INTRO)
    assert left_out_of(text + paragraphs(THREE)) == (LeftOut(ONE, INTRO, TWO),)


def test_the_headline_is_not_listed():
    title = "Why was the road to the bridge closed, and who pays for it?"
    frame = f"<main><article><header><h1>{title}</h1></header>%s</article></main>"
    assert left_out_of(paragraphs(ONE, TWO), frame) == ()


def test_the_blocks_around_are_shortened_to_what_is_next_to_the_sentence():
    long_before, long_after = f"{ONE} {TWO} {THREE}", f"{FOUR} {TWO} {THREE}"
    text = paragraphs(long_before) + caption(INTRO) + paragraphs(long_after)
    assert left_out_of(text) == (LeftOut(long_before[-160:], INTRO, long_after[:160]),)


def test_a_listed_sentence_has_the_characters_of_a_stored_text():
    text = paragraphs(ONE) + caption(f"It isn&#146;t\x07 \ue000 {INTRO}") + paragraphs(TWO)
    assert left_out_of(text) == (LeftOut(ONE, f"It isn’t {INTRO}", TWO),)
