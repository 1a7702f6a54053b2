"""Windows relative to the moment of the run."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.pipelines.batch.windows import parse_length, parse_window

NOW = datetime(2024, 6, 1, 3, 30, tzinfo=UTC)
PARIS, UTC_ZONE = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("last 24 hours", "2024-05-31T03:30", "2024-06-01T03:30"),
        ("24 hours", "2024-05-31T03:30", "2024-06-01T03:30"),
        ("Last Day", "2024-05-31T03:30", "2024-06-01T03:30"),
        ("the last 7 days", "2024-05-25T03:30", "2024-06-01T03:30"),
        ("a week", "2024-05-25T03:30", "2024-06-01T03:30"),
        ("90 minutes", "2024-06-01T02:00", "2024-06-01T03:30"),
        ("1.5 hours", "2024-06-01T02:00", "2024-06-01T03:30"),
        ("today", "2024-06-01T00:00", "2024-06-01T03:30"),
        ("since today", "2024-06-01T00:00", "2024-06-01T03:30"),
        ("since yesterday", "2024-05-31T00:00", "2024-06-01T03:30"),
        ("yesterday", "2024-05-31T00:00", "2024-06-01T00:00"),
        ("since 18:00", "2024-05-31T18:00", "2024-06-01T03:30"),
        ("since 03:00", "2024-06-01T03:00", "2024-06-01T03:30"),
        ("since 2024-05-01", "2024-05-01T00:00", "2024-06-01T03:30"),
    ],
)
def test_a_window_is_a_stretch_before_the_moment(text: str, since: str, until: str) -> None:
    expected = tuple(datetime.fromisoformat(f"{moment}+00:00") for moment in (since, until))
    assert parse_window(text).at(NOW, UTC_ZONE) == expected


def test_all_is_open_at_both_ends() -> None:
    assert parse_window("all").at(NOW, UTC_ZONE) == (None, None)


def test_days_begin_at_midnight_in_the_zone() -> None:
    begin = datetime(2024, 5, 30, 22, tzinfo=UTC)
    assert parse_window("yesterday").at(NOW, PARIS) == (begin, begin + timedelta(days=1))


def test_the_day_on_which_clocks_change_has_its_own_length() -> None:
    noon_after = datetime(2024, 4, 1, 10, tzinfo=UTC)
    since, until = parse_window("yesterday").at(noon_after, PARIS)
    assert since
    assert until
    assert until - since == timedelta(hours=23)


@pytest.mark.parametrize(
    "text", ["", "soon", "24 h", "last", "0 hours", "-3 days", "since", "since x"]
)
def test_what_is_no_window_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no window like 'last 24 hours', '7 days'"):
        parse_window(text)


@given(
    st.integers(1, 9999),
    st.sampled_from(["minute", "hour", "day", "week"]),
    st.sampled_from(["{} {}s", "last {} {}s", "{}{}", "  LAST  {}   {}S "]),
)
def test_a_length_is_its_number_of_units(number: int, unit: str, form: str) -> None:
    length = parse_length(f"{number} {unit}s")
    assert length == timedelta(**{f"{unit}s": number})
    assert parse_window(form.format(number, unit)).at(NOW, UTC_ZONE) == (NOW - length, NOW)


@given(st.text(max_size=30))
def test_any_text_is_a_window_or_a_value_error(text: str) -> None:
    try:
        since, until = parse_window(text).at(NOW, PARIS)
    except ValueError:
        return
    assert (since is None) == (until is None)
