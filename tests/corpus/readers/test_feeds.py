"""RSS and Atom."""

import io
from datetime import date

import pytest

from corpus.dates import DAY, ImpreciseDate
from corpus.readers.feeds import feed_files, splitting
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, ImportedRecord, Problem
from tests.corpus.readers.reading import outcome, records

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>All the news</title><link>https://www.example.org/</link><language>en-gb</language>
<item><title>Tom &amp;amp; Jerry: café</title><link>https://example.org/a</link>
<dc:creator>A Writer</dc:creator><pubDate>Thu, 05 Aug 2021 23:30:00 -0500</pubDate>
<description>The summary.</description>
<content:encoded><![CDATA[<p>One <b>two</b>,<br>three.</p><script>no</script><p>Four.]]>
</content:encoded></item>
<item/>
<item><description>Plain &amp;amp; simple.

Two.</description><source url="https://www.reuters.com/feed">Reuters</source></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>News</title>
<entry><title type="html">A &lt;i&gt;title&lt;/i&gt;</title><id>x</id>
<author><name>A</name></author><author><name>B</name></author>
<link href="https://example.org/1"/><updated>2021-08-05T01:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div>
</content></entry></feed>"""
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>News</title>
<link>https://example.org</link></channel>
<item rdf:about="a"><title>T</title><link>https://example.org/1</link>
<description>One.</description></item></rdf:RDF>"""


def test_items_of_rss_become_records_of_their_own_bytes():
    content = RSS.encode()
    items = list(read_articles(io.BytesIO(content), "name", "feed"))
    start, end = content.index(b"<item>"), content.index(b"<item/>")
    assert items[0] == ImportedRecord(
        place=FileLocation("name", item=1),
        content=content[start:end].strip(),
        media_type="application/rss+xml",
        text="One two,\nthree.\n\nFour.",
        title="Tom & Jerry: café",
        url="https://example.org/a",
        source="example.org",
        byline="A Writer",
        language="en-GB",
        published=ImpreciseDate(date(2021, 8, 5), DAY),
        position=1,
    )
    assert items[1] == Problem(FileLocation("name", item=2), "text", "There is no text.", 2)
    assert (items[2].text, items[2].source) == ("Plain & simple.\n\nTwo.", "reuters.com")
    assert str(items[2].place) == "name, item 3"


def test_entries_of_atom_become_records():
    [record] = records(ATOM.encode(), "feed")
    assert record.content == ATOM[ATOM.index("<entry>") : ATOM.index("</feed>")].encode()
    assert record.media_type == "application/atom+xml"
    assert (record.title, record.byline, record.text) == ("A title", "A, B", "One.\n\nTwo.")
    assert (record.url, record.source, record.language) == ("https://example.org/1", "News", "ru")
    assert record.published == ImpreciseDate(date(2021, 8, 5), DAY)


def test_items_of_rss_1_stand_beside_their_channel():
    [record] = records(RSS_1.encode(), "feed")
    assert (record.title, record.text, record.source) == ("T", "One.", "example.org")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "utf-16"),
        ("iso-8859-1", "iso-8859-1"),
        ("utf-8-sig", "utf-8"),
        ("gb2312", "gb2312"),
    ],
)
def test_a_feed_is_read_in_the_encoding_that_it_names(encoding, said):
    content = RSS.replace('"utf-8"', f'"{said}"').encode(encoding, "xmlcharrefreplace")
    items = read_articles(io.BytesIO(content), "name", "feed")
    first = next(each for each in items if isinstance(each, ImportedRecord))
    assert first.title == "Tom & Jerry: café"
    assert first.content.decode(encoding.replace("utf-16", "utf-16-le")).endswith("</item>")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(None, "", "The file is empty.")]),
        (b"<rss><channel></channel></rss>", [(None, "", "The feed has no entries.")]),
        (b"<html></html>", [(None, "", "This is not a feed: its outermost element is <html>.")]),
        (
            b'<?xml version="1.0" encoding="gbk"?><x/>',
            [
                (None, "", "The feed cannot be read (unknown encoding)."),
            ],
        ),
        (b"words", [(None, "", "The feed cannot be read (line 1: syntax error).")]),
        (b"\n <rss><channel><item><description>a</description></item></channel></rss>", ["a"]),
        # What is broken is read as well as can be, what is cut off as far as it goes.
        (
            b"<rss><channel><item><description>a&nbsp;b</description></item></channel></rss>",
            [
                (
                    None,
                    "",
                    "It is not well-formed XML (line 1: undefined entity); "
                    "it was read as far as possible.",
                ),
                "a\xa0b",
            ],
        ),
        (
            b"<rss><channel><item><description>a</description></item>\n<item><description>b",
            [
                "a",
                (
                    2,
                    "",
                    "The feed is damaged here; the rest was not read (line 2: no element found).",
                ),
            ],
        ),
        (
            b"<rss><channel><item><description>b",
            [
                (
                    None,
                    "",
                    "The feed is damaged before its first entry ends (line 1: no element found).",
                )
            ],
        ),
        # A document type of old feeds declares nothing and is not fetched.
        (
            b'<!DOCTYPE rss SYSTEM "http://example.org/rss.dtd">'
            b"<rss><channel><item><description>a</description></item></channel></rss>",
            ["a"],
        ),
    ],
)
def test_odd_feeds(content, expected):
    assert outcome(content, "feed") == expected


ENTITIES = "The feed declares XML entities (<!ENTITY …>) and was not read."


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/passwd">',
        '<!ENTITY b SYSTEM "http://example.org/">',
        '<!ENTITY % p SYSTEM "http://example.org/p.dtd"> %p;',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
# Broken after it or not: neither parser may see it.
@pytest.mark.parametrize("end", ["</channel></rss>", "&nbsp;</channel></rss>", ""])
def test_declared_entities_are_refused(declared, encoding, end):
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE rss [{declared}]>'
        f"<rss><channel><item><description>&b;</description></item>{end}"
    )
    assert outcome(feed.encode(encoding), "feed") == [(None, "", ENTITIES)]
    # Where the first parser never gets to the declaration.
    assert outcome(("<x>&nbsp;" + feed[feed.index("<!DOC") :]).encode(encoding), "feed") == [
        (None, "", ENTITIES)
    ]


JAPANESE = "同省は木曜日に発表した。"


@pytest.mark.parametrize(
    ("declared", "encoding", "media_type"),
    [
        # Seven bits, so that it is valid UTF-8.
        ("iso-2022-jp", "iso2022_jp", "application/rss+xml; charset=iso-2022-jp"),
        ("euc-jp", "euc_jp", "application/rss+xml; charset=euc-jp"),
        ("shift_jis", "cp932", "application/rss+xml; charset=shift_jis"),
        # It names another encoding than it has.
        ("windows-1251", "utf-8", "application/rss+xml"),
        ("utf-8", "euc_jp", "application/rss+xml; charset=euc-jp"),
        ("no-such", "utf-8", "application/rss+xml"),
    ],
)
def test_letters_of_a_feed_are_right_whatever_it_names(declared, encoding, media_type):
    content = f"""<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>
        <title>P</title><item><title>{JAPANESE}</title><description>{JAPANESE}</description></item>
        </channel></rss>""".encode(encoding)
    items = list(read_articles(io.BytesIO(content), "name", "feed"))
    record = items[-1]
    assert (record.title, record.text, record.media_type) == (JAPANESE, JAPANESE, media_type)
    assert record.content.decode(encoding).startswith(f"<item><title>{JAPANESE}")


def test_feed_in_no_known_encoding_is_refused():
    noise = bytes(range(0x80, 0x100)) * 3
    content = RSS.replace(' encoding="utf-8"', "").encode() + noise
    [refusal] = outcome(content, "feed")
    assert refusal == (None, "", "Its encoding is not UTF-8 and is not recognised.")


@pytest.mark.parametrize(
    "quote", ["&#147;No&#148;&#133;", "&#x93;No&#x94;&#x85;", "\x93No\x94\x85"]
)
def test_c1_controls_of_a_feed_are_windows_1252(quote):
    content = RSS.replace("Plain &amp;amp; simple.", quote).replace("café", quote).encode()
    first, _, second = read_articles(io.BytesIO(content), "name", "feed")
    assert (first.title, second.text) == ("Tom & Jerry: “No”…", "“No”…\n\nTwo.")


def test_what_a_feed_takes_is_bounded(monkeypatch):
    monkeypatch.setattr(feed_files, "MAX_ENTRY", 300)
    monkeypatch.setattr(splitting, "CHUNK_BYTES", 100)
    monkeypatch.setattr(splitting, "_MAX_TAG_BYTES", 500)
    small = b"<item><description>a</description></item>"
    begin, end = b"<rss><channel>", b"</channel></rss>"
    assert outcome(begin + b"<item>" + b"a" * 300 + b"</item>" + small + end, "feed") == [
        (1, "", "The entry has 306 bytes; the limit is 300."),
        "a",
    ]
    assert outcome(begin + b"a" * 300 + small + end, "feed") == [
        (None, "", "The feed's own data, before its first entry, is too long.")
    ]
    many = b"<item " + b" ".join(b'a%d="1"' % number for number in range(100)) + b">"
    assert outcome(begin + small + many + small + end, "feed") == [
        "a",
        (
            2,
            "",
            "The feed is damaged here; the rest was not read (a tag of more than 500 bytes).",
        ),
    ]
    deep = b"<item>" + b"<a>" * 600
    assert outcome(begin + small + deep, "feed") == [
        "a",
        (
            2,
            "",
            "The feed is damaged here; the rest was not read (elements nested more than 500 deep).",
        ),
    ]


@pytest.mark.parametrize("broken", ["", "&nbsp;"])
def test_reading_goes_on_after_any_record(broken):
    content = RSS.replace("</channel>", broken + "</channel>").encode()
    items = list(read_articles(io.BytesIO(content), "name", "feed"))
    for index, each in enumerate(items):
        if isinstance(each, ImportedRecord):
            left = items[index + 1 :]
            assert (
                list(read_articles(io.BytesIO(content), "name", "feed", start=each.position))
                == left
            )


# Whose an address is.


def feed(*items, link="https://paper.example/flash"):
    entries = "".join(f"<item><description>{n}.</description>{item}</item>" for n, item in items)
    return f"<rss><channel><title>P</title><link>{link}</link>{entries}</channel></rss>".encode()


X = "https://paper.example/x"
SHARED = {
    "each its own": (
        feed((1, f"<link>{X}/1</link>"), (2, f"<link>{X}/2</link>")),
        [(f"{X}/1", True), (f"{X}/2", True)],
    ),
    "the channel's": (
        feed((1, "<link>http://www.paper.example/flash/</link>"), (2, f"<link>{X}</link>")),
        [("http://www.paper.example/flash/", False), (X, True)],
    ),
    "one link for all": (
        feed((1, f"<link>{X}</link>"), (2, f"<link> {X}?utm_source=feed </link>")),
        [(X, False), (f"{X}?utm_source=feed", False)],
    ),
    "one guid for all": (
        feed((1, f"<guid>{X}</guid>"), (2, f"<guid>{X}</guid>")),
        [(X, False), (X, False)],
    ),
    "one guid beside links of their own": (
        feed(*((n, f"<guid>{X}</guid><link>{X}/{n}</link>") for n in (1, 2))),
        [(f"{X}/1", True), (f"{X}/2", True)],
    ),
    "one link beside guids of their own": (
        feed(*((n, f"<link>{X}</link><guid>{X}/?p={n}</guid>") for n in (1, 2))),
        [(f"{X}/?p=1", True), (f"{X}/?p=2", True)],
    ),
    "link and guid of one item": (feed((1, f"<link>{X}</link><guid>{X}</guid>")), [(X, True)]),
    "a front and no guid": (
        feed((1, "<link>https://paper.example/</link>")),
        [("https://paper.example/", True)],
    ),
    "none": (feed((1, ""), (2, "<guid>release</guid>")), [("", True), ("", True)]),
    "links within other elements": (
        feed(*((n, f"<link>{X}/{n}</link><source><link>{X}/1</link></source>") for n in (1, 2))),
        [(f"{X}/1", True), (f"{X}/2", True)],
    ),
    "Atom": (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title>"
        + b"".join(
            f"<entry><id>urn:{n}</id><link rel='alternate' href='{X}'/>"
            f"<link rel='enclosure' href='{X}/a'/><summary>{n}.</summary></entry>".encode()
            for n in (1, 2)
        )
        + b"</feed>",
        [(X, False), (X, False)],
    ),
    "not well-formed": (
        feed((1, f"&nbsp;<link>{X}</link>"), (2, f"<link>{X}</link>"), (3, f"<link>{X}/3</link>")),
        [(X, False), (X, False), (f"{X}/3", True)],
    ),
}


@pytest.mark.parametrize(("content", "expected"), SHARED.values(), ids=SHARED)
def test_address_that_several_entries_or_the_channel_have_is_no_entrys_own(content, expected):
    items = read_articles(io.BytesIO(content), "name", "feed")
    got = [(each.url, each.has_own_address) for each in items if isinstance(each, ImportedRecord)]
    assert got == expected


def test_reading_on_in_a_feed_knows_of_the_addresses_before():
    content = feed((1, f"<link>{X}</link>"), (2, f"<link>{X}</link>"))
    [record] = read_articles(io.BytesIO(content), "name", "feed", start=1)
    assert (record.text, record.has_own_address) == ("2.", False)


RELATIVE = [
    ("<link>/news/7</link>", "", "https://paper.example/news/7"),
    ("<link>news/7?id=1</link>", "", "https://paper.example/news/7?id=1"),
    ("<link>//other.example/7</link>", "", "https://other.example/7"),
    ("<link>/7</link><guid isPermaLink='false'>seven</guid>", "", "https://paper.example/7"),
    ("<link>/7</link>", " xml:base='https://base.example/'", "https://base.example/7"),
    ("<link>https://paper.example/x/7</link>", "", "https://paper.example/x/7"),
]


@pytest.mark.parametrize(("link", "base", "expected"), RELATIVE)
def test_relative_link_of_an_entry_is_resolved(link, base, expected):
    content = feed((1, link)).replace(b"<rss>", f"<rss{base}>".encode())
    [record] = records(content, "feed")
    assert (record.url, record.has_own_address) == (expected, True)


def test_relative_link_of_all_entries_identifies_none():
    entries = records(feed((1, "<link>/news/7</link>"), (2, "<link>/news/7</link>")), "feed")
    url = "https://paper.example/news/7"
    assert [(each.url, each.has_own_address) for each in entries] == [(url, False), (url, False)]
