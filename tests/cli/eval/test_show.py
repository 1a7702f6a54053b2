"""``groundwood eval show``: the table of a run, and what to know of it."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from groundwood.cli.eval.show import _draw, notes
from groundwood.cli.tables import drawn
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


FAILURES = "with every failure counted against the text, and for it"


def rows(**values: Value) -> list[Row]:
    return [
        Row(sample=f"{n}", group=f"{n}", system=system, values=values)
        for n in range(2)
        for system in ("x", "shortcut: lead")
    ]


def test_what_nobody_has_a_value_of_is_told_in_one_line_and_what_one_system_lacks_in_its_own() -> (
    None
):
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
        f"1 questions could not be judged: in round brackets stand the bounds, {FAILURES}",
        "Not measured: a, c (no citation); b (no sentence)",
    ]
    others = [
        Row(sample=f"{n}", group=f"{n}", system="y", values={"a": Value(number=1), "c": none("x")})
        for n in range(2)
    ]
    assert list(notes(about, Table([*rows(**lacking), *others])))[2:] == [
        "Not measured: b (no sentence); c (no citation)",
        "a of x: no value for 2 × no citation",
    ]


def told(width: int, **values: Value) -> list[str]:
    text = drawn(partial(_draw, Table(rows(**values))), width)
    return [line for line in text.splitlines() if line]


def test_a_metric_that_no_system_has_a_value_of_is_left_out() -> None:
    lost = Value(number=None, reason="the judge failed on all of it", low=0.0, high=1.0)
    lines = told(200, a=none("no reference"), b=Value(number=0.5), c=lost)
    assert [line.split()[0] for line in lines[1:]] == ["b", "c"]
    assert lines[2].split("  ")[-1] == "– (0.000 to 1.000)"


def test_on_a_narrow_terminal_the_systems_stand_in_tables_below_one_another() -> None:
    lines = told(40, metric=Value(number=0.5))
    assert lines == [
        "        x",
        "metric  0.500 [0.500, 0.500]",
        "        shortcut: lead",
        "metric  0.500 [0.500, 0.500]",
    ]
