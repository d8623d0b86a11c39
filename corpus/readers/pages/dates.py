"""Finds the day on which a page was published, where it is stated as such.

A date that the story tells is none of these: metadata, JSON-LD, a line for dates beside the
headline, the address.
"""

import re

from lxml.html import HtmlElement

from corpus.readers.pages.date_lines import BARE, date_lines
from corpus.readers.pages.date_metadata import DateMetadata
from corpus.readers.pages.written_days import distance, machine_day, valid_day

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
    lines, changes_shown = date_lines(tree, text_start)
    shown = next((line for line in lines if len(line.days) == 1), None)
    in_address = _day_in_address(address)
    metadata = DateMetadata(tree, address)
    stated = [(day, one) for one in metadata.published() for day in [machine_day(one)] if day]
    for day, written in stated:
        near = [one for line in lines for one in line.days if distance(day, one) <= 1]
        if not near and shown and shown.days[0] not in metadata.changed():
            if any(shown.days[0] == other for other, _ in stated):
                return shown.days[0]
            if shown.mark != BARE:
                # The address decides between the two.
                return next((one for one in (day, shown.days[0]) if one == in_address), "")
        near += [in_address] if in_address and distance(day, in_address) <= 1 else []
        # The newsroom's own day is on the page or in its address.
        return near[0] if near and not _ZONE.search(written.strip()) else day
    day = next(filter(None, map(machine_day, metadata.unsure())), "")
    if any(change <= day for change in changes_shown):
        # A page is not changed before it is published: metadata and page mean the same change.
        day = ""
    if shown:
        return shown.days[0]
    near = [one for line in lines for one in line.days if day and distance(day, one) <= 1]
    return next(iter(near), "") or in_address or day


def _day_in_address(address: str) -> str:
    for match in _IN_ADDRESS.findall(address):
        year, month, day = (one or other for one, other in zip(match[:3], match[3:], strict=True))
        try:
            return valid_day(year, _MONTHS.index(month) + 1 if month.isalpha() else month, day)
        except ValueError:
            continue
    return ""
