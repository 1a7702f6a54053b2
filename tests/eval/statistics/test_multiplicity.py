"""Adjusted p-values, against a reference and by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.statistics.multiplicity import benjamini_hochberg, holm

CASES = json.loads((Path(__file__).parent / "fixtures" / "statistics.json").read_text())


@pytest.mark.parametrize("case", CASES["multiplicity"], ids=lambda case: f"{len(case['p'])} tests")
def test_adjusted_p_values_agree_with_the_reference(case: Any) -> None:
    assert holm(case["p"]) == pytest.approx(case["holm"], abs=1e-12)
    assert benjamini_hochberg(case["p"]) == pytest.approx(case["bh"], abs=1e-12)


def test_adjusted_p_values_are_those_worked_out_by_hand() -> None:
    cases = json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
    case = next(each for each in cases if each["id"] == "G33")
    assert holm(case["input"]["p"]) == pytest.approx(case["expected"]["holm"], abs=1e-12)
    assert benjamini_hochberg(case["input"]["p"]) == pytest.approx(
        case["expected"]["bh"], abs=1e-12
    )


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_holm_adjusts_more_than_benjamini_and_hochberg_and_both_at_least_not_at_all(
    p_values: list[float],
) -> None:
    rows = zip(p_values, benjamini_hochberg(p_values), holm(p_values), strict=True)
    assert all(
        raw <= bh + 1e-12 and bh <= strict + 1e-12 and strict <= 1 for raw, bh, strict in rows
    )


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_no_tests_need_no_adjustment_and_one_stays_as_it_is(adjust: Any) -> None:
    assert adjust([]) == []
    assert adjust([0.04]) == [0.04]


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_a_p_value_outside_its_range_is_refused(adjust: Any) -> None:
    with pytest.raises(InputError, match=r"p-values: number 2 is 1\.2, outside 0 to 1"):
        adjust([0.5, 1.2])
