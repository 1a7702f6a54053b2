"""``groundwood eval gate``: 0 passes, 1 fails, 2 could not be evaluated."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def rules(scored: Path) -> Any:
    """Write the rules of the test, by default into gate.toml."""

    def put(text: str, name: str = "gate.toml") -> Path:
        file = scored.parent / name
        file.write_text(text, encoding="utf-8")
        return file

    return put


def test_a_run_that_holds_every_rule_passes_with_0(evaluate: Any, rules: Any) -> None:
    rules("[hard]\nhallucinated_citations = 0\n[at_least]\ncitation_recall = 0.9\n")
    ended = evaluate("gate", "run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.strip() for line in ended.stdout.splitlines()] == [
        "passed  hallucinated_citations = 0 in every sample: all 3 samples",
        "passed  citation_recall ≥ 0.9: 1.000",
        "The gate: passed",
    ]


def test_a_run_that_breaks_a_rule_fails_with_1(evaluate: Any, rules: Any) -> None:
    rules("[at_least]\ncitation_recall = 0.9\n[at_most]\nhallucinated_citations = 0.2\n")
    ended = evaluate("gate", "run", "--system", "bad")
    assert ended.returncode == 1
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["failed", "passed", "The"]


@pytest.mark.parametrize(
    "text",
    ["", "[at_least]\nbeauty = 0.5\n", "[not_below]\ncitation_recall = 0.01\n"],
    ids=["no rule", "not measured", "no baseline"],
)
def test_what_could_not_be_evaluated_is_no_pass_and_ends_with_2(
    evaluate: Any, rules: Any, text: str
) -> None:
    rules(text)
    ended = evaluate("gate", "run")
    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.endswith("The gate: could not be evaluated\n")


def test_the_baseline_of_the_rules_lies_beside_them_and_an_option_goes_before_it(
    evaluate: Any, rules: Any, scored: Path
) -> None:
    shutil.copytree(scored, scored.parent / "nightly" / "before")
    text = 'baseline = "before"\n[not_below]\ncitation_recall = 0.01\n'
    file = rules(text, "nightly/gate.toml")
    ended = evaluate("gate", "run", "--rules", file)
    assert "no baseline is named" not in ended.stdout
    other = evaluate("gate", "run", "--rules", file, "--baseline", "nowhere")
    assert other.stderr.startswith("groundwood: nowhere/metrics.jsonl: No such file")


def test_as_json_every_rule_is_told_with_its_outcome_and_reason(evaluate: Any, rules: Any) -> None:
    rules("[at_least]\ncitation_recall = 0.9\n")
    told = json.loads(evaluate("gate", "run", "--json").stdout)
    assert told == {
        "system": "good",
        "checks": [
            {
                "rule": "citation_recall ≥ 0.9",
                "metric": "citation_recall",
                "outcome": "passed",
                "reason": "1.000",
            }
        ],
    }


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("nowhere",), "nowhere/metrics.jsonl: No such file or directory: not a run that was scored"),
        (("run", "--rules", "none.toml"), "none.toml: No such file or directory"),
        (("run", "--rules", "broken.toml"), "broken.toml: at_leest: Extra inputs are not permitted"),
        (("run", "--rules", "words.toml"), "words.toml: no TOML: "),
        (("run", "--system", "x"), "--system: no system 'x'; there are: good, bad, shortcut: lead"),
        (("run", "--baseline", "x"), "x/metrics.jsonl: No such file or directory: not a run that was"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_stops_the_gate_ends_with_2_and_one_line(
    fails: Any, rules: Any, options: tuple[str, ...], told: str
) -> None:
    rules("[at_least]\ncitation_recall = 0.9\n")
    rules("[at_leest]\ncitation_recall = 0.9\n", "broken.toml")
    rules("be good", "words.toml")
    assert fails(2, "gate", *options).startswith(told)
