"""Dates and times as others write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from corpus.dates import DAY, MONTH, YEAR, ImpreciseDate
from corpus.readers.loose_dates import parse_published, parse_retrieved


@pytest.mark.parametrize(
    "written",
    [
        "2021-08-05",
        " 2021/8/5 ",
        "2021.08.05",
        "20210805",
        "20210805T101500Z",
        "2021-08-05T23:30:00-05:00",
        "2021-08-05 10:15",
        "Thu, 05 Aug 2021 23:30:00 +0000",
        "Thu Aug  5 10:15:00 2021",
        "Thu Aug 05 10:15:00 +0000 2021",
        "5 August 2021",
        "5th of August, 2021",
        "05-AUG-2021 15:01:01.79",
        "Thursday, August 5, 2021 at 10:15 a.m. EDT",
        "Aug. 5th, 2021",
        "1628157600",
        "1628157600000",
    ],
)
def test_a_day_is_read_as_it_is_written(written):
    assert parse_published(written) == ImpreciseDate(date(2021, 8, 5), DAY)


def test_months_and_years_stay_as_imprecise_as_they_are():
    assert (
        parse_published("2017-03") == parse_published("March 2017") == parse_published("Mar. 2017")
    )
    assert parse_published("2017-03") == ImpreciseDate(date(2017, 3, 1), MONTH)
    assert parse_published("2017") == ImpreciseDate(date(2017, 1, 1), YEAR)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (
            "05/08/2021",
            "“05/08/2021” is ambiguous. Write the date year first, as in 2021-08-05.",
        ),
        (
            "25.12.21 10:00",
            "“25.12.21 10:00” is ambiguous. "
            "Write the date year first, as in 2021-08-05.",
        ),
        ("2021-02-30", "There is no day 2021-02-30 in the calendar."),
        ("30 February 2021", "There is no day 30 February 2021 in the calendar."),
        ("yesterday", "“yesterday” is not a date. Write it as 2021-08-05, 2021-08 or 2021."),
        (
            "5 Aug 2021 - 7 Aug 2021",
            "“5 Aug 2021 - 7 Aug 2021” is not a date. Write it as 2021-08-05, 2021-08 or 2021.",
        ),
        ("x" * 101, f"“{'x' * 40}…” is too long for a date."),
    ],
)  # fmt: skip
def test_what_is_no_date_is_said(written, reason):
    with pytest.raises(ValueError) as refusal:
        parse_published(written)
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-08-05T10:15:00Z", datetime(2021, 8, 5, 10, 15, tzinfo=UTC)),
        ("2021-08-05 10:15", datetime(2021, 8, 5, 10, 15, tzinfo=UTC)),
        ("2021-08-05", datetime(2021, 8, 5, tzinfo=UTC)),
        ("Thu, 05 Aug 2021 10:15:00 -0500",
         datetime(2021, 8, 5, 10, 15, tzinfo=timezone(timedelta(hours=-5)))),
        ("1628158500", datetime(2021, 8, 5, 10, 15, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_moment_without_zone_is_utc(written, moment):
    parsed = parse_retrieved(written)
    assert (parsed, parsed.utcoffset()) == (moment, moment.utcoffset())


@pytest.mark.parametrize("written", ["05/08/2021", "0001-01-01", "yesterday", "x" * 101])
def test_what_is_no_moment_is_said(written):
    shown = written if len(written) < 101 else "x" * 40 + "…"
    with pytest.raises(ValueError) as refusal:
        parse_retrieved(written)
    assert str(refusal.value) == f"Write a time as 2021-08-05T14:30:00Z, not “{shown}”."
