"""What a page calls the site it belongs to, and whether that may be the site of an address.

An agency's text on a portal's page often keeps the agency's address as the canonical one. Then the
page is known by the names that it gives itself: in JSON-LD, `og:site_name`, or behind its headline
in the title.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from corpus.canonical_urls import host_of, is_web
from corpus.readers.pages.linked_data import linked_items, listed, scripts_of, strings
from corpus.readers.pages.titles import MIN_HEADLINE_WORDS, SEPARATOR, line_key

_NAME_PATHS = (
    ".//meta[@property='og:site_name' or @name='og:site_name']/@content",
    ".//meta[@name='application-name' or @name='apple-mobile-web-app-title']/@content",
)
_STATED_HEADLINE_PATH = ".//meta[@property='og:title']/@content"
_SITE_TYPES = frozenset(("WebSite", "NewsMediaOrganization"))
_OWNERS = ("publisher", "isPartOf", "sourceOrganization")
_LETTERS = re.compile(r"[^\W_]+")
# Words of names and labels of domains that tell no site from another.
_COMMON = frozenset(
    "the der die das les el la los il news online nachrichten zeitung daily times post press media "
    "presse journal magazin magazine portal web net info live today und and".split()
)
MAX_NAME_WORDS = 6
# Code points of a name, and names, that are compared with a domain; pages may hold any number.
MAX_NAME_LENGTH, MAX_NAMES = 120, 50
# How certain it is that a name is the site's: the end of the title may be a part of the headline.
TITLE_END, BEHIND_HEADLINE, STATED = range(3)
# Letters of a word that makes a name and a domain the same.
MIN_WORD = 3


@dataclass(frozen=True, slots=True)
class SiteName:
    """A name of a site as the page writes it, and its host; "" where either is unknown."""

    name: str
    host: str = ""
    certainty: int = STATED


def site_names(tree: HtmlElement) -> list[SiteName]:
    """Return the names that a page gives its site, most reliable first."""
    names = [*_linked_names(tree)]
    names += [SiteName(_line(each)) for path in _NAME_PATHS for each in tree.xpath(path)]
    names += _names_in_title(tree)
    # Some pages give their headline as the name of the site.
    headlines = {line_key(each) for each in tree.xpath(_STATED_HEADLINE_PATH)}
    usable = (
        each
        for each in dict.fromkeys(names)
        if (each.name or each.host) and len(each.name) <= MAX_NAME_LENGTH
        if line_key(each.name) not in headlines
    )
    return list(islice(usable, MAX_NAMES))


def may_be_name_of(name: str, host: str) -> bool:
    """Return whether a name may be that of the site with a host.

    It shares a word with the domain, or the domain is made of beginnings of its words. Names that
    nobody can compare may be of any site: those in other letters.

    >>> may_be_name_of("The New York Times", "nytimes.com"), may_be_name_of("Portal", "agency.com")
    (True, False)
    """
    labels = [_folded(label) for label in host.split(".")[:-1]]
    for spelling in _spellings(name):
        words = _LETTERS.findall(spelling)
        squashed = "".join(words)
        if not squashed or not squashed.isascii():
            return True
        telling = [word for word in words if len(word) >= MIN_WORD and word not in _COMMON]
        for label in labels:
            parts = _LETTERS.findall(label)
            plain = "".join(parts)
            if any(word in plain for word in telling) or (len(plain) > 1 and plain in squashed):
                return True
            if any(len(part) > MIN_WORD and part in squashed for part in set(parts) - _COMMON):
                return True
            if any(_is_made_of(each, words) for each in (plain, *parts)):
                return True
    return False


def _is_made_of(label: str, words: list[str]) -> bool:
    """Return whether a label is made of beginnings of words in their order, of two at least."""
    # The numbers of letters of the label that some of the words so far make up.
    lengths = {(0, 0)}
    for word in words:
        for length, used in list(lengths):
            for end in range(1, len(word) + 1):
                if not label.startswith(word[:end], length):
                    break
                lengths.add((length + end, used + 1))
    return any(length == len(label) and used > 1 for length, used in lengths)


def _linked_names(tree: HtmlElement) -> Iterator[SiteName]:
    for script in scripts_of(tree):
        try:
            items = list(linked_items(script))
        except ValueError:
            continue
        by_id = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}
        for item in items:
            if not _SITE_TYPES.isdisjoint(strings(item.get("@type"))):
                yield _site_name(item)
            for owner in _OWNERS:
                for each in listed(item.get(owner)):
                    yield _site_name(by_id.get(_id_of(each), each))


def _id_of(value: Any) -> str:
    identity = value.get("@id") if isinstance(value, dict) else value
    return identity if isinstance(identity, str) else ""


def _site_name(value: Any) -> SiteName:
    """Return the name in a value of JSON-LD: a text, or an object with `name` and `url`."""
    if isinstance(value, str):
        return SiteName("", host_of(value)) if is_web(value) else SiteName(_line(value))
    if not isinstance(value, dict):
        return SiteName("")
    addresses = [*strings(value.get("url")), *strings(value.get("@id"))]
    host = next((host_of(each) for each in addresses if is_web(each)), "")
    return SiteName(_line(next(iter(strings(value.get("name"))), "")), host)


def _names_in_title(tree: HtmlElement) -> Iterator[SiteName]:
    """Yield the name at the end of the page's title."""
    parts = SEPARATOR.split(_line("".join(tree.xpath("string(.//title)"))))
    if len(parts) < 2 or len(parts[-1].split()) > MAX_NAME_WORDS:
        return
    headlines = _headlines(tree)
    is_behind = line_key(parts[0]) in headlines and len(parts[0].split()) >= MIN_HEADLINE_WORDS
    yield SiteName(parts[-1].strip(), "", BEHIND_HEADLINE if is_behind else TITLE_END)


def _headlines(tree: HtmlElement) -> set[str]:
    lines = (
        each if isinstance(each, str) else each.text_content()
        for each in tree.xpath(f".//h1|{_STATED_HEADLINE_PATH}")
    )
    return {line_key(line) for line in lines}


def _line(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


def _spellings(name: str) -> set[str]:
    """Return a name without accents, also with "ue" for "ü" as in German domains."""
    german = name.casefold()
    for letter in "äöü":
        german = german.replace(letter, f"{_folded(letter)}e")
    return {_folded(name), _folded(german)}
