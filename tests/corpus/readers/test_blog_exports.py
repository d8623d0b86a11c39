"""Exports of blogs: their published posts are articles, and nothing else that they hold."""

import pytest

from tests.corpus.readers.reading import outcome

WORDPRESS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>
 <item><title>One</title><link>https://blog.example/one/</link>
 <content:encoded><![CDATA[%s]]></content:encoded>%s</item></channel></rss>"""
BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"
 xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Blog</title>
 <entry><title>One</title>%s<content type="html">The bridge is closed.</content></entry></feed>"""
KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind" '
    'term="http://schemas.google.com/blogger/2008/kind#%s"/>'
)


def read(markup):
    return outcome(markup.encode(), "feed")


def wordpress(kind, status, text="The bridge is closed.", more=""):
    stated = f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}"
    return read(WORDPRESS % (text, stated))


@pytest.mark.parametrize("kind", ["post", "page", "report"])
def test_published_posts_of_wordpress_are_articles(kind):
    assert wordpress(kind, "<![CDATA[publish]]>") == ["The bridge is closed."]


@pytest.mark.parametrize("status", ["draft", "pending", "private", "trash", "future"])
def test_other_posts_of_wordpress_are_left_out_by_name(status):
    reason = f"It is not published (“{status}”); it was left out."
    assert wordpress("post", status) == [(1, "", reason)]


def test_a_post_behind_a_password_is_left_out():
    password = "<wp:post_password>enter</wp:post_password>"
    reason = "It is not published (“password”); it was left out."
    assert wordpress("post", "publish", more=password) == [(1, "", reason)]
    empty = "<wp:post_password></wp:post_password>"
    assert wordpress("post", "publish", more=empty) == ["The bridge is closed."]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("attachment", "inherit"),
        ("revision", "inherit"),
        ("nav_menu_item", "publish"),
        ("custom_css", "publish"),
        ("wp_global_styles", "publish"),
    ],
)
def test_what_is_no_post_of_wordpress_is_left_out_by_name(kind, status):
    reason = f"It is no post of the blog, but “{kind}”; it was left out."
    assert wordpress(kind, status) == [(1, "", reason)]


def test_blank_lines_of_a_post_of_wordpress_part_paragraphs_and_codes_go():
    text = (
        '[caption id="a" width="30"]<img src="a.jpg"> The hall[/caption]\nThe bridge\nis closed.\n'
        '\n<h2>Votes</h2>\nNine voted <em>for it</em>.\n\n[gallery ids="1"]\n\nFour [of 9] did not.'
    )
    paragraphs = (
        "The hall\n\nThe bridge is closed.\n\nVotes\n\nNine voted for it.\n\nFour [of 9] did not."
    )
    assert wordpress("post", "publish", text) == [paragraphs]
    blocks = "<!-- wp:paragraph --><p>The bridge\n\nis closed.</p><!-- /wp:paragraph -->"
    assert wordpress("post", "publish", blocks) == ["The bridge is closed."]


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        (KIND % "post", ""),
        (KIND % "page", ""),
        ('<category term="Roads"/>', ""),
        ("<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>", ""),
        (KIND % "comment", "It is no post of the blog, but “comment”; it was left out."),
        (KIND % "template", "It is no post of the blog, but “template”; it was left out."),
        (KIND % "settings", "It is no post of the blog, but “settings”; it was left out."),
        (
            KIND % "post" + "<app:control><app:draft>yes</app:draft></app:control>",
            "It is not published (“draft”); it was left out.",
        ),
        (
            "<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>",
            "It is no post of the blog, but “comment”; it was left out.",
        ),
        (
            "<blogger:type>POST</blogger:type><blogger:status>SOFT_TRASHED</blogger:status>",
            "It is not published (“soft_trashed”); it was left out.",
        ),
    ],
)
def test_published_posts_of_blogger_alone_are_articles(stated, reason):
    expected = (1, "", reason) if reason else "The bridge is closed."
    assert read(BLOGGER % stated) == [expected]


def test_blank_lines_part_paragraphs_where_no_element_does():
    item = "<rss><channel><item><description><![CDATA[%s]]></description></item></channel></rss>"
    linked = 'Nine voted <a href="/for">for it</a>.\n\nFour\ndid not.'
    assert read(item % linked) == ["Nine voted for it.\n\nFour did not."]
    assert read(item % f"<p>{linked}</p>") == ["Nine voted for it. Four did not."]


def test_an_ordinary_feed_keeps_its_words_in_brackets():
    text = "<p>See [gallery 3] there.</p>"
    assert read(WORDPRESS % (text, "")) == ["See [gallery 3] there."]
