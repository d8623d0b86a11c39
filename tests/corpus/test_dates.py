import locale
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import DAY, MONTH, PRECISIONS, YEAR, ImpreciseDate, parse
from tests.support.strategies import many

imprecise_dates = st.builds(ImpreciseDate, st.dates(), st.sampled_from(PRECISIONS))


@pytest.mark.parametrize(
    ("precision", "first", "last", "iso", "words"),
    [
        (DAY, date(2021, 8, 5), date(2021, 8, 5), "2021-08-05", "5 August 2021"),
        (MONTH, date(2021, 8, 1), date(2021, 8, 31), "2021-08", "August 2021"),
        (YEAR, date(2021, 1, 1), date(2021, 12, 31), "2021", "2021"),
    ],
)
def test_date_by_precision(precision, first, last, iso, words):
    found = ImpreciseDate(date(2021, 8, 5), precision)
    assert (found.first, found.last, found.isoformat(), str(found)) == (first, last, iso, words)


@pytest.mark.parametrize(
    ("year", "last"), [(2021, 28), (2024, 29), (1900, 28), (2000, 29), (9999, 28)]
)
def test_last_day_of_february(year, last):
    assert ImpreciseDate(date(year, 2, 1), MONTH).last == date(year, 2, last)


def test_last_day_of_the_calendar():
    assert ImpreciseDate(date(9999, 12, 1), MONTH).last == date.max
    assert ImpreciseDate(date(9999, 1, 1), YEAR).last == date.max


@pytest.mark.parametrize(
    ("month", "name"),
    [
        *[(1, "January"), (2, "February"), (3, "March"), (4, "April"), (5, "May"), (6, "June")],
        *[(7, "July"), (8, "August"), (9, "September"), (10, "October")],
        *[(11, "November"), (12, "December")],
    ],
)
def test_month_is_named(month, name):
    assert str(ImpreciseDate(date(2021, month, 1), MONTH)) == f"{name} 2021"


def test_early_year_is_padded_for_machines_only():
    early = ImpreciseDate(date(987, 2, 3), DAY)
    assert (str(early), early.isoformat()) == ("3 February 987", "0987-02-03")
    assert ImpreciseDate(date(87, 2, 3), YEAR).isoformat() == "0087"


def test_words_do_not_follow_the_locale():
    before = locale.setlocale(locale.LC_TIME)
    others = [name for name in ("de_DE.UTF-8", "ru_RU.UTF-8") if _sets(name)]
    try:
        assert [str(ImpreciseDate(date(2021, 3, 5), DAY)) for _ in [before, *others]] == [
            "5 March 2021"
        ] * (1 + len(others))
    finally:
        locale.setlocale(locale.LC_TIME, before)


def _sets(name):
    try:
        return locale.setlocale(locale.LC_TIME, name)
    except locale.Error:
        return None


def test_equal_intervals_are_equal():
    assert ImpreciseDate(date(2021, 8, 5), MONTH) == ImpreciseDate(date(2021, 8, 31), MONTH)
    assert ImpreciseDate(date(2021, 8, 5), YEAR) == ImpreciseDate(date(2021, 1, 31), YEAR)
    assert ImpreciseDate(datetime(2021, 8, 5, 12), DAY) == ImpreciseDate(date(2021, 8, 5), DAY)


def test_precision_makes_a_difference():
    assert ImpreciseDate(date(2021, 1, 1), YEAR) != ImpreciseDate(date(2021, 1, 1), MONTH)


def test_unknown_precision_is_refused():
    with pytest.raises(ValueError, match="not 'hour'"):
        ImpreciseDate(date(2021, 1, 1), "hour")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-08-05", ImpreciseDate(date(2021, 8, 5), DAY)),
        ("2021-08", ImpreciseDate(date(2021, 8, 1), MONTH)),
        ("2021", ImpreciseDate(date(2021, 1, 1), YEAR)),
        ("  2021-08\n", ImpreciseDate(date(2021, 8, 1), MONTH)),
        ("0987-02-03", ImpreciseDate(date(987, 2, 3), DAY)),
    ],
)
def test_parse(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "20210805", "2021-8-5", "2021-W31-4", "05.08.2021", "08/05/2021", "21",
     "2021-08-05T10:00", "2021-08-", "-2021", "12021", "２０２１", "٢٠٢١", "2021–08"],
)  # fmt: skip
def test_parse_refuses_another_form(text):
    with pytest.raises(ValueError) as refusal:
        parse(text)
    assert str(refusal.value) == f"“{text}” is not a date. Write it as 2021-08-05, 2021-08 or 2021."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2021-02-29", "There is no day 2021-02-29 in the calendar."),
        ("2021-13", "There is no month 2021-13 in the calendar."),
        ("2021-00", "There is no month 2021-00 in the calendar."),
        ("2021-08-00", "There is no day 2021-08-00 in the calendar."),
        ("0000", "There is no year 0000 in the calendar."),
    ],
)
def test_parse_refuses_what_no_calendar_has(text, message):
    with pytest.raises(ValueError) as refusal:
        parse(text)
    assert str(refusal.value) == message


@many
@given(imprecise_dates)
def test_parse_reads_what_isoformat_writes(written):
    assert parse(written.isoformat()) == written


@many
@given(imprecise_dates)
def test_day_after_the_last_is_in_the_next_interval(written):
    if written.last != date.max:
        after = ImpreciseDate(written.last + timedelta(days=1), written.precision)
        assert after.first == written.last + timedelta(days=1)
