"""Finds the day on which a page was published, where it is stated as such.

A date that the story tells is none of these: metadata, JSON-LD, a line for dates beside the
headline, the address.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from corpus.dates import parse
from corpus.readers.pages.date_lines import BARE, DateLine, date_lines
from corpus.readers.pages.date_metadata import DateMetadata
from corpus.readers.pages.main_text import MainText
from corpus.readers.pages.written_days import distance, machine_day, valid_day

# A time in a zone of its own, which is not UTC.
_ZONE = re.compile(r"[T ][0-9]{1,2}:.*[+-](?!00:?00)[0-9]{2}:?[0-9]{2}$")
_MINUTES = re.compile(r"[T ]([0-9]{1,2}):([0-9]{2})")
_IN_ADDRESS = re.compile(
    r"[/_-]((?:19|20)[0-9]{2})[/-]?([01][0-9])[/-]?([0-3][0-9])(?=[/_.-]|$)|"
    r"/((?:19|20)[0-9]{2})/([a-z]{3}|[01]?[0-9])/([0-3]?[0-9])(?=/|$)"
)
# Days that a note names.
MAX_CANDIDATES = 4
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True, slots=True)
class StatedDay:
    """The day of publication as an ISO date, "" if the page states none.

    `candidates` are the days that the page names where its statements disagree, or where the only
    one is weak: then it has no `day`.
    """

    day: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """A sentence for an editor about the candidates, "" if there are none.

        >>> StatedDay("", ("2019-03-03", "2019-03-05")).note
        'The page gives 3 March 2019 and 5 March 2019.'
        """
        days = [str(parse(day)) for day in self.candidates]
        return f"The page gives {' and '.join(days)}." if days else ""


def published_day(tree: HtmlElement, address: str, main: MainText, saved: str = "") -> StatedDay:
    """Return the day that a page states as that of its publication.

    `tree` is the page without the sentences of its article, `main`. `saved` is the ISO day on which
    the page was saved, "" if unknown: nothing is published later, and many pages show that day.
    """
    lines, changes_shown = date_lines(tree, main.start, main.next)
    metadata = DateMetadata(tree, address)
    page = _Statements(metadata, lines, changes_shown, _day_in_address(address))
    stated = page.day()
    if not saved or not stated.day or stated.day < saved:
        return stated
    # Programs that save pages write that day into their metadata, too.
    is_marked = page.published or page.in_address or page.shown_mark not in (BARE, None)
    is_weak = stated.day > saved or not is_marked
    return StatedDay("", (stated.day,)) if is_weak else stated


@dataclass(frozen=True)
class _Statements:
    """All that a page says of its day: in its metadata, in lines, in its address."""

    metadata: DateMetadata
    lines: list[DateLine]
    changes_shown: set[str]
    in_address: str

    @cached_property
    def published(self) -> list[tuple[str, str]]:
        """The days of publication in the metadata, each with how it is written there."""
        stated = ((machine_day(written), written) for written in self.metadata.published())
        return [(day, written) for day, written in stated if day]

    @cached_property
    def shown(self) -> str:
        """The day of the line beside the headline, "" if there is none or it may mean several."""
        return next((line.days[0] for line in self.lines if len(line.days) == 1), "")

    @property
    def shown_mark(self) -> int | None:
        return next((line.mark for line in self.lines if len(line.days) == 1), None)

    def day(self) -> StatedDay:
        return self._by_metadata() if self.published else self._without_metadata()

    def _by_metadata(self) -> StatedDay:
        day, written = self.published[0]
        near = self._near_lines(day)
        if not near and self.shown:
            others = {other for other, _ in self.published}
            if self.shown in others and self.shown not in self.metadata.changed():
                return StatedDay(self.shown)
            if self.shown not in self.changes_shown:
                return self._decided(day, self.shown)
        if self.in_address and distance(day, self.in_address) <= 1:
            near.append(self.in_address)
        elif self.in_address:
            return self._disagreeing(day, self.in_address)
        if not near and (others_named := self._other_days(day, written)):
            return self._disagreeing(day, *others_named)
        # The newsroom's own day is on the page or in its address.
        return StatedDay(near[0] if near and not _ZONE.search(written.strip()) else day)

    def _other_days(self, day: str, written: str) -> list[str]:
        """Return the days that speak against the first one of the metadata, where nothing that a
        reader sees supports it.

        They are those of other statements, of a last change before it, and of changes that the
        page shows instead.
        """
        others = [one for one, how in self.published if not _may_be_one_moment(written, how)]
        changes = sorted(self.metadata.changed() - {""})
        if not others and changes and changes[-1] < day:
            others = changes[-1:]
        shown = sorted(self.changes_shown)
        if not others and shown and shown[0] > day:
            others = [change for change in shown if distance(day, change) > 1]
        return others

    def _without_metadata(self) -> StatedDay:
        unsure = next(filter(None, map(machine_day, self.metadata.unsure())), "")
        if any(change <= unsure for change in self.changes_shown):
            # A page is not changed before it is published: both mean the same change.
            unsure = ""
        if self.shown:
            if self.in_address and distance(self.shown, self.in_address) > 1:
                return self._disagreeing(self.shown, self.in_address)
            return StatedDay(self.shown)
        near = self._near_lines(unsure) if unsure else []
        return StatedDay(next(iter(near), "") or self.in_address or unsure)

    def _near_lines(self, day: str) -> list[str]:
        return [one for line in self.lines for one in line.days if distance(day, one) <= 1]

    def _decided(self, day: str, shown: str) -> StatedDay:
        """Return the one of two days that the address states too."""
        if self.in_address in (day, shown):
            return StatedDay(self.in_address)
        return self._disagreeing(day, shown)

    def _disagreeing(self, *days: str) -> StatedDay:
        return StatedDay("", tuple(sorted(set(days))[:MAX_CANDIDATES]))


def _may_be_one_moment(one: str, other: str) -> bool:
    """Return whether two written dates may be the same moment, in two zones or one of them short.

    Zones differ by quarters of an hour.
    """
    days = machine_day(one), machine_day(other)
    if days[0] == days[1]:
        return True
    moments = []
    for written in (one, other):
        match = _MINUTES.search(written)
        if not match:
            return distance(*days) <= 1
        moments.append(60 * int(match[1]) + int(match[2]))
    is_in_quarters = (moments[0] - moments[1]) % 15 == 0
    return distance(*days) <= 1 and is_in_quarters


def _day_in_address(address: str) -> str:
    for match in _IN_ADDRESS.findall(address):
        year, month, day = (one or other for one, other in zip(match[:3], match[3:], strict=True))
        try:
            return valid_day(year, _MONTHS.index(month) + 1 if month.isalpha() else month, day)
        except ValueError:
            continue
    return ""
