"""Finds the day on which a page was published, where it is stated as such.

A date that the story tells is none of these: metadata, JSON-LD, a line for dates beside the
headline, the address.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from lxml.html import HtmlElement

from corpus.readers.pages.date_lines import BARE, date_lines
from corpus.readers.pages.written_days import machine_day, valid_day

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
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*\[?\s*"([^"]{4,60})"')
_CREATED = re.compile(r'"(?:dateCreated|uploadDate)"\s*:\s*"([^"]{4,60})"')
_CHANGED = re.compile(r'"dateModified"\s*:\s*"([^"]{4,60})"')
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review|Recipe")
# A time in a zone of its own, which is not UTC.
_ZONE = re.compile(r"[T ][0-9]{1,2}:.*[+-](?!00:?00)[0-9]{2}:?[0-9]{2}$")
_IN_ADDRESS = re.compile(
    r"[/_-]((?:19|20)[0-9]{2})[/-]?([01][0-9])[/-]?([0-3][0-9])(?=[/_.-]|$)|"
    r"/((?:19|20)[0-9]{2})/([a-z]{3}|[01]?[0-9])/([0-3]?[0-9])(?=/|$)"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def published_day(tree: HtmlElement, address: str, text_start: HtmlElement | None) -> str:
    """Return the day of publication as an ISO date, or "", also where the page contradicts itself.

    `tree` is the page without the sentences of its article, which begin in `text_start`.
    """
    lines = date_lines(tree, text_start)
    shown = next((line for line in lines if len(line.days) == 1), None)
    in_address = _day_in_address(address)
    metadata = _Metadata(tree)
    for written in metadata.published():
        day = machine_day(written)
        if not day:
            continue
        near = [one for line in lines for one in line.days if _distance(day, one) <= 1]
        if not near and shown and shown.mark != BARE and shown.days[0] not in metadata.changed():
            # The address decides between the two.
            return next((one for one in (day, shown.days[0]) if one == in_address), "")
        near += [in_address] if in_address and _distance(day, in_address) <= 1 else []
        # The newsroom's own day is on the page or in its address.
        return near[0] if near and not _ZONE.search(written.strip()) else day
    day = next(filter(None, map(machine_day, metadata.unsure())), "")
    if shown:
        return shown.days[0]
    near = [one for line in lines for one in line.days if day and _distance(day, one) <= 1]
    return next(iter(near), "") or in_address or day


class _Metadata:
    """What the metadata and the JSON-LD of a page state as dates."""

    def __init__(self, tree: HtmlElement) -> None:
        self._named = [
            (name.strip().lower(), element.get("content") or element.get("datetime") or "")
            for element in tree.iter("meta")
            for name in (element.get("property"), element.get("name"), element.get("itemprop"))
            if name
        ]
        self._scripts = [
            element.text or "" for element in tree.xpath("//script[@type='application/ld+json']")
        ]

    def published(self) -> Iterator[str]:
        """Yield what is stated as the date of publication, most reliable first."""
        yield from self._values(_NAMES[0])
        yield from self._of_articles()
        yield from _PUBLISHED.findall("\n".join(self._scripts))
        yield from self._values(_NAMES[1])

    def unsure(self) -> Iterator[str]:
        """Yield dates that may be those of publication."""
        yield from self._values(_UNSURE_NAMES)
        yield from _CREATED.findall("\n".join(self._scripts))

    def changed(self) -> set[str]:
        """Return the days of changes."""
        written = [*self._values(_CHANGE_NAMES), *_CHANGED.findall("\n".join(self._scripts))]
        return set(map(machine_day, written))

    def _values(self, pattern: re.Pattern[str]) -> Iterator[str]:
        return (written for name, written in self._named if pattern.fullmatch(name))

    def _of_articles(self) -> Iterator[str]:
        """Yield the dates of the articles in JSON-LD, not those of their videos and comments."""
        for script in self._scripts:
            try:
                waiting = [json.loads(script, strict=False)]
            except (ValueError, RecursionError):
                continue
            for item in waiting:
                if isinstance(item, list):
                    waiting += item
                elif isinstance(item, dict):
                    waiting += [item.get("@graph"), item.get("mainEntity")]
                    written = item.get("datePublished")
                    if isinstance(written, str) and _ARTICLE_TYPE.search(str(item.get("@type"))):
                        yield written


def _day_in_address(address: str) -> str:
    for match in _IN_ADDRESS.findall(address):
        year, month, day = (one or other for one, other in zip(match[:3], match[3:], strict=True))
        try:
            return valid_day(year, _MONTHS.index(month) + 1 if month.isalpha() else month, day)
        except ValueError:
            continue
    return ""


def _distance(one: str, other: str) -> int:
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) // timedelta(days=1)
