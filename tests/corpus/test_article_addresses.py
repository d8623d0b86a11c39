"""Addresses that can be one article's, and such as tell nothing of what stands there."""

import pytest

from corpus.canonical_urls import address_key

NO_ARTICLES = [
    # The front of a site, however it is written.
    "https://paper.example",
    "https://paper.example/",
    "http://www.paper.example:80//",
    "https://paper.example/?utm_source=mail",
    "https://paper.example/#top",
    "https://paper.example/index.html",
    "https://paper.example/Default.aspx",
    "https://paper.example/en/",
    "https://paper.example/pt-BR/index.php",
    "https://paper.example/?lang=ru",
    "https://paper.example/?page=2",
    "https://paper.example/page/2/",
    # That of a section.
    "https://paper.example/world/",
    "https://paper.example/News",
    "https://paper.example/en/world/middle-east",
    "https://paper.example/politics.html",
    "https://paper.example/news/page/3",
    "https://paper.example/новости/",
    "https://paper.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8",
    # Lists and searches.
    "https://paper.example/tag/kabul",
    "https://paper.example/category/war/page/2",
    "https://paper.example/world/author/a-reporter/",
    "https://paper.example/2021/08/",
    "https://paper.example/2021/08/05",
    "https://paper.example/search?q=kabul&id=3",
    "https://paper.example/search/kabul",
    "https://paper.example/?s=kabul",
    "https://paper.example/?q=kabul",
    "https://paper.example/?cat=5&paged=2",
    # A machine's own.
    "http://localhost/articles/7",
    "http://localhost:8000/2021/08/05/road-closed?id=7",
    "http://desk.localhost/articles/7",
    "http://127.0.0.1/articles/7",
    "http://[::1]/articles/7",
    "http://10.0.0.3/articles/7",
    "http://192.168.1.20:8080/articles/7",
    "http://169.254.0.9/articles/7",
    "http://[fd00::1]/articles/7",
    "http://archive.local/articles/7",
    "http://archive.lan/articles/7",
    "http://newsdesk/articles/7",
    "http://localhost/#!/articles/7",
    # Ways of a script that lead nowhere.
    "https://paper.example/#!",
    "https://paper.example/#!/",
    "https://paper.example/#/",
    "https://paper.example/#!/world",
    "https://paper.example/en/#/search?q=kabul",
    # No addresses of the web.
    "file:///pages/road.html",
    "data:text/html,hello",
    "about:blank",
    "chrome-extension://abc/page.html",
]
ARTICLES = [
    "https://paper.example/1",
    "https://paper.example/a",
    "https://paper.example/road-closed",
    "https://paper.example/road-closed/",
    "https://paper.example/world/road-closed",
    "https://paper.example/en/12345",
    "https://paper.example/news/12345",
    "https://paper.example/2021/08/05/road-closed",
    "https://paper.example/2021/12345",
    "https://paper.example/world/index.php?id=7",
    "https://paper.example/?p=123",
    "https://paper.example/?lang=en&p=123",
    "https://paper.example/?page=road-closed",
    "https://paper.example/?q=node/5",
    "https://paper.example/article.php?id=7",
    "https://paper.example/search-for-survivors",
    "https://paper.example/topic/12-road-closed",
    "https://8.8.8.8/news/7",
    "https://paper.example/#!/news/7",
    "https://paper.example/app#/news/7",
    "https://новости.рф/дорога",
]


@pytest.mark.parametrize("url", NO_ARTICLES)
def test_address_that_is_no_articles_has_no_key(url):
    assert address_key(url) == ""


def test_addresses_of_articles_have_keys_of_their_own():
    keys = {address_key(url.rstrip("/")) for url in ARTICLES}
    assert ("" in keys, len(keys)) == (False, len(ARTICLES) - 1)
