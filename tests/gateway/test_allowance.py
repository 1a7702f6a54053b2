"""What servers say is left of their limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.gateway.allowance import UNTOLD, Allowance, Share, read_allowance

NOW = 1_723_946_993.0


def openai(remaining: str, reset: str, kind: str = "requests") -> dict[str, str]:
    return {f"x-ratelimit-remaining-{kind}": remaining, f"x-ratelimit-reset-{kind}": reset}


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("120ms", 0.12),
        ("1s", 1.0),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("1d", 86_400.0),
        ("7.66", 7.66),
        ("0", 0.0),
        (f"{NOW + 30:.0f}", 30.0),
        (f"{NOW - 30:.0f}", 0.0),
    ],
)
def test_a_reset_is_a_duration_a_number_of_seconds_or_a_moment(reset: str, seconds: float) -> None:
    share = read_allowance(openai("4999", reset), NOW).requests
    assert share is not None
    assert share.remaining == 4999
    assert share.reset == pytest.approx(seconds)


def test_requests_and_tokens_are_told_apart() -> None:
    headers = {**openai("9", "1s"), **openai("140000", "2s", "tokens")}
    assert read_allowance(headers) == Allowance(Share(9, 1.0), Share(140_000, 2.0))


@pytest.mark.parametrize("prefix", ["x-ratelimit", "ratelimit"])
def test_headers_without_an_ending_are_about_requests(prefix: str) -> None:
    headers = {f"{prefix}-remaining": "3", f"{prefix}-reset": "20"}
    assert read_allowance(headers) == Allowance(requests=Share(3, 20.0))


@pytest.mark.parametrize(
    "headers",
    [{}, openai("many", "1s"), openai("9", "soon"), openai("", ""), openai("9", "1x"),
     openai("nan", "1s"), {"x-ratelimit-remaining-requests": "9"}],
)  # fmt: skip
def test_what_is_malformed_is_as_good_as_absent(headers: dict[str, str]) -> None:
    assert read_allowance(headers) == UNTOLD


@given(remaining=st.text(max_size=20), reset=st.text(max_size=20))
def test_no_header_stops_anything(remaining: str, reset: str) -> None:
    share = read_allowance(openai(remaining, reset), NOW).requests
    assert share is None or (share.remaining >= 0 and share.reset >= 0)
