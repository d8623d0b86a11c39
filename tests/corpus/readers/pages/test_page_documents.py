"""Pages that hold several whole articles or posts, and pages that only look like it."""

import csv
import io
import json
from datetime import date

import pytest

from corpus.importing.batches import split_batches
from tests.corpus.readers.reading import outcome, records

SENTENCES = [
    f"The ministry said on Thursday that road {number} had been closed after the river rose, and "
    f"two drivers told our reporter that lorries had passed bridge {number} in the evening."
    for number in range(20)
]
ONE, TWO = SENTENCES[:8], SENTENCES[8:16]


def page(body):
    head = "<title>The Paper</title><link rel=canonical href='https://paper.example/'>"
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><main>{body}</main></body></html>"
    )


def article(title, day, author, sentences, attributes=""):
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    byline = f"<a rel=author>{author}</a>" if author else ""
    return (
        f"<article {attributes}><h2>{title}</h2><p class=byline>{byline} "
        f"<time datetime={day}>{day}</time></p>{text}</article>"
    )


def facts(body):
    return [
        (each.title, each.source, each.byline, each.published and each.published.first, each.text)
        for each in records(page(body).encode(), "html")
    ]


FIRST = article("Road closed", "2021-08-05", "A. Reporter", ONE)
SECOND = article("Envoy denies", "2021-08-04", "B. Writer", TWO)
OF_TEASERS = "teasers or search results. Import the pages that it links to."
BOTH = [
    ("Road closed", "paper.example", "A. Reporter", date(2021, 8, 5), "\n\n".join(ONE)),
    ("Envoy denies", "paper.example", "B. Writer", date(2021, 8, 4), "\n\n".join(TWO)),
]


def test_each_whole_article_of_a_front_page_is_an_article():
    assert facts(FIRST + SECOND) == BOTH


def test_each_post_of_a_thread_is_an_article():
    posts = "".join(
        "<div itemscope itemtype='https://schema.org/DiscussionForumPosting'>"
        f"<span itemprop=author>{author}</span>"
        f"<time itemprop=datePublished datetime={day}>{day}</time><div>{text}</div></div>"
        for author, day, text in [
            ("ann", "2021-08-04", SENTENCES[0]),
            ("ben", "2021-08-05", SENTENCES[1]),
        ]
    )
    assert facts(posts) == [
        ("", "paper.example", "ann", date(2021, 8, 4), SENTENCES[0]),
        ("", "paper.example", "ben", date(2021, 8, 5), SENTENCES[1]),
    ]


# How forum programs lay out a post: its number, its writer, its day and its text.
FORUMS = {
    "phpBB": "<div id=p{0} class='post bg1'><dl class=postprofile><dt><a class=username href=/u>{1}"
    "</a></dt><dd>Posts: 4</dd></dl><div class=postbody><h3><a href=#p{0}>Re: Roads</a></h3>"
    "<p class=author>by {1} » <time datetime={2}>{2}</time></p><div class=content>{3}</div></div>"
    "</div>",
    "XenForo": "<article class='message message--post' id=post-{0}><h4 class=message-name>"
    "<a class=username href=/m/{1}>{1}</a></h4><div class=message-content><header><time datetime="
    "{2}>{2}</time></header><div class=message-body><div class=bbWrapper>{3}</div></div></div>"
    "</article>",
    "vBulletin": "<li class='postbit postcontainer' id=post_{0}><a class=username>{1}</a>"
    "<time datetime={2}>{2}</time><div class=content><blockquote class=postcontent>{3}"
    "</blockquote></div></li>",
    "vBulletin with menus": "<li class='postbit postcontainer' id=post_{0}>"
    "<a class=username>{1}</a><ul class='popupbody memberaction_body'>"
    "<li>View posts</li><li>Private message</li></ul>"
    "<time datetime={2}>{2}</time><div class=postrow><div class=content><div id=post_message_{0}>"
    "{3}</div></div></div></li>",
    "Discourse": "<div class='topic-post regular'><span class='first username'><a>{1}</a></span>"
    "<time datetime={2}>{2}</time><div class=cooked><p>{3}</p></div></div>",
    "MyBB": "<div class='post classic' id=post_{0}><div class=post_author><span class=author_name>"
    "{1}</span></div><time datetime={2}>{2}</time><div class=post_body>{3}</div></div>",
}
POSTS = [
    ("1", "ann", "2021-08-04", SENTENCES[0]),
    ("2", "ben", "2021-08-05", "Agreed."),
    ("3", "cy", "2021-08-06", SENTENCES[1]),
]


@pytest.mark.parametrize("layout", FORUMS.values(), ids=FORUMS)
def test_each_post_of_a_forum_is_an_article(layout):
    thread = "<h1>Roads</h1><div>" + "".join(layout.format(*post) for post in POSTS) + "</div>"
    assert [(byline, day, text) for _, _, byline, day, text in facts(thread)] == [
        (writer, date.fromisoformat(day), text) for _, writer, day, text in POSTS
    ]


def test_what_only_looks_like_a_thread_is_one_article():
    posts = "".join(FORUMS["phpBB"].format(*post) for post in POSTS)
    thread = f"<h1>Roads</h1><div>{posts}</div>"
    story = "".join(f"<p>{sentence}</p>" for sentence in ONE)
    others = [
        # Comments below an article.
        f"<h1>Roads</h1><article>{story}</article><div>{posts}</div>",
        thread.replace("class='post bg1'", "class='comment post'"),
        "<meta property=og:type content=article>" + thread,
        # One has no writer.
        thread.replace(">ann<", "><").replace("by ann", ""),
    ]
    assert [len(facts(each)) for each in others] == [1] * len(others)
    teasers = outcome(page(thread.replace("href=#p", "href=/p")).encode(), "html")
    assert teasers == [(None, "", f"The page is a list of 3 {OF_TEASERS}")]


def test_whole_articles_of_a_front_page_are_known_by_their_class_too():
    posts = [each.replace("article", "div") for each in (FIRST, SECOND)]
    posts = [each.replace("<div ", "<div class='post hentry'", 1) for each in posts]
    assert facts("".join(posts)) == BOTH


def test_an_article_with_teasers_beside_it_is_one_article():
    teaser = article("Read this too", "2021-08-01", "C. Other", SENTENCES[16:17])
    (only,) = facts(FIRST + 3 * teaser)
    assert "\n\n".join(ONE) in only[4]


def test_an_article_in_two_parts_is_one_article():
    halves = [article("", "", "", sentences).replace("<h2></h2>", "") for sentences in (ONE, TWO)]
    assert len(facts("<h1>Road closed</h1>" + "".join(halves))) == 1


def test_articles_beside_a_longer_text_are_not_split():
    assert len(facts(article("Road closed", "2021-08-05", "A. Reporter", 5 * ONE) + SECOND)) == 1
    story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert len(facts(f"<h1>Roads</h1>{story}{FIRST}{SECOND}")) == 1


def test_articles_that_go_on_elsewhere_or_are_comments_are_not_split():
    assert len(facts(FIRST + SECOND.replace("</article>", "<a>Read more</a></article>"))) == 1
    comments = article("Comment", "2021-08-06", "D.", TWO, "class=comment")
    assert len(facts(FIRST + comments)) == 1


def test_a_list_of_search_results_is_refused_with_what_it_is():
    results = [
        f"<article><h3><a href=/{number}>Road {number} closed</a></h3><p>{sentence}</p></article>"
        for number, sentence in enumerate(SENTENCES[:5])
    ]
    refusal = (
        "The page is a list of 5 teasers or search results. Import the pages that it links to."
    )
    body = "".join(results)
    assert outcome(page(body).encode(), "html") == [(None, "", refusal)]
    # With an article beside them, with two of them, or without links it is no list.
    story = "".join(f"<p>{sentence}</p>" for sentence in ONE)
    for other in (f"<h1>Roads</h1>{story}{body}", "".join(results[:2]), body.replace("href", "id")):
        assert refusal not in str(outcome(page(other).encode(), "html"))


def results(layout, number=5, length=1):
    """A list of search results, each laid out with its address, its title and its text."""
    texts = [" ".join(SENTENCES[n : n + length]) for n in range(number)]
    items = [layout.format(f"/{n}", f"Road {n} closed", text) for n, text in enumerate(texts)]
    return f"<div id=main>{''.join(items)}</div>"


@pytest.mark.parametrize(
    "layout",
    [
        "<li><h3><a href={0}>{1}</a></h3><p>{2}</p></li>",
        "<div class=g><a href={0}><h3>{1}</h3></a><div><span>{2}</span></div></div>",
        "<div><div><h2><a href={0}>{1}</a></h2></div><div>5 August<br>{2}</div></div>",
    ],
)
def test_search_results_in_any_elements_are_refused(layout):
    refusal = (
        "The page is a list of 5 teasers or search results. Import the pages that it links to."
    )
    assert outcome(page(results(layout)).encode(), "html") == [(None, "", refusal)]
    story = "".join(f"<p>{sentence}</p>" for sentence in ONE)
    others = [
        f"<h1>Roads</h1>{story}{results(layout)}",
        results(layout, number=2),
        results(layout, length=4),
        results(layout).replace("href=/", "href=#"),
        results(layout).replace("href", "id"),
        # Five roads in one article, each with a link.
        "<meta property=og:type content=article>" + results(layout),
        "<meta property=article:section content=News>" + results(layout),
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script>' + results(layout),
    ]
    for other in others:
        read = str(outcome(page(other).encode(), "html"))
        assert SENTENCES[1] in read and refusal not in read


def as_csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


IN_FIELDS = {
    "jsonl": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "csv": as_csv,
    "wrapper": lambda rows: json.dumps({"articles": rows}).encode(),
}


def read_in_field(layout, rows):
    return records(IN_FIELDS[layout](rows), "csv" if layout == "csv" else "jsonl")


@pytest.mark.parametrize("layout", IN_FIELDS)
def test_articles_of_a_page_in_a_field_are_articles(layout):
    rows = [
        {"html": page(FIRST + SECOND), "source": "The Other", "language": "fr", "title": ""},
        {"html": "<p>One alone.</p>", "source": "", "language": "", "title": ""},
    ]
    read = read_in_field(layout, rows)
    assert [(each.title, each.source, each.language, each.text) for each in read] == [
        ("Road closed", "The Other", "fr", "\n\n".join(ONE)),
        ("Envoy denies", "The Other", "fr", "\n\n".join(TWO)),
        ("", "", "", "One alone."),
    ]
    assert [(each.media_type, each.place.item, each.is_followed) for each in read[:2]] == [
        ("text/html; charset=utf-8", 1, True),
        ("text/html; charset=utf-8", 2, False),
    ]
    assert read[0].content.startswith(b"<article>")
    assert str(read[1].place) == f"name, line {read[1].place.line}, item 2"


@pytest.mark.parametrize("layout", IN_FIELDS)
def test_a_row_with_a_title_is_one_article(layout):
    [record] = read_in_field(layout, [{"html": page(FIRST + SECOND), "title": "The day"}])
    assert (record.title, record.is_followed) == ("The day", False)


@pytest.mark.parametrize("layout", IN_FIELDS)
def test_no_batch_ends_within_a_row(layout):
    content = IN_FIELDS[layout]([{"html": page(FIRST + SECOND), "title": ""}] * 2)
    format = "csv" if layout == "csv" else "jsonl"
    whole = records(content, format)
    batches = [list(batch) for batch in split_batches(whole, size=1)]
    assert [len(batch) for batch in batches] == [2, 2]
    assert records(content, format, start=batches[0][-1].position) == batches[1]


@pytest.mark.parametrize("layout", IN_FIELDS)
def test_blocks_left_out_of_a_page_in_a_field_are_listed(layout):
    caption = "<figure><figcaption>Lorries waited at the bridge on Thursday.</figcaption></figure>"
    text = "".join(f"<p>{sentence}</p>" for sentence in ONE[:4]) + caption
    text += "".join(f"<p>{sentence}</p>" for sentence in ONE[4:])
    content = IN_FIELDS[layout]([{"html": page(f"<article>{text}</article>")}])
    remark = outcome(content, "csv" if layout == "csv" else "jsonl")[0][2]
    assert remark == (
        "1 block inside the article was left out, beginning with “Lorries waited at the bridge on "
        "Thursday.”."
    )
