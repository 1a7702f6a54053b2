"""May this run pass? Thresholds from a TOML file, and a baseline that it must not fall behind.

A file has up to four tables. ``hard`` holds the value that a metric must have in every single
sample; ``at_least`` and ``at_most`` bound the mean of a metric, and with ``bound = "interval"`` the
end of its interval; ``not_below`` names a margin by which a metric may be worse than in the
baseline run::

    bound = "mean"
    baseline = "runs/last-week"

    [hard]
    hallucinated_citation_rate = 0

    [at_least]
    citation_recall = 0.8

    [at_most]
    uncited_sentence_rate = 0.1

    [not_below]
    citation_precision = 0.03
"""

import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from groundwood.errors import InputError
from groundwood.eval.scoring import Row
from groundwood.eval.statistics.noninferiority import Conclusion, Demand, non_inferiority
from groundwood.eval.summaries import Table
from groundwood.nouns import Noun
from groundwood.nouns.base import misfit


class Outcome(StrEnum):
    """What a rule, or the whole gate, comes to."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "could not be evaluated"


class Gate(Noun):
    """What a run must reach; see the module for the form of its file."""

    bound: Literal["mean", "interval"] = "mean"
    baseline: str | None = None
    hard: dict[str, float] = Field(default_factory=dict)
    at_least: dict[str, float] = Field(default_factory=dict)
    at_most: dict[str, float] = Field(default_factory=dict)
    not_below: dict[str, float] = Field(default_factory=dict)
    lower_is_better: tuple[str, ...] = ()


class Check(Noun):
    """One rule, what came of it, and why in one line."""

    rule: str
    metric: str
    outcome: Outcome
    reason: str


class GateReport(Noun):
    """All rules; one that failed fails the gate, one that could not be evaluated leaves it open."""

    system: str
    checks: tuple[Check, ...]

    @property
    def outcome(self) -> Outcome:
        """What the gate comes to: a failure counts before what could not be evaluated."""
        found = {check.outcome for check in self.checks}
        for outcome in (Outcome.FAILED, Outcome.UNDECIDED):
            if outcome in found:
                return outcome
        return Outcome.PASSED if self.checks else Outcome.UNDECIDED


def read_gate(file: Path) -> Gate:
    """Return the rules of a file.

    Raises:
        InputError: it cannot be read, is no TOML, or has an unknown field or a wrong value.
    """
    try:
        return Gate.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"{file}: no TOML: {exc}") from exc
    except ValidationError as exc:
        raise InputError(f"{file}: {misfit(exc)}") from exc


def gated(
    gate: Gate, rows: Sequence[Row], system: str = "", baseline: Sequence[Row] = ()
) -> GateReport:
    """Return what the gate says of a system's rows, and of the baseline's where it names one."""
    ours = [row for row in rows if row.system == system]
    table = Table(ours)
    checks = [
        *_hard(gate, ours),
        *_bounds(gate, table, system),
        *_margins(gate, ours, baseline),
    ]
    return GateReport(system=system, checks=tuple(checks))


def _hard(gate: Gate, rows: Sequence[Row]) -> Iterator[Check]:
    for metric, wanted in gate.hard.items():
        values = [(row.sample, row.values[metric]) for row in rows if metric in row.values]
        wrong = [(s, v.number) for s, v in values if v.number is not None and v.number != wanted]
        open_ = [(s, v.reason) for s, v in values if v.number is None]
        rule = f"{metric} = {wanted:g} in every sample"
        if wrong:
            told = (
                f"{len(wrong)} of {len(values)} samples; the first: {wrong[0][0]}: {wrong[0][1]:g}"
            )
            yield Check(rule=rule, metric=metric, outcome=Outcome.FAILED, reason=told)
        elif not values:
            yield _undecided(rule, metric, "not measured")
        elif open_:
            told = f"{len(open_)} of {len(values)} samples; the first: {open_[0][0]}: {open_[0][1]}"
            yield _undecided(rule, metric, told)
        else:
            told = f"all {len(values)} samples"
            yield Check(rule=rule, metric=metric, outcome=Outcome.PASSED, reason=told)


def _bounds(gate: Gate, table: Table, system: str) -> Iterator[Check]:
    rules = [(m, least, True) for m, least in gate.at_least.items()]
    rules += [(m, most, False) for m, most in gate.at_most.items()]
    for metric, limit, is_least in rules:
        rule = f"{metric} {'≥' if is_least else '≤'} {limit:g}"
        found = table.summary(system, metric)
        ends = (found.interval.low, found.interval.high)
        value = found.number if gate.bound == "mean" else ends[0 if is_least else 1]
        ends_of_failures = (found.low, found.high) if is_least else (found.high, found.low)
        if value is None:
            why = found.interval.reason if found.number is not None else _why(found.missing)
            yield _undecided(rule, metric, why)
            continue
        told = f"{value:.3f}" + (
            f", end of the interval of {found.number:.3f}" * (value != found.number)
        )
        passes = _holds(value, limit, is_least)
        turned = ends_of_failures[0 if passes else 1]
        if turned is not None and _holds(turned, limit, is_least) is not passes:
            told = f"{told}, but {turned:.3f} if the judge's failures count{'' if passes else ' for it'}"
            yield _undecided(rule, metric, told)
            continue
        outcome = Outcome.PASSED if passes else Outcome.FAILED
        yield Check(rule=rule, metric=metric, outcome=outcome, reason=told)


def _holds(value: float, limit: float, is_least: bool) -> bool:
    return value >= limit if is_least else value <= limit


def _why(missing: dict[str, int]) -> str:
    return next((f"{n} samples: {reason}" for reason, n in missing.items()), "not measured")


def _margins(gate: Gate, ours: Sequence[Row], baseline: Sequence[Row]) -> Iterator[Check]:
    both = Table([*_as("baseline", baseline), *_as("candidate", ours)])
    for metric, margin in gate.not_below.items():
        rule = f"{metric} not worse than the baseline by {margin:g}"
        a, b, groups = both.paired("baseline", "candidate", metric)
        if not a:
            why = "no sample is in both runs" if baseline else "no baseline is named"
            yield _undecided(rule, metric, why)
            continue
        demand = Demand(margin=margin, lower_is_better=metric in gate.lower_is_better)
        found = non_inferiority(a, b, demand, groups)
        if found.conclusion is Conclusion.UNDERPOWERED:
            yield _undecided(rule, metric, f"underpowered: {found.reason}")
            continue
        outcome = Outcome.PASSED if found.passes else Outcome.FAILED
        told = f"{found.conclusion.value}: {found.reason}"
        yield Check(rule=rule, metric=metric, outcome=outcome, reason=told)


def _as(system: str, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield row.model_copy(update={"system": system})


def _undecided(rule: str, metric: str, reason: str) -> Check:
    return Check(rule=rule, metric=metric, outcome=Outcome.UNDECIDED, reason=reason)
