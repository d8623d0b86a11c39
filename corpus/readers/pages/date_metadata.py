"""What the metadata and the JSON-LD of a page state as dates."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from corpus.readers.pages.date_lines import is_list
from corpus.readers.pages.linked_data import linked_items, scripts_of, strings
from corpus.readers.pages.titles import line_key
from corpus.readers.pages.written_days import machine_day

# Names of the day of publication in metadata, most reliable first.
_NAMES = (
    re.compile(
        r"(?:og:)?article:publi(?:shed|cation)(?:[_-]?(?:time|date))?|og:published_time|"
        r"(?:[a-z]+:)?datepublished|(?:og:)?pub_?date|parsely-pub-date|originalpublicationdate",
    ),
    re.compile(
        r"dc(?:terms)?[.:](?:date[.:])?(?:issued|published)|"
        r"(?:citation_)?(?:publication|publish|published|online)[-_. ]?(?:date|time|on)|"
        r"date[-_.]?published|sailthru\.date|cxenseparse:(?:recs:)?publishtime",
    ),
)
# Names that may mean the day of a change, too: what the page shows counts more.
_UNSURE_NAMES = re.compile(
    r"(?:dc(?:terms)?[.:])?date|(?:dc(?:terms)?[.:](?:date[.:])?)?created|displaydate|"
    r"(?:article|ob)[.:_-]date"
)
_CHANGE_NAMES = re.compile(
    r"(?:article:|og:)?(?:modified|updated)[-_]?(?:time|date)|(?:date|last)[-_]?mod(?:ified)?"
)
_CLIPPED, _OF_NOTES = "source-url", ("created", "updated")
_CHANGED = re.compile(r'"dateModified"\s*:\s*"([^"]{4,60})"')
_ARTICLE = re.compile(r"Article|Posting|Report|Review|Recipe")
# What a page contains or speaks of.
_CONTAINED = re.compile(
    r"(?:Media|Audio|Image|Video|Music)|Comment|Answer|Book|Movie|Episode|Series|Season|Clip|Game|"
    r"Person|Organization|Product|Offer|Event|List|Dataset|Photograph"
)
# What a page belongs to: its day is that on which a site or a series began.
_CONTAINING = re.compile(r"WebSite|Blog|Collection|Periodical|Newspaper")
# Within a script that is no JSON, such as one with a comma too much.
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*\[?\s*"([^"]{4,60})"')
_TITLES = (
    "//meta[@property='og:title' or @name='twitter:title' or @property='twitter:title']/@content"
    "|//h1|//title"
)


class DateMetadata:
    """The dates of a page whose own address is `address`, "" if it is unknown."""

    def __init__(self, tree: HtmlElement, address: str) -> None:
        around = {each for heading in tree.iter("h1") for each in heading.iterancestors()}
        self._named = [
            (name.strip().lower(), element.get("content") or element.get("datetime") or "")
            for element in tree.iter("meta")
            for name in (
                element.get("property"),
                element.get("name"),
                _property_of_page(element, around),
            )
            if name
        ]
        if any(name == _CLIPPED for name, _ in self._named):
            # In a note of Evernote's these are the days of the note.
            self._named = [pair for pair in self._named if pair[0] not in _OF_NOTES]
        self._scripts = scripts_of(tree)
        titles = [
            each if isinstance(each, str) else each.text_content() for each in tree.xpath(_TITLES)
        ]
        self._titles = {key for key in map(line_key, titles) if key}
        self._address = address
        self._items = list(self._linked_items())

    def published(self) -> Iterator[str]:
        """Yield what is stated as the date of publication, most reliable first."""
        yield from self._values(_NAMES[0])
        yield from self._of_articles()
        for item in self._items:
            if _is_page(item):
                yield from strings(item.get("datePublished"))
        yield from self._values(_NAMES[1])

    def unsure(self) -> Iterator[str]:
        """Yield dates that may be those of publication."""
        yield from self._values(_UNSURE_NAMES)
        for item in self._items:
            if _is_article(item) or _is_page(item):
                yield from strings(item.get("dateCreated"))
            elif self._is_this_page(item):
                yield from strings(item.get("uploadDate"))

    def changed(self) -> set[str]:
        """Return the days of changes."""
        written = [*self._values(_CHANGE_NAMES), *_CHANGED.findall("\n".join(self._scripts))]
        return set(map(machine_day, written))

    def _values(self, pattern: re.Pattern[str]) -> Iterator[str]:
        return (written for name, written in self._named if pattern.fullmatch(name))

    def _of_articles(self) -> list[str]:
        """Return the dates of the article in JSON-LD, not those of its videos and comments, nor of
        the other stories that the page lists."""
        dated = [
            (item, written)
            for item in self._items
            if _is_article(item)
            for written in strings(item.get("datePublished"))
        ]
        if len({machine_day(written) for _, written in dated}) > 1:
            dated = [(item, written) for item, written in dated if self._is_this_page(item)]
        return [written for _, written in dated]

    def _is_this_page(self, item: dict[str, Any]) -> bool:
        headline = line_key(str(item.get("headline") or item.get("name") or ""))
        page = item.get("mainEntityOfPage")
        addresses = [item.get("url"), item.get("@id"), page]
        addresses += [page.get("@id"), page.get("url")] if isinstance(page, dict) else []
        is_titled = headline and any(title.startswith(headline) for title in self._titles)
        return bool(is_titled or (self._address and self._address in addresses))

    def _linked_items(self) -> Iterator[dict[str, Any]]:
        """Yield the objects that the page describes itself with, not what they contain."""
        for script in self._scripts:
            try:
                yield from linked_items(script)
            except ValueError:
                for written in _PUBLISHED.findall(script)[:1]:
                    yield {"datePublished": written}


def _is_article(item: dict[str, Any]) -> bool:
    return any(map(_ARTICLE.search, strings(item.get("@type"))))


def _is_page(item: dict[str, Any]) -> bool:
    types = strings(item.get("@type"))
    is_other = any(_CONTAINED.search(each) or _CONTAINING.search(each) for each in types)
    return not is_other and not _is_article(item)


def _property_of_page(element: HtmlElement, around_headlines: set[HtmlElement]) -> str:
    """Return the name of the property that an element states of the page itself: not of a comment,
    a video or a story beside it."""
    name: str = element.get("itemprop") or ""
    for around in element.iterancestors() if name else ():
        kind = around.get("itemtype") or ""
        is_article = bool(_ARTICLE.search(kind))
        if not is_article and _CONTAINED.search(kind):
            return ""
        if around in around_headlines:
            break
        if is_list(around):
            return ""
    return name
