"""Pure: a date known to the day, the month or the year, as an interval of days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

DAY, MONTH, YEAR = "day", "month", "year"
PRECISIONS = (DAY, MONTH, YEAR)

# Listed here because calendar.month_name and strftime follow the locale of the process,
# and strftime pads years before 1000 differently from one platform to the next.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Characters of an ISO date.
ISO_LENGTHS = {DAY: 10, MONTH: 7, YEAR: 4}
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class ImpreciseDate:
    """An interval of whole days: one day, one month or one year.

    `first` may be any day of the month or year and is set to the first one, so that
    equal intervals are equal values. A precision other than DAY, MONTH or YEAR raises
    ValueError.
    """

    first: date
    precision: str

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(
                f"A date is precise to the day, month or year, not {self.precision!r}."
            )
        month = self.first.month if self.precision != YEAR else 1
        day = self.first.day if self.precision == DAY else 1
        # Converted even for a day: a datetime is also a date, but never equal to one.
        object.__setattr__(self, "first", date(self.first.year, month, day))

    @property
    def last(self) -> date:
        """The last day of the interval."""
        if self.precision == DAY:
            return self.first
        month = self.first.month if self.precision == MONTH else 12
        days = calendar.monthrange(self.first.year, month)[1]
        return self.first.replace(month=month, day=days)

    def isoformat(self) -> str:
        """Return `2021-08-05`, `2021-07` or `2021`, as `parse` accepts it."""
        return iso_text(self.first, self.precision)

    def __str__(self) -> str:
        """Return `5 August 2021`, `July 2021` or `2021`, in English in every locale."""
        year = str(self.first.year)
        if self.precision == YEAR:
            return year
        month = f"{MONTH_NAMES[self.first.month - 1]} {year}"
        return month if self.precision == MONTH else f"{self.first.day} {month}"


def iso_text(day: date, precision: str) -> str:
    """Return what `ImpreciseDate(day, precision).isoformat()` does; for many rows, without it.

    >>> iso_text(date(2021, 8, 5), MONTH)
    '2021-08'
    """
    return day.isoformat()[: ISO_LENGTHS[precision]]


def parse(text: str) -> ImpreciseDate:
    """Parse `2021-08-05`, `2021-08` or `2021`; surrounding white space is ignored.

    `parse("2021-08")` gives `ImpreciseDate(date(2021, 8, 1), MONTH)`. Raises ValueError, with a
    message for the person who typed it, for anything else and for a day not in the calendar.
    """
    stripped = text.strip()
    match = _ISO.fullmatch(stripped)
    if match is None:
        raise ValueError(f"“{stripped}” is not a date. Write it as 2021-08-05, 2021-08 or 2021.")
    year, month, day = match.groups()
    precision = DAY if day else MONTH if month else YEAR
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"There is no {precision} {stripped} in the calendar.") from None
    return ImpreciseDate(first, precision)
