"""What a judge behind a URL may answer, and what its URL may be; nothing is sent here."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.http_judge import read_scores
from groundwood.errors import SettingsError
from groundwood.settings import load_settings


def test_a_sum_that_is_off_by_rounding_is_put_right() -> None:
    rounded = {"supported": 0.333, "contradicted": 0.333, "neutral": 0.333}
    (score,) = read_scores({"scores": [rounded]}, 1)
    assert (score.supported, score.neutral) == pytest.approx((1 / 3, 1 / 3))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["scores", "support_prob", "supported", "contradicted", "neutral"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_answer_is_scores_or_a_complaint(answer: Any) -> None:
    try:
        found = read_scores(answer, 1)
    except ValueError:
        return
    (score,) = found
    assert score.supported + score.contradicted + score.neutral == pytest.approx(1)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, "--judge http needs the URL"),
        ("localhost:8000", "'localhost:8000': use http://host:port/path"),
        ("http:///score", "'http:///score': use http://host:port/path"),
        ("http://host:99999/", "'http://host:99999/': use http://host:port/path"),
        ("http://me:secret@host/score", "'http://…@host/score': no user, password"),
        ("http://host/score?key=secret", "'http://host/score': no user, password, query"),
    ],
)
def test_a_url_that_cannot_be_is_refused_without_its_secrets(url: str | None, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_judge("http", settings=load_settings(judge_url=url))
    assert str(caught.value).startswith(f"--judge-url: {told}")
    assert "secret" not in str(caught.value)
