"""Determines which addresses of feed entries identify them.

Feeds of short items may give each the address of the channel, and some programs give all items
the same guid: such an address identifies no item.
"""

import re
from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin
from xml.parsers.expat import XMLParserType

from corpus.canonical_urls import address_key, is_web

# The elements with an entry's address in RSS and Atom.
_ADDRESS_ELEMENTS = frozenset(("link", "guid", "id"))
_MAX_ADDRESS_LENGTH = 4_000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# What feedparser returns for an entry or a feed.
Parsed = Mapping[str, Any]


class StatedAddresses:
    """Counts the addresses of a feed's entries, to find those that several entries share."""

    def __init__(self) -> None:
        # Hashes, because a feed may have a million entries.
        self._keys = array("q")
        self._shared: frozenset[int] | None = None

    def add(self, stated: Iterable[str]) -> None:
        """Count the addresses of one entry."""
        # A relative address has no key.
        keys = {key for url in stated if (key := address_key(url) or url.strip())}
        self._keys.extend(hash(key) for key in keys)
        self._shared = None

    def are_shared(self, key: str) -> bool:
        """Return whether more than one entry has the address with this key."""
        if self._shared is None:
            neighbours = pairwise(sorted(self._keys))
            self._shared = frozenset(one for one, other in neighbours if one == other)
        return hash(key) in self._shared


class EntryAddresses:
    """Collects the addresses of each entry while a parser walks through its elements."""

    def __init__(self, parser: XMLParserType, stated: StatedAddresses) -> None:
        self._parser, self._stated = parser, stated
        self._entry_urls: list[str] = []
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of a child element of an entry."""
        if name not in _ADDRESS_ELEMENTS:
            return
        if "href" in attributes and attributes.get("rel", "alternate") == "alternate":
            self._entry_urls.append(attributes["href"])
        self._parts = []
        self._parser.CharacterDataHandler = self._parts.append

    def end(self) -> None:
        """Handle the end of a child element of an entry."""
        if self._parser.CharacterDataHandler:
            self._parser.CharacterDataHandler = None
            self._entry_urls.append("".join(self._parts)[:_MAX_ADDRESS_LENGTH])

    def end_entry(self) -> None:
        self._stated.add(self._entry_urls)
        self._entry_urls = []


def address_of(entry: Parsed, feed: Parsed, stated: StatedAddresses) -> tuple[str, bool]:
    """Return (the address of an entry, whether it identifies the entry).

    The address is the link, or the guid if only that identifies the entry.
    """
    written = entry.get("link")
    # Without a link, feedparser takes the guid for one; it may be any word.
    is_guid = written == entry.get("id") and not str(written).startswith("/")
    link = written if is_guid else _resolved(written, feed)
    channel = _key(feed.get("link"))
    for url, as_written in ((link, written), (entry.get("id"), entry.get("id"))):
        key = _key(url)
        is_shared = stated.are_shared(key) or stated.are_shared(str(as_written))
        if key and key != channel and not is_shared:
            return str(url), True
    return (link, not _key(link)) if isinstance(link, str) else ("", True)


def _resolved(link: object, feed: Parsed) -> object:
    """Return a link of an entry, relative to the address of its site or of the feed itself."""
    if not isinstance(link, str) or _SCHEME.match(link):
        return link
    links = [each.get("href") for each in feed.get("links", ()) if isinstance(each, Mapping)]
    bases = (url for url in (feed.get("link"), *links) if isinstance(url, str) and is_web(url))
    try:
        return urljoin(next(bases, ""), link)
    except ValueError:
        return link


def stated_addresses(entries: Iterable[Parsed]) -> StatedAddresses:
    """Return the addresses of the entries of a feed that feedparser read completely."""
    stated = StatedAddresses()
    for entry in entries:
        urls = (entry.get("link"), entry.get("id"))
        stated.add(url for url in urls if isinstance(url, str))
    return stated


def _key(url: object) -> str:
    # For malformed feeds feedparser may return something other than a string.
    return address_key(url) if isinstance(url, str) else ""
