"""``groundwood eval compare``: differences between systems, and whether they are chance."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest


def test_the_systems_of_a_run_are_compared_with_the_first(evaluate: Any, kept: Path) -> None:
    ended = evaluate("compare", kept, "--metric", "citation_recall")
    head, first, *_ = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert head == "Difference to good, mean of the samples that both have"
    assert first.split()[:5] == ["citation_recall", "bad", "-0.667", "[-1.000,", "+0.000]"]
    assert first.endswith("(3)")


def test_another_baseline_turns_the_sign(evaluate: Any, kept: Path) -> None:
    options = ("--baseline", "bad", "--metric", "citation_recall", "--json")
    found = json.loads(evaluate("compare", kept, *options).stdout)
    assert (found[0]["baseline"], found[0]["system"]) == ("bad", "good")
    assert found[0]["number"] == pytest.approx(2 / 3)
    assert (found[0]["samples"], found[0]["p"]) == (3, 0.5)


def test_p_values_are_corrected_for_all_that_is_told_together(evaluate: Any, kept: Path) -> None:
    found = json.loads(evaluate("compare", kept, "--json").stdout)
    tested = [each for each in found if each["p"] is not None]
    assert len(tested) > 2
    smallest = min(tested, key=lambda each: each["p"])
    assert smallest["corrected"] == pytest.approx(min(1, smallest["p"] * len(tested)))
    assert all(each["corrected"] >= each["p"] for each in tested)


def test_two_runs_are_compared_system_by_system_without_shortcuts(
    evaluate: Any, scored: Path
) -> None:
    shutil.copytree(scored, scored.with_name("other"))
    found = json.loads(evaluate("compare", "run", "other", "--json").stdout)
    assert {each["baseline"] for each in found} == {"run good"}
    assert {each["system"] for each in found} == {"run bad", "other good", "other bad"}
    assert {each["number"] for each in found if each["system"] == "other good"} == {0.0}


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("run", "--baseline", "x"), 2, "--baseline: no system 'x'; there are: good, bad, shortcut"),
        (("run", "--metric", "x"), 2, "--metric: no metric 'x' was measured; there are: citation_r"),
        (("run", "run", "run"), 2, "RUN: give one run of several systems, or two runs"),
        (("nowhere",), 1, "nowhere/metrics.jsonl: No such file or directory: not a run that was"),
        (("run", "nowhere"), 1, "nowhere/metrics.jsonl: No such file or directory: not a run that"),
        (("alone",), 2, "RUN: there is one system only: nothing to compare"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_cannot_be_compared_ends_in_one_line(
    fails: Any, scored: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    alone = shutil.copytree(scored, scored.with_name("alone")) / "metrics.jsonl"
    alone.write_text(alone.read_text().partition("\n")[0] + "\n")
    assert fails(code, "compare", *options).startswith(told)
