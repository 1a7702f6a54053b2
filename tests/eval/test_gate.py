"""Thresholds, a baseline, and what a gate says of a run."""

from pathlib import Path

import pytest

from groundwood.errors import InputError
from groundwood.eval.gate import Gate, GateReport, Outcome, gated, read_gate
from groundwood.eval.scoring import Row
from groundwood.eval.values import Value, none

PASSED, FAILED, UNDECIDED = Outcome


def rows(metric: str, *values: float | Value, system: str = "") -> list[Row]:
    return [
        Row(
            sample=f"s{n}",
            group=f"g{n}",
            system=system,
            values={metric: v if isinstance(v, Value) else Value(number=v)},
        )
        for n, v in enumerate(values)
    ]


def outcome(report: GateReport) -> tuple[Outcome, str]:
    (check,) = report.checks
    assert report.outcome is check.outcome
    return check.outcome, check.reason


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0, 0), (PASSED, "all 2 samples")),
        ((0, 0.5), (FAILED, "1 of 2 samples; the first: s1: 0.5")),
        ((0, none("no citation")), (UNDECIDED, "1 of 2 samples; the first: s1: no citation")),
        ((none("no citation"), 0.5), (FAILED, "1 of 2 samples; the first: s1: 0.5")),
        ((), (UNDECIDED, "not measured")),
    ],
)
def test_a_hard_rule_holds_in_every_sample(
    values: tuple[float, ...], expected: tuple[Outcome, str]
) -> None:
    assert outcome(gated(Gate(hard={"rate": 0}), rows("rate", *values))) == expected


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        (Gate(at_least={"recall": 0.75}), (PASSED, "0.750")),
        (Gate(at_least={"recall": 0.76}), (FAILED, "0.750")),
        (Gate(at_most={"recall": 0.75}), (PASSED, "0.750")),
        (Gate(at_most={"recall": 0.74}), (FAILED, "0.750")),
        (Gate(at_least={"other": 0.5}), (UNDECIDED, "not measured")),
        (
            Gate(at_least={"recall": 0.75}, bound="interval"),
            (FAILED, "0.500, end of the interval of 0.750"),
        ),
    ],
)
def test_a_mean_or_the_end_of_its_interval_is_held_against_a_limit(
    gate: Gate, expected: tuple[Outcome, str]
) -> None:
    assert outcome(gated(gate, rows("recall", 0.5, 1.0))) == expected


def test_where_the_failures_of_the_judge_could_turn_it_the_gate_stays_open() -> None:
    unsure = Value(number=0.9, low=0.4, high=1.0)
    found = gated(Gate(at_least={"recall": 0.8}), rows("recall", unsure))
    assert outcome(found) == (UNDECIDED, "0.900, but 0.400 if the judge's failures count")
    poor = gated(Gate(at_least={"recall": 0.95}), rows("recall", unsure))
    told = "0.900, but 1.000 if the judge's failures count for it"
    assert outcome(poor) == (UNDECIDED, told)


def test_a_metric_may_not_fall_behind_the_baseline_by_more_than_the_margin() -> None:
    gate = Gate(not_below={"recall": 0.05})
    before = rows("recall", *[0.8] * 10)
    assert outcome(gated(gate, rows("recall", *[0.79] * 10), "", before))[0] is PASSED
    assert outcome(gated(gate, rows("recall", *[0.7] * 10), "", before))[0] is FAILED


def test_too_few_samples_are_underpowered_and_no_pass() -> None:
    gate = Gate(not_below={"recall": 0.05})
    found = gated(gate, rows("recall", 0.8, 0.8), "", rows("recall", 0.8, 0.8))
    assert outcome(found)[0] is UNDECIDED
    assert "underpowered" in outcome(found)[1]


def test_without_a_baseline_nothing_can_be_said_of_it() -> None:
    found = gated(Gate(not_below={"recall": 0.05}), rows("recall", 0.8))
    assert outcome(found) == (UNDECIDED, "no baseline is named")


def test_only_the_named_system_is_gated() -> None:
    both = [*rows("recall", 1.0, system="a"), *rows("recall", 0.0, system="b")]
    gate = Gate(at_least={"recall": 0.5})
    assert gated(gate, both, "a").outcome is PASSED
    assert gated(gate, both, "b").outcome is FAILED


def test_one_failure_fails_the_gate_whatever_else_could_not_be_evaluated() -> None:
    gate = Gate(at_least={"recall": 0.9, "other": 0.5})
    assert gated(gate, rows("recall", 0.5)).outcome is FAILED


def test_a_gate_without_rules_passes_nothing() -> None:
    assert gated(Gate(), rows("recall", 1.0)).outcome is UNDECIDED


def test_a_gate_reads_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text('bound = "interval"\n[hard]\nrate = 0\n[at_least]\nrecall = 0.8\n')
    assert read_gate(file) == Gate(bound="interval", hard={"rate": 0}, at_least={"recall": 0.8})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[hard", r"gate\.toml: no TOML"),
        ("[hrad]\nrate = 0", r"gate\.toml: hrad: Extra inputs"),
        ("[hard]\nrate = 'none'", r"gate\.toml: hard\.rate: Input should be a valid number"),
    ],
)
def test_a_broken_gate_is_named_with_its_field(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        read_gate(file)
