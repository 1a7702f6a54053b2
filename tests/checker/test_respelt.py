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
        ("Nearly eight million live there.", "7.94 million do.", "Nearly 7.94 million live there."),
        ("It closed on March 4.", "It closed on 4 March.", "It closed on 4 March."),
        ("It was sold on 4 March 2025.", "They sold it on Tuesday.", "It was sold on Tuesday."),
        ("It opened in February 2025.", "It opened last month.", "It opened last month."),
        ("On March 6, 2025 it was sold.", "It was sold.", "it was sold."),
    ],
)
def test_a_figure_or_date_is_put_as_the_source_tells_it(claim: str, source: str, told: str) -> None:
    assert respelt(claim, source, THURSDAY) == told


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It is 190 kilometres long.", "They ride 100 miles."),
        ("It was sold on 9 April 2025.", "They sold it on Tuesday."),
        ("A dozen boats sank in May.", "A dozen boats sank in May."),
        ("Nobody came.", "Nobody came."),
    ],
)
def test_what_the_source_does_not_tell_or_tells_alike_stays(claim: str, source: str) -> None:
    assert respelt(claim, source, THURSDAY) == claim


def test_without_a_day_of_publication_no_date_is_left_out() -> None:
    assert respelt("It was sold on 6 March 2025.", "It was sold.", None) == (
        "It was sold on 6 March 2025."
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_put_together(claim: str, source: str) -> None:
    assert isinstance(respelt(claim, source, THURSDAY), str)
