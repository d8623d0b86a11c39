"""Finds the day on which a page was published, where it is stated as such.

A date that the story tells is none of these: metadata, JSON-LD, an element for dates outside the
text and beside its headline, the address.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from corpus.dates import DAY
from corpus.readers import loose_dates
from corpus.readers.pages.furniture import names

# Names of the day of publication in metadata, most reliable first. Later ones may name the day of
# a change.
_NAMES = (
    re.compile(
        r"(?:og:)?article:publi(?:shed|cation)(?:[_-]?(?:time|date))?|og:published_time|"
        r"(?:[a-z]+:)?datepublished|(?:og:)?pub_?date|parsely-pub-date|originalpublicationdate",
    ),
    re.compile(
        r"dc(?:terms)?[.:](?:date[.:])?(?:issued|published|created)|datecreated|"
        r"(?:citation_)?(?:publication|publish|published|online)[-_. ]?(?:date|time|on)|"
        r"date[-_.]?published|sailthru\.date|cxenseparse:recs:publishtime|uploaddate",
    ),
    re.compile(r"(?:dc(?:terms)?[.:])?date|created|displaydate"),
)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*\[?\s*"([^"]{4,60})"')
_CREATED = re.compile(r'"(?:dateCreated|uploadDate)"\s*:\s*"([^"]{4,60})"')
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{8})(?![0-9])"
    r"(?P<time>[T ].*)?"
)
_UTC = re.compile(r"(?:Z|[+-]00:?00)$")
_IN_ADDRESS = re.compile(r"[/_-]((?:19|20)[0-9]{2})[/-]?([01][0-9])[/-]?([0-3][0-9])(?=[/_.-]|$)")
_SLASHES = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}")
_DATE_WORDS = frozenset("date datum dateline published publish posted time pubdate".split())
_CHANGE_WORDS = frozenset("updated update modified changed edited current relative".split())

# Code points of a line that may be the date of a page and no sentence that names one.
MAX_DATE_LINE = 100


def published_day(tree: HtmlElement, address: str, text_start: HtmlElement | None) -> str:
    """Return the day of publication as an ISO date, or "".

    `tree` is the page without the sentences of its article, which begin in `text_start`.
    """
    beside = _beside_headline(tree, text_start)
    in_address = _day_in_address(address)
    for written in _in_metadata(tree):
        day = _day(written)
        if day:
            # The newsroom's own day is on the page or in its address.
            near = [other for other in (beside, in_address) if other and _are_next(day, other)]
            return near[0] if near and _UTC.search(written.strip()) else day
    return beside or in_address


def _in_metadata(tree: HtmlElement) -> Iterator[str]:
    """Yield what metadata state as the date of publication, most reliable first."""
    stated = [
        (name.strip().lower(), element.get("content") or element.get("datetime") or "")
        for element in tree.iter("meta")
        for name in (element.get("property"), element.get("name"), element.get("itemprop"))
        if name
    ]
    scripts = "\n".join(
        element.text or "" for element in tree.xpath("//script[@type='application/ld+json']")
    )
    yield from (written for name, written in stated if _NAMES[0].fullmatch(name))
    yield from _PUBLISHED.findall(scripts)
    for pattern in _NAMES[1:]:
        yield from (written for name, written in stated if pattern.fullmatch(name))
    yield from _CREATED.findall(scripts)


def _beside_headline(tree: HtmlElement, text_start: HtmlElement | None) -> str:
    """Return the day of the element for dates between headline and text, else before them."""
    before: list[str] = []
    after_headline: list[str] = []
    marked: list[str] = []
    has_headline = is_text = False
    around_text = set(text_start.iterancestors()) if text_start is not None else set()
    for element in tree.iter():
        if element is text_start:
            is_text = True
        if element.tag == "h1" and not is_text:
            has_headline, before, after_headline = True, before + after_headline, []
        if element.tag == "meta" or not _is_dated(element):
            continue
        day = _day_of_element(element, around_text)
        if not day:
            continue
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            marked.append(day)
        elif not is_text:
            (after_headline if has_headline else before).append(day)
    return next(iter([*marked, *after_headline, *reversed(before)]), "")


def _is_dated(element: HtmlElement) -> bool:
    if element.tag == "time" or element.get("itemprop") == "datePublished":
        return not (names(element) & _CHANGE_WORDS) or "published" in names(element)
    words = names(element)
    return bool(words & _DATE_WORDS) and not words & _CHANGE_WORDS and len(element) < 4


def _day_of_element(element: HtmlElement, around_text: set[HtmlElement]) -> str:
    """Return the day of an element that stands on a line of its own, not beside other stories."""
    shown = " ".join(element.text_content().split())
    if not shown and element.tag != "abbr":
        return ""
    line = element.getparent()
    if len(shown) > MAX_DATE_LINE or line is None:
        return ""
    if element.tag == "time" and len(" ".join(line.text_content().split())) > 3 * MAX_DATE_LINE:
        return ""
    if any(each not in around_text and _is_list(each) for each in element.iterancestors()):
        return ""
    stated = element.get("datetime") or element.get("content") or element.get("title") or ""
    return _day(stated) or _day_in_line(shown)


def _is_list(element: HtmlElement) -> bool:
    """Return whether an element holds what belongs to other articles."""
    words = names(element)
    return element.tag in ("nav", "footer", "table") or not words.isdisjoint(
        ("sidebar", "related", "comments", "comment", "teaser", "widget", "recent", "ticker")
    )


def _day(written: str) -> str:
    """Return the day of a machine's date, or ""."""
    match = _MOMENT.match(written.strip())
    try:
        if match:
            parts = re.findall(r"[0-9]+", match["day"])
            year, month, day = parts if len(parts) == 3 else (
                match["day"][:4], match["day"][4:6], match["day"][6:],
            )  # fmt: skip
            return _valid(date(int(year), int(month), int(day)))
        if written and not _SLASHES.search(written):
            published = loose_dates.parse_published(written)
            return _valid(published.first) if published.precision == DAY else ""
    except ValueError:
        pass
    return ""


def _day_in_line(line: str) -> str:
    """Return the day that a line of the page states in any language, or ""."""
    if not line or _SLASHES.search(line) or not re.search(r"[0-9]{4}|\.[0-9]{2}\b", line):
        return ""
    day = _day(line)
    if day:
        return day
    page = f"<html><head><title>-</title></head><body><p class=date>{line}</p></body></html>"
    return find_date(page, original_date=True, extensive_search=False) or ""


def _day_in_address(address: str) -> str:
    for year, month, day in _IN_ADDRESS.findall(address):
        try:
            return _valid(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return ""


def _valid(day: date) -> str:
    """Return an ISO date. Raises ValueError for one that no page on the web can have."""
    if not day.year >= 1990 or day > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError
    return day.isoformat()


def _are_next(one: str, other: str) -> bool:
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) == timedelta(days=1)
