"""``groundwood eval show``: the table of a run, and what to know of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.cli.eval.show import notes
from groundwood.eval.runs import About, JudgeName
from groundwood.eval.scoring import Row
from groundwood.eval.summaries import Table
from groundwood.eval.values import Value, none


def test_the_table_has_a_column_a_system_and_a_line_a_metric(evaluate: Any, kept: Path) -> None:
    ended = evaluate("show", kept)
    lines = ended.stdout.splitlines()
    assert ended.returncode == 0
    assert lines[0].split("  ")[-1] == "shortcut: empty"
    assert lines[0].split()[:2] == ["good", "bad"]
    assert lines[1].startswith("citation_recall")
    assert lines[1].split("  ")[-1].strip() == "–"
    assert lines == [line.rstrip() for line in lines]
    assert ended.stderr.splitlines()[0].startswith("21 samples, judge lexical ")


def test_as_json_every_metric_of_every_system_is_told_with_its_interval(
    evaluate: Any, kept: Path
) -> None:
    rows = json.loads(evaluate("show", kept, "--json").stdout)
    (recall,) = (r for r in rows if (r["system"], r["metric"]) == ("bad", "citation_recall"))
    assert recall["number"] == pytest.approx(1 / 3)
    assert (recall["interval"]["low"], recall["interval"]["high"]) == (0.0, 1.0)
    assert (recall["measured"], recall["samples"], recall["missing"]) == (3, 3, {})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere", "nowhere/run.json: No such file or directory: not a run that was scored"),
        ("run", "run/metrics.jsonl:2: sample: Field required"),
    ],
)
def test_a_folder_that_is_no_whole_run_is_named(
    fails: Any, scored: Path, name: str, told: str
) -> None:
    file = scored / "metrics.jsonl"
    file.write_text(file.read_text().partition("\n")[0] + "\n{}\n")
    assert fails(1, "show", name) == told


def rows(**values: Value) -> list[Row]:
    return [
        Row(sample=f"{n}", group=f"{n}", system=system, values=values)
        for n in range(2)
        for system in ("x", "shortcut: lead")
    ]


def test_metrics_without_a_value_for_one_reason_and_count_share_a_line() -> None:
    lacking = {"a": none("no citation"), "b": none("no sentence"), "c": none("no citation")}
    about = About(
        judge=JudgeName(name="j", version="1", threshold=0.5),
        metrics=(),
        samples=4,
        digest="",
        asked=3,
        failed=1,
    )
    assert list(notes(about, Table(rows(**lacking, d=Value(number=1))))) == [
        "4 samples, judge j 1, 3 pairs judged now",
        "1 questions could not be judged: values have bounds, see --json",
        "a, c of x: no value for 2 × no citation",
        "b of x: no value for 2 × no sentence",
    ]
