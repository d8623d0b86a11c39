"""Reads the days that a line of a page or its metadata state, in any language."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module

from corpus.dates import DAY, MONTH_NAMES
from corpus.readers import loose_dates

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{8})(?![0-9])"
    r"(?P<time>[T ].*)?"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.\s?(\d{1,2})\.\s?|年\s?(\d{1,2})月\s?|"
    r"년\s?(\d{1,2})월\s?)(\d{1,2})(?!\d)[日일]?"
)
# Dots stand between day and month where the day comes first; other signs tell no order. Two digits
# before the minutes are an hour, and what follows a year belongs to that year.
_DAY_FIRST = re.compile(
    r"(?<![\d.])(?<!\d{4}\.\s)(\d{1,2})\.\s?(\d{1,2})\s?\.\s?"
    r"(\d{4}(?!\d)|\d{2}(?!\d|[:.h]\d))"
)
_EITHER_FIRST = re.compile(r"(?<![\d/])(\d{1,2})(\s?[/|-]\s?)(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
_ORDINAL = r"(?:st|nd|rd|th|er|[.º])?"
_WORDS = re.compile(
    rf"(?<!\d)\d{{1,2}}{_ORDINAL}[\s,-]{{0,2}}(?:(?:de|of)\s)?[^\W\d_]{{3,15}}[.,]{{0,2}}[\s-]"
    rf"(?:de\s|del\s)?\d{{4}}(?!\d)|"
    rf"(?<![^\W\d_])[^\W\d_]{{3,15}}\.?\s\d{{1,2}}{_ORDINAL},?\s\d{{4}}(?!\d)|"
    # "2022. május 4."
    r"(?<!\d)\d{4}\.?\s[^\W\d_]{3,15}\.?\s\d{1,2}(?!\d|[:.h]\d)"
)
# Code points of a line that may be the date of a page and no sentence that names one.
MAX_DATE_LINE = 100
# Letters of a month's name that is an abbreviation, or "May".
MAX_SHORT_FORM = 4
_LETTERS = re.compile(r"[^\W\d_]{3,15}")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """The part of a line, in code points, that is a date, and the ISO days that it may mean."""

    start: int
    end: int
    days: tuple[str, ...]


def machine_day(written: str) -> str:
    """Return the day of a machine's date, or ""."""
    match = _MOMENT.match(written.strip())
    try:
        if match:
            parts = re.findall(r"[0-9]+", match["day"])
            year, month, day = parts if len(parts) == 3 else (
                match["day"][:4], match["day"][4:6], match["day"][6:],
            )  # fmt: skip
            return valid_day(year, month, day)
        if written:
            published = loose_dates.parse_published(written)
            if published.precision == DAY:
                first = published.first
                return valid_day(first.year, first.month, first.day)
    except ValueError:
        pass
    days = [day for part in written_days(written.strip()) for day in part.days]
    return days[0] if len(days) == 1 else ""


def written_days(line: str) -> list[WrittenDay]:
    """Return the dates with day, month and year that stand in a line, in their order."""
    return sorted(_written_days(line), key=lambda part: part.start)


def _written_days(line: str) -> Iterator[WrittenDay]:
    for match in _YEAR_FIRST.finditer(line):
        numbers = [group for group in match.groups() if group]
        yield _written(match, [(numbers[0], numbers[1], numbers[2])])
    for match in _DAY_FIRST.finditer(line):
        yield _written(match, [(match[3], match[2], match[1])])
    for match in _EITHER_FIRST.finditer(line):
        yield _written(match, [(match[4], match[3], match[1]), (match[4], match[1], match[3])])
    for match in _WORDS.finditer(line):
        day, year = sorted(_NUMBERS.findall(match[0]), key=len)
        # The month is the longest word: others are "de" and "th".
        word = max(_LETTERS.findall(match[0]), key=len).casefold()
        months = _month_names().get(word, ())
        if months:
            yield _written(match, [(year, str(month), day) for month in months])


def _written(match: re.Match[str], readings: list[tuple[str, str, str]]) -> WrittenDay:
    days = []
    for reading in readings:
        try:
            days.append(valid_day(*reading))
        except ValueError:
            continue
    return WrittenDay(match.start(), match.end(), tuple(dict.fromkeys(days)))


@cache
def _month_names() -> dict[str, list[int]]:
    """Return the numbers of the months that a name has in any language: "listopad" is November in
    Polish and October in Croatian."""
    numbers: dict[str, set[int]] = defaultdict(set)
    # Loaded when a line has a month's name: a desk that starts needs no names of months.
    for language in import_module("dateparser.data.languages_info").language_order:
        names = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, month in enumerate(MONTH_NAMES, 1):
            for written in names.get(month.lower(), ()):
                name = written.casefold().strip(".")
                # Of short forms that of the language with more speakers counts, which comes first.
                if len(name) > MAX_SHORT_FORM or name not in numbers:
                    numbers[name].add(number)
    return {name: sorted(each) for name, each in numbers.items()}


def valid_day(year: str | int, month: str | int, day: str | int) -> str:
    """Return an ISO date. Raises ValueError for one that no page on the web can have."""
    # "0001" is what some systems write for no date.
    full_year = int(year) + (2000 if len(str(year)) <= 2 else 0)
    stated = date(full_year, int(month), int(day))
    if not stated.year >= 1990 or stated > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError
    return stated.isoformat()


def distance(one: str, other: str) -> int:
    """Return the number of days between two ISO dates."""
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) // timedelta(days=1)
