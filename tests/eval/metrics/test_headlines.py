"""Whether a headline says only what story and sources say."""

from collections.abc import Callable
from typing import Any

from groundwood.eval.metrics.headlines import HeadlineClaim, headline_score


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G20")
    claims = [HeadlineClaim(bool(c["body"]), bool(c["sources"])) for c in given["headline_claims"]]
    found = headline_score(claims)
    assert found.body_support.number == expected["headline_body_support"]
    assert found.source_support.number == expected["headline_source_support"]
    assert found.passes.number == expected["headline_pass"]


def test_a_headline_passes_where_both_support_all_of_it() -> None:
    assert headline_score([HeadlineClaim(True, True)]).passes.number == 1


def test_a_failed_judge_leaves_it_open_unless_another_claim_has_failed_the_headline() -> None:
    claims = [HeadlineClaim(True, None), HeadlineClaim(True, True)]
    found = headline_score(claims)
    assert found.passes.reason == "the judge failed where it decides"
    assert (found.source_support.number, found.source_support.low) == (1, 0.5)
    assert headline_score([*claims, HeadlineClaim(False, True)]).passes.number == 0


def test_a_headline_without_claims_has_nothing_to_measure() -> None:
    found = headline_score([])
    assert found.body_support.reason == found.passes.reason == "the headline claims nothing"
