"""Parses dates and times as publishers write them; never guesses which number is the day."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from corpus import dates
from corpus.dates import DAY, ISO_LENGTHS, MONTH, MONTH_NAMES, ImpreciseDate

# Code points: enough for any date with its weekday, time and zone.
MAX_DATE_LENGTH = 100

# Years of retrieval that every database and every time zone can hold.
_VALID_YEARS = range(1900, 9999)

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTH = rf"(?P<month>{'|'.join(MONTH_NAMES)}|{'|'.join(_MONTHS)}|sept)\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_CLOCK = r"[0-9]{1,2}(?:[:.h][0-9]{2}|\s*[ap]\.?m)"

# A day may be followed by a time and a zone; neither changes the day as written.
_DAY_PATTERNS = [
    re.compile(_WEEKDAY + day + rf"(?:(?:\s*[T,|–-]?\s*|\s+at\s+){_CLOCK}.*)?", re.I | re.S)
    for day in (
        rf"{_YEAR}(?P<s>[-/.])(?P<number>[0-9]{{1,2}})(?P=s){_DAY}",
        rf"{_DAY}(?:\s+of)?[-\s]*{_MONTH}[-\s,]*{_YEAR}",
        rf"{_MONTH}[-\s]*{_DAY}[,\s]\s*{_YEAR}",
        # The format of asctime: the year comes last.
        rf"{_MONTH}\s+{_DAY}\s+{_CLOCK}\S*\s+(?:\S+\s+)?{_YEAR}",
    )
]
_COMPACT = re.compile(
    r"(?P<year>(?:1[5-9]|20)[0-9]{2})(?P<number>[0-9]{2})(?P<day>[0-9]{2})(?:T[0-9]{4}.*)?"
)
_MONTH_ALONE = re.compile(rf"{_MONTH}[-\s,]+{_YEAR}", re.I)
_NUMBERS = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}(?![0-9]).*", re.S)
_UNIX_TIME = re.compile(r"(?P<seconds>[0-9]{9,10})(?:\.[0-9]+)?|(?P<thousandths>[0-9]{12,13})")


def parse_published(written: str) -> ImpreciseDate:
    """Parse a date: ISO or year first, English month names, a time after it, Unix time.

    The day is the one written, whatever the time zone. Raises ValueError, with a message for an
    editor, for anything else, for example if either of two numbers could be the day.

    >>> str(parse_published("Thu, 5 August 2021 14:30 GMT").first)
    '2021-08-05'
    """
    written = written.strip()
    if len(written) > MAX_DATE_LENGTH:
        raise ValueError(f"“{written[:40]}…” is too long for a date.")
    if len(written) <= ISO_LENGTHS[DAY]:
        with suppress(ValueError):
            return dates.parse(written)
    moment = _unix_time(written)
    if moment is not None:
        return ImpreciseDate(moment.date(), DAY)
    for pattern in (_COMPACT, *_DAY_PATTERNS):
        match = pattern.fullmatch(written)
        if match:
            return ImpreciseDate(_day(match, written), DAY)
    match = _MONTH_ALONE.fullmatch(written)
    if match:
        return ImpreciseDate(_day(match, written), MONTH)
    if _NUMBERS.fullmatch(written):
        raise ValueError(f"“{written}” is ambiguous. Write the date year first, as in 2021-08-05.")
    # It refuses what else there is, and says how to write a date.
    return dates.parse(written)


def parse_retrieved(written: str) -> datetime:
    """Parse a moment: ISO, the format of mail and HTTP, or Unix time; without a zone it is UTC.

    Raises ValueError with a message for an editor.
    """
    written = written.strip()
    moment: datetime | None = _unix_time(written)
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        if moment is None and len(written) <= MAX_DATE_LENGTH:
            try:
                moment = parse(written)
            except (ValueError, OverflowError):
                continue
    if moment is None or moment.year not in _VALID_YEARS:
        shown = written if len(written) <= MAX_DATE_LENGTH else written[:40] + "…"
        raise ValueError(f"Write a time as 2021-08-05T14:30:00Z, not “{shown}”.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unix_time(written: str) -> datetime | None:
    match = _UNIX_TIME.fullmatch(written)
    if match is None:
        return None
    seconds, thousandths = match["seconds"], match["thousandths"]
    return datetime.fromtimestamp(int(seconds) if seconds else int(thousandths) / 1000, UTC)


def _day(match: re.Match[str], written: str) -> date:
    parts = match.groupdict()
    month = parts.get("number") or _MONTHS[parts["month"][:3].lower()]
    try:
        return date(int(parts["year"]), int(month), int(parts.get("day") or 1))
    except ValueError:
        raise ValueError(f"There is no day {written} in the calendar.") from None
