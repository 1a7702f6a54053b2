"""Dates: read into UTC, or refused for a reason; never guessed, never an overflow."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.text.dates import parse_date, read_date

DAY = datetime(2024, 7, 28, tzinfo=UTC)
MOMENT = datetime(2024, 7, 28, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2024-07-28T08:30:00", MOMENT),
        ("2024-07-28T08:30:00Z", MOMENT),
        ("2024-07-28T17:30:00+09:00", MOMENT),
        ("2024-07-28T17:30:00+0900", MOMENT),
        ("2024-07-28T17:30:00+09", MOMENT),
        ("2024-07-28T04:30:00−04:00", MOMENT),
        ("2024-07-28t08:30:00z", MOMENT),
        ("2024-07-28 08:30:00", MOMENT),
        ("2024-07-28 08:30:00 UTC", MOMENT),
        ("2024-07-28T08:30:00Z[UTC]", MOMENT),
        ("20240728T083000Z", MOMENT),
        ("2024-07-28T08:30:00.123456789Z", MOMENT.replace(microsecond=123456)),
        ("2024-07-28T08:30:00,5Z", MOMENT.replace(microsecond=500000)),
        ("Sun, 28 Jul 2024 17:30:00 +0900", MOMENT),
        ("Sun, 28 Jul 2024 08:30:00 GMT", MOMENT),
        ("Sun Jul 28 08:30:00 +0000 2024", MOMENT),
        ("July 28, 2024, 4:30 a.m. EDT", MOMENT),
        ("July 28, 2024 at 4:30 AM ET", MOMENT),
        (1722155400, MOMENT),
        ("1722155400", MOMENT),
        (1722155400.0, MOMENT),
        (1722155400000, MOMENT),
        ("1722155400000000", MOMENT),
        (1722155400000000000, MOMENT),
        (MOMENT.astimezone(timezone(timedelta(hours=9))), MOMENT),
        ("2024-07-28", DAY),
        ("20240728", DAY),
        ("2024/7/28", DAY),
        ("July 28, 2024", DAY),
        ("28 July 2024", DAY),
        ("28-Jul-2024", DAY),
        ("28/07/2024", DAY),
        ("07/28/2024", DAY),
        ("28.07.2024", DAY),
        ("2024年7月28日", DAY),
        ("2024년 7월 28일", DAY),
        ("8.7.2024", datetime(2024, 7, 8, tzinfo=UTC)),
        ("07/07/2024", datetime(2024, 7, 7, tzinfo=UTC)),
        ("2024-07-28T24:00:00Z", datetime(2024, 7, 29, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_into_utc(value: object, moment: datetime) -> None:
    assert read_date(value) == moment
    assert read_date(value).tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("07/08/2024", "could be day/month or month/day"),
        ("7-8-2024", "could be day/month or month/day"),
        ("28/07/24", "has no year of four digits"),
        ("10 11 12", "has no year of four digits"),
        ("yesterday", "has no year of four digits"),
        ("July 2024", "lacks its day, month or year"),
        ("2024-07", "lacks its day, month or year"),
        ("2024", "is no date that can be read"),
        ("", "is no date that can be read"),
        ("2024-02-30", "is a date that does not exist"),
        ("2023-02-29T00:00:00Z", "is a date that does not exist"),
        ("0000-00-00", "is a date that does not exist"),
        ("32 Foo 2024", "is no date that can be read"),
        ("28 Jul 2024 10:00 XYZ", "is no date that can be read"),
        ("x" * 10_000, "is no date that can be read"),
        ("0001-01-01T00:00:00+14:00", "is out of the range of years"),
        ("9999-12-31T23:59:59-12:00", "is out of the range of years"),
        ("1500-01-01", "is out of the range of years"),
        (0, "is a number that is no time since 1970"),
        (2024, "is a number that is no time since 1970"),
        (45501, "is a number that is no time since 1970"),
        (-1722155400, "is a number that is no time since 1970"),
        (10**4000, "is a number that is no time since 1970"),
        (1e300, "is a number that is no time since 1970"),
        (float("nan"), "is a number that is no time since 1970"),
        (float("inf"), "is a number that is no time since 1970"),
        (True, "is no date"),
        (None, "is no date"),
        ({"$date": 1}, "is no date"),
    ],
)
def test_what_is_no_whole_unambiguous_date_is_refused(value: object, reason: str) -> None:
    with pytest.raises(ValueError, match="^" + reason.replace(".", r"\.") + "$"):
        read_date(value)
    assert parse_date(value) is None


ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1700, 1, 1), timezones=ZONES))
@settings(deadline=None)
def test_iso_8601_is_read_back(moment: datetime) -> None:
    if moment.year < 9998:
        assert read_date(moment.isoformat()) == moment


@settings(deadline=None)
@given(
    st.text(max_size=40)
    | st.text(alphabet="0123456789-/:. TZ+,apmJul", max_size=30)
    | st.integers()
    | st.floats()
)
def test_anything_is_a_date_or_none(value: object) -> None:
    moment = parse_date(value)
    assert moment is None or (moment.tzinfo is UTC and 1600 <= moment.year <= 9998)
