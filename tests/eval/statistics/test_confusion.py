"""A judge against people, counted: against values worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.statistics.confusion import Confusion

MEASURES = (
    "accuracy",
    "sensitivity",
    "specificity",
    "false_alarm_rate",
    "balanced_accuracy",
    "youden_j",
    "f1",
    "kappa",
    "mcc",
)
counts = st.builds(Confusion, **{cell: st.integers(0, 30) for cell in ("tp", "fp", "fn", "tn")})


def golden(case: str) -> Any:
    cases = json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
    return next(each for each in cases if each["id"] == case)


def test_agreement_is_that_worked_out_by_hand() -> None:
    case = golden("G31")
    (tn, fp), (fn, tp) = case["input"]["confusion_rows_human_cols_judge"]
    found, expected = Confusion(tp=tp, fn=fn, fp=fp, tn=tn), case["expected"]
    assert found.accuracy.number == pytest.approx(expected["accuracy"])
    assert found.kappa.number == pytest.approx(expected["kappa"])
    assert found.balanced_accuracy.number == pytest.approx(expected["balanced_accuracy"])
    assert found.f1.number == pytest.approx(expected["f1_positive"])


def test_a_judge_that_always_says_yes_is_at_one_half_with_a_kappa_of_zero() -> None:
    case = golden("G35")
    found, expected = Confusion.of(case["input"]["human"], case["input"]["judge"]), case["expected"]
    assert found.accuracy.number == expected["accuracy"]
    assert found.balanced_accuracy.number == expected["balanced_accuracy"]
    assert found.kappa.number == expected["kappa"]


def test_detection_of_altered_rows_is_that_worked_out_by_hand() -> None:
    case = golden("G37")
    given_, expected = case["input"], case["expected"]
    found = Confusion(
        tp=given_["caught"],
        fn=given_["mutants"] - given_["caught"],
        fp=given_["false_alarms"],
        tn=given_["clean"] - given_["false_alarms"],
    )
    assert found.sensitivity.number == expected["detection_rate"]
    assert found.false_alarm_rate.number == expected["false_alarm_rate"]
    assert found.youden_j.number == pytest.approx(expected["youden_j"], abs=1e-15)


def test_rows_are_counted_by_what_is_true_and_what_is_said() -> None:
    found = Confusion.of(
        [True, True, True, False, False, False], [True, True, False, True, False, False]
    )
    assert found == Confusion(tp=2, fn=1, fp=1, tn=2)
    assert found.rows == 6


@pytest.mark.parametrize(
    ("cells", "undefined"),
    [
        ((0, 0, 0, 0), set(MEASURES)),
        ((3, 0, 2, 0), {"specificity", "false_alarm_rate", "balanced_accuracy", "youden_j", "mcc"}),
        ((0, 3, 0, 2), {"sensitivity", "balanced_accuracy", "youden_j", "mcc"}),
        ((0, 0, 2, 3), {"mcc"}),
        ((2, 3, 0, 0), {"mcc"}),
        (
            (4, 0, 0, 0),
            {"specificity", "false_alarm_rate", "balanced_accuracy", "youden_j", "kappa", "mcc"},
        ),
        ((0, 0, 0, 4), {"sensitivity", "balanced_accuracy", "youden_j", "f1", "kappa", "mcc"}),
        ((1, 1, 1, 1), set()),
    ],
)
def test_a_measure_of_nothing_by_nothing_is_none_with_a_reason(
    cells: tuple[int, int, int, int], undefined: set[str]
) -> None:
    tp, fp, fn, tn = cells
    found = Confusion(tp=tp, fp=fp, fn=fn, tn=tn)
    values = {name: getattr(found, name) for name in MEASURES}
    assert {name for name, value in values.items() if value.number is None} == undefined
    assert all(values[name].reason for name in undefined)


@given(counts)
def test_every_measure_lies_in_its_range(found: Confusion) -> None:
    for name in MEASURES:
        number = getattr(found, name).number
        least = -1.0 if name in {"youden_j", "kappa", "mcc"} else 0.0
        assert number is None or least - 1e-12 <= number <= 1 + 1e-12


@given(counts)
def test_only_what_is_of_one_class_changes_when_the_classes_are_swapped(found: Confusion) -> None:
    assert found.swapped.swapped == found
    assert found.swapped.sensitivity.number == found.specificity.number
    for name in ("accuracy", "balanced_accuracy", "youden_j", "kappa", "mcc"):
        assert getattr(found.swapped, name).number == pytest.approx(getattr(found, name).number)


def test_labels_that_do_not_match_one_to_one_are_refused() -> None:
    with pytest.raises(InputError, match="1 of truth, 2 of said"):
        Confusion.of([True], [True, False])
