"""Who published a page: the site that it was read on, not the one whose text it carries."""

import json

import pytest

from corpus.readers.extraction import extract_article
from corpus.readers.pages.archived_addresses import kept_page
from corpus.readers.pages.site_names import may_be_name_of

AGENCY = "https://www.agency.example/world/road-closed-101"
PORTAL = "https://portal.example/news/road-closed-101"
TEXT = "<p>The ministry said on Thursday that the road to the valley had been closed.</p>" * 3


def publisher(*head, title="Road closed", body="", saved=""):
    """(address, source, via) of a page whose canonical address is the agency's."""
    comment = f"<!-- saved from url=(0042){saved} -->" if saved else ""
    article = extract_article(
        f"<!doctype html>{comment}<html><head><title>{title}</title>"
        f"<link rel=canonical href='{AGENCY}'>{''.join(head)}</head>"
        f"<body>{body}<article><h1>Road closed</h1>{TEXT}</article></body></html>"
    )
    return article.url, article.source, article.via


def linked(*items):
    written = json.dumps(items[0] if len(items) == 1 else items)
    return f"<script type='application/ld+json'>{written}</script>"


def meta(name, content):
    return f"<meta property='{name}' content='{content}'>"


def article(**values):
    return {"@type": "NewsArticle", "headline": "Road closed", **values}


NAMED = {"@type": "Organization", "name": "Portal News"}
WITH_HOST = {**NAMED, "url": "https://www.portal.example/"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ([linked(article(publisher=NAMED))], "Portal News"),
        ([linked(article(publisher="Portal News"))], "Portal News"),
        ([linked(article(publisher=[NAMED]))], "Portal News"),
        ([linked(article(publisher=WITH_HOST))], "portal.example"),
        ([linked(article(publisher={"@id": "#p"}), {"@id": "#p", **WITH_HOST})], "portal.example"),
        ([linked(article(isPartOf={"@type": "WebSite", "name": "Portal News"}))], "Portal News"),
        ([linked({"@type": ["WebSite"], "name": "Portal News"})], "Portal News"),
        ([linked({"@graph": [article(), {**WITH_HOST, "@type": "WebSite"}]})], "portal.example"),
        ([linked(article()), linked(article(publisher=NAMED))], "Portal News"),
        (["<script type='application/ld+json'>{,</script>", linked(article(publisher=NAMED))],
         "Portal News"),
        ([meta("og:site_name", "Portal News")], "Portal News"),
        ([meta("og:site_name", "Portal News"), meta("og:url", AGENCY)], "Portal News"),
    ],
)  # fmt: skip
def test_a_portal_that_names_itself_is_the_source_and_the_agency_a_credit(head, expected):
    assert publisher(*head) == ("", expected, "agency.example")


def test_the_title_names_the_site_behind_the_headline():
    assert publisher(title="Road closed | Portal News") == ("", "Portal News", "agency.example")
    # Without the headline in front of it, it may be a part of it.
    assert publisher(title="Road - closed again") == (AGENCY, "agency.example", "")
    assert publisher(title="Rain and floods | Closed again") == (AGENCY, "agency.example", "")


def test_the_links_of_a_portal_tell_its_domain_and_json_ld_its_address():
    links = "".join(f"<a href='https://www.portal.example/{each}'>{each}</a>" for each in "abc")
    named = meta("og:site_name", "Portal News")
    assert publisher(named, body=links) == ("", "portal.example", "agency.example")
    page = linked(article(publisher=WITH_HOST, mainEntityOfPage={"@id": PORTAL}))
    assert publisher(page) == (PORTAL, "portal.example", "agency.example")


@pytest.mark.parametrize(
    "head",
    [
        [],
        [meta("og:site_name", "The Agency")],
        [meta("og:site_name", "Agency.example")],
        [linked(article(publisher={**NAMED, "url": "https://agency.example"}))],
        # A section and its publisher.
        [meta("og:site_name", "Intelligencer"), linked(article(publisher="The Agency"))],
        [meta("og:site_name", "Новости")],
    ],
)
def test_an_agencys_own_page_is_its_own(head):
    assert publisher(*head) == (AGENCY, "agency.example", "")


def test_a_page_that_links_to_the_site_of_its_address_is_its_own():
    links = "<a href='https://www.agency.example/a'>A</a><a href='https://agency.example/b'>B</a>"
    named = meta("og:site_name", "Intelligencer")
    assert publisher(named, body=links) == (AGENCY, "agency.example", "")


def test_a_saved_page_of_a_portal_keeps_its_own_address():
    named = linked(article(publisher=NAMED))
    assert publisher(named, saved=PORTAL) == (PORTAL, "portal.example", "agency.example")
    assert publisher(saved=PORTAL) == (PORTAL, "portal.example", "agency.example")


@pytest.mark.parametrize("saved", ["https://m.agency.example/x-101", "https://agency.test/x-101"])
def test_other_hosts_of_a_publisher_are_no_portals(saved):
    assert publisher(saved=saved) == (AGENCY, "agency.example", "")


def test_a_second_domain_is_of_the_publisher_whose_name_the_page_has():
    saved = "https://the-old-name.example/road-101"
    named = meta("og:site_name", "Agency")
    assert publisher(named, saved=saved) == (AGENCY, "agency.example", "")


@pytest.mark.parametrize(
    ("copy", "retrieved"),
    [
        ("https://web.archive.org/web/20210805103000/%s", "2021-08-05T10:30:00+00:00"),
        ("https://web.archive.org/web/20210805103000if_/%s", "2021-08-05T10:30:00+00:00"),
        ("https://archive.ph/2021.08.05-103000/%s", "2021-08-05T10:30:00+00:00"),
        ("https://arquivo.pt/wayback/20210805103000/%s", "2021-08-05T10:30:00+00:00"),
        ("https://archive.is/o/AbCdE/%s", ""),
        ("https://web.archive.org/web/2021*/%s", ""),
        ("https://webcache.googleusercontent.com/search?q=cache:A-b_1:%s+road&hl=en", ""),
    ],
)
def test_what_an_archive_keeps_is_of_the_site_that_it_shows(copy, retrieved):
    shown = kept_page(copy % PORTAL)
    assert (shown.url, shown.retrieved) == (PORTAL, retrieved)


@pytest.mark.parametrize(
    "copy",
    [
        "https://portal-example.cdn.ampproject.org/c/s/portal.example/news/road-closed-101",
        "https://www.google.com/amp/s/portal.example/news/road-closed-101",
        "https://portal-example.translate.goog/news/road-closed-101?_x_tr_sl=de",
    ],
)
def test_a_cache_or_a_translation_is_of_the_site_that_it_shows(copy):
    assert kept_page(copy).url == PORTAL


def test_a_copy_of_a_portals_page_credits_the_agency():
    copy = f"https://web.archive.org/web/20210805103000/{PORTAL}"
    assert publisher(saved=copy) == (PORTAL, "portal.example", "agency.example")


def test_an_archives_canonical_address_is_that_of_the_page_with_the_time_of_the_copy():
    copy = f"https://web.archive.org/web/20210805103000/{AGENCY}"
    page = extract_article(
        f"<!doctype html><title>Road closed</title><link rel=canonical href='{copy}'>"
        f"<body><article><h1>Road closed</h1>{TEXT}</article>"
    )
    assert (page.url, page.source, page.via, page.retrieved) == (
        AGENCY,
        "agency.example",
        "",
        "2021-08-05T10:30:00+00:00",
    )


def test_a_copy_that_does_not_tell_its_page_has_no_source():
    page = extract_article(
        "<!doctype html><!-- saved from url=(0024)https://archive.ph/AbCdE -->"
        f"<title>Road</title><body><article><h1>Road closed</h1>{TEXT}</article>"
    )
    assert (page.url, page.source) == ("https://archive.ph/AbCdE", "")


def test_a_short_address_is_no_other_publisher():
    short = "<link rel=shortlink href='https://wp.example/p-7'>"
    assert publisher(short) == (AGENCY, "agency.example", "")


@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [
        ("The New York Times", "nytimes.com", True),
        ("Süddeutsche Zeitung", "sueddeutsche.de", True),
        ("BBC News", "bbc.co.uk", True),
        ("Neue Zürcher Zeitung", "nzz.ch", True),
        ("Lübecker Nachrichten", "ln-online.de", True),
        ("Bundesamt für Strahlenschutz", "bfs.de", True),
        ("Portal News", "agencynews.com", False),
        ("The Post", "agency.com", False),
        ("MSN", "cnn.com", False),
        ("Вести", "vesti.example", True),
    ],
)
def test_a_name_is_compared_with_a_domain(name, host, expected):
    assert may_be_name_of(name, host) is expected


def test_names_without_end_take_no_time():
    endless = meta("og:site_name", "a b " * 100_000)
    many = linked(*(article(publisher=f"Portal {number}") for number in range(20_000)))
    assert publisher(endless) == (AGENCY, "agency.example", "")
    assert publisher(many) == ("", "Portal 0", "agency.example")
