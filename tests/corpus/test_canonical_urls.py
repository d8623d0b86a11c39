import pytest

from corpus.canonical_urls import (
    MAX_KEY_LENGTH,
    address_key,
    domain_of,
    domains_above,
    host_of,
    is_web,
)

ONE_ADDRESS = [
    "https://reuters.com/world/a?id=3",
    "http://reuters.com/world/a?id=3",
    "https://www.Reuters.com/world/a?id=3",
    "https://reuters.com:443/world/a?id=3",
    "http://reuters.com:80/world/a?id=3",
    "https://reuters.com/world/a/?id=3",
    "https://reuters.com/world/a?id=3#comments",
    "https://reuters.com/world/a?id=3&utm_source=x&utm_medium=y",
    "https://reuters.com/world/a?fbclid=1&id=3&gclid=2",
    "https://reuters.com/world/a?id=3&&UTM_Campaign=z",
    "https://reader@reuters.com/world/%61?id=3",
    " https://reuters.com./world/a?id=3\n",
]
OTHER_ADDRESSES = [
    "https://reuters.com/world/A?id=3",
    "https://reuters.com/world/a?id=4",
    "https://reuters.com/world/a",
    "https://reuters.com:8443/world/a?id=3",
    "https://uk.reuters.com/world/a?id=3",
    "https://reuters.com/world/a%2F?id=3",
    "https://reuters.com/world/a?b=1&id=3",
]


@pytest.mark.parametrize("url", ONE_ADDRESS)
def test_ways_to_write_one_address_have_one_key(url):
    assert address_key(url) == "reuters.com/world/a?id=3"


def test_other_addresses_have_other_keys():
    keys = {address_key(url) for url in [ONE_ADDRESS[0], *OTHER_ADDRESSES]}
    assert len(keys) == 1 + len(OTHER_ADDRESSES)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "reuters.com",
        "ftp://x.org/a",
        "javascript:alert(1)",
        "http://[::1",
        "https://",
        "http://a:99999/",
    ],
)
def test_what_is_no_address_of_the_web_has_no_key(url):
    assert (address_key(url), host_of(url), is_web(url)) == ("", "", False)


def test_key_writes_escapes_and_letters_one_way():
    assert address_key("https://x.org/caf%c3%a9") == address_key("https://x.org/café")
    assert address_key("https://x.org/café") == "x.org/caf%C3%A9"


ONE_WAY = [
    "https://x.org/#!/news/%61",
    "http://www.x.org#/news/a/",
    "https://x.org/?utm_source=y#!/news/a?fbclid=1",
    "https://x.org/#!news/a",
]


@pytest.mark.parametrize("url", ONE_WAY)
def test_way_in_a_fragment_is_a_part_of_the_key(url):
    assert address_key(url) == "x.org#!/news/a"


def test_other_ways_and_places_in_a_page_have_other_keys():
    urls = ["#!/news/b", "app#!/news/a", "#!/news/a?id=1", "app#news", "app#!/"]
    keys = [address_key(f"https://x.org/{url}") for url in urls]
    ways = ["x.org#!/news/b", "x.org/app#!/news/a", "x.org#!/news/a?id=1"]
    assert keys == [*ways, "x.org/app", "x.org/app"]


def test_long_key_is_told_apart_by_its_digest():
    long = "https://x.org/" + "a" * 3000
    keys = {address_key(long + end) for end in "bc"}
    assert [len(key) for key in keys] == [MAX_KEY_LENGTH, MAX_KEY_LENGTH]


DOMAINS = {
    "reuters.com": "reuters.com",
    "www.Reuters.com": "reuters.com",
    "https://www.bbc.co.uk/news": "bbc.co.uk",
    "новости.рф": "новости.рф",
    "Reuters": "",
    "The N.Y. Post": "",
    "St. Louis Today": "",
    "version 1.2": "",
    "x" * 300 + ".com": "",
}


@pytest.mark.parametrize("name", DOMAINS)
def test_domain_is_told_from_a_name(name):
    assert domain_of(name) == DOMAINS[name]


def test_domains_above_end_at_two_labels():
    assert domains_above("edition.cnn.com") == ["edition.cnn.com", "cnn.com"]
    assert domains_above("cnn.com") == ["cnn.com"]
    assert domains_above("localhost") == ["localhost"]
