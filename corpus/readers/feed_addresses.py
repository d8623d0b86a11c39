"""Which addresses of a feed's entries are their own.

Feeds of short items give each the address of the channel, and some programs give all items one
guid: such an address tells no item from another.
"""

from array import array
from collections.abc import Iterable
from itertools import pairwise

from corpus.canonical_urls import address_key

# Where RSS and Atom say an entry's address.
_ADDRESS_ELEMENTS = frozenset(("link", "guid", "id"))
_MAX_ADDRESS_LENGTH = 4_000


class StatedAddresses:
    """The addresses that the entries of a feed state, to see which of them several have."""

    def __init__(self) -> None:
        # Hashes, as a feed may have a million entries.
        self._keys = array("q")
        self._shared: frozenset[int] | None = None

    def add(self, stated: Iterable[str]) -> None:
        """Count what one entry states."""
        keys = {key for url in stated if (key := address_key(url))}
        self._keys.extend(hash(key) for key in keys)
        self._shared = None

    def are_shared(self, key: str) -> bool:
        """Whether more than one entry states the address with this key."""
        if self._shared is None:
            neighbours = pairwise(sorted(self._keys))
            self._shared = frozenset(one for one, other in neighbours if one == other)
        return hash(key) in self._shared


class EntryAddresses:
    """Gathers what each entry states while a parser walks through its elements."""

    def __init__(self, parser, stated: StatedAddresses) -> None:
        self._parser, self._stated = parser, stated
        self._entry_urls: list[str] = []
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element right in an entry begins."""
        if name not in _ADDRESS_ELEMENTS:
            return
        if "href" in attributes and attributes.get("rel", "alternate") == "alternate":
            self._entry_urls.append(attributes["href"])
        self._parts = []
        self._parser.CharacterDataHandler = self._parts.append

    def end(self) -> None:
        """An element right in an entry ends."""
        if self._parser.CharacterDataHandler:
            self._parser.CharacterDataHandler = None
            self._entry_urls.append("".join(self._parts)[:_MAX_ADDRESS_LENGTH])

    def end_entry(self) -> None:
        self._stated.add(self._entry_urls)
        self._entry_urls = []


def address_of(entry, feed, stated: StatedAddresses) -> tuple[str, bool]:
    """(the address of an entry as feedparser reads it, whether it is the entry's own).

    Where the link is not its own, the guid may be.
    """
    link = entry.get("link")
    channel = _key(feed.get("link"))
    for url in (link, entry.get("id")):
        key = _key(url)
        if key and key != channel and not stated.are_shared(key):
            return url, True
    return (link, not _key(link)) if isinstance(link, str) else ("", True)


def stated_addresses(entries) -> StatedAddresses:
    """What the entries of a feed state that was read as a whole."""
    stated = StatedAddresses()
    for entry in entries:
        urls = (entry.get("link"), entry.get("id"))
        stated.add(url for url in urls if isinstance(url, str))
    return stated


def _key(url):
    # Where feeds hold something that nobody expects there, feedparser answers with it.
    return address_key(url) if isinstance(url, str) else ""
