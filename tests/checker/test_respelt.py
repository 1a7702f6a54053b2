"""Before the encoder reads a claim, what comparison settled stands as the source has it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.checker.comparing.respelt import respelt

THURSDAY = datetime(2025, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("claim", "source", "told"),
    [
        ("It is 161 kilometres long.", "They ride 100 miles.", "It is 100 miles long."),
        ("The bay has 64F.", "It warmed to 18C.", "The bay has 18C."),
        ("It cost 60 million dollars.", "It cost $60m.", "It cost $60m."),
        ("Twelve boats sank.", "A dozen boats sank.", "A dozen boats sank."),
        ("Half of it burnt.", "Fire took 50 percent.", "50 percent of it burnt."),
        ("Nearly eight million live there.", "7.94 million do.", "7.94 million live there."),
        ("It closed on March 4.", "It closed on 4 March.", "It closed on 4 March."),
        ("It was sold on 4 March 2025.", "They sold it on Tuesday.", "It was sold on Tuesday."),
        ("It opened in February 2025.", "It opened last month.", "It opened last month."),
        ("It fell in 2025.", "On Monday it said it fell this year.", "It fell this year."),
        ("It fell in March.", "On Monday it said it fell this month.", "It fell this month."),
        ("More than 90 died.", "100 died.", "100 died."),
        ("On March 6, 2025 it was sold.", "It was sold.", "it was sold."),
    ],
)
def test_a_figure_or_date_is_put_as_the_source_tells_it(claim: str, source: str, told: str) -> None:
    assert respelt(claim, [(source, THURSDAY)]) == told


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It is 190 kilometres long.", "They ride 100 miles."),
        ("It was sold on 9 April 2025.", "They sold it on Tuesday."),
        ("A dozen boats sank in May.", "A dozen boats sank in May."),
        ("It was built before 2019.", "It was built after 2019."),
        ("It was closed until May.", "It was closed since May."),
        ("The dam broke on 6 March 2025.", "The dam broke on Monday."),
        ("They voted on 11 March 2025.", "They voted on Tuesday."),
        ("It sank in 2023.", "It opened in 1950. Two years earlier the other sank."),
        ("It fell in May.", "It fell in the second quarter."),
        ("It won 40 percent of the seats.", "It won forty of the 120 seats."),
        ("It came third.", "It finished three races."),
        ("By 6 March 2025 it was sold.", "It was sold."),
        ("Nobody came.", "Nobody came."),
    ],
)
def test_what_the_source_does_not_tell_or_tells_alike_stays(claim: str, source: str) -> None:
    assert respelt(claim, [(source, THURSDAY)]) == claim


def test_each_source_is_dated_by_its_own_day() -> None:
    old = ("The drivers walked out on Tuesday.", datetime(2024, 1, 10, tzinfo=UTC))
    claim = "The drivers walked out on 4 March 2025."
    assert respelt(claim, [("Pay talks failed.", THURSDAY), old]) == claim
    assert respelt("They walked out on 9 January 2024.", [("Talks failed.", THURSDAY), old]) == (
        "They walked out on Tuesday."
    )


def test_without_a_day_of_publication_no_date_is_left_out() -> None:
    assert respelt("It was sold on 6 March 2025.", [("It was sold.", None)]) == (
        "It was sold on 6 March 2025."
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_put_together(claim: str, source: str) -> None:
    assert isinstance(respelt(claim, [(source, THURSDAY)]), str)
