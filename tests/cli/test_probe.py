"""``groundwood write --probe``: the test of the checker on the story at hand."""

import json
import re
from pathlib import Path
from typing import Any


def test_a_probed_story_tells_how_many_false_variants_were_detected(
    write: Any, articles: Path
) -> None:
    run = write("--articles", articles, "--probe", "--format", "json")
    assert run.returncode == 0
    probe = json.loads(run.stdout)["probe"]
    tried = sum(kind["tried"] for kind in probe["kinds"])
    detected = sum(kind["detected"] for kind in probe["kinds"])
    assert tried > 20
    assert probe["rate"] == detected / tried
    assert probe["limit"] == 0.2
    line = rf"^Probed with {tried} known-false variants of its sentences: {detected} detected"
    assert re.search(line, run.stderr, re.MULTILINE)
    assert re.search(r" s  probe ", run.stderr)


def test_the_explanation_lists_the_kinds_and_each_miss(write: Any, articles: Path) -> None:
    run = write("--articles", articles, "--probe", "--explain", "--quiet")
    assert "\nDetected by kind: number " in run.stdout
    misses = re.findall(
        r"^  missed \([a-z ]+\) \d+\.\d+ supported \d\.\d\d: ", run.stdout, re.MULTILINE
    )
    (tried, detected) = re.search(r"with (\d+) known.*: (\d+) detected", run.stdout).groups()  # type: ignore[union-attr]
    assert len(misses) == int(tried) - int(detected)


def test_a_story_whose_checker_misses_more_than_the_limit_says_so(
    write: Any, articles: Path
) -> None:
    strict = write("--articles", articles, "--probe", "--probe-limit", "0", "--quiet")
    lenient = write("--articles", articles, "--probe", "--probe-limit", "1", "--quiet")
    notice = r"^Notice: In a test the checker of this story missed \d+ of \d+ errors put into it\.$"
    assert re.search(notice, strict.stdout, re.MULTILINE)
    assert not re.search(notice, lenient.stdout, re.MULTILINE)


def test_a_story_that_is_not_probed_has_none(write: Any, articles: Path) -> None:
    run = write("--articles", articles, "--format", "json")
    assert json.loads(run.stdout)["probe"] is None
    assert "robed" not in run.stderr


def test_a_limit_that_is_no_share_is_named(write: Any, articles: Path) -> None:
    run = write("--articles", articles, "--probe", "--probe-limit", "2")
    assert run.returncode == 2
    assert "--probe-limit: input should be less than or equal to 1" in run.stderr


def test_the_probe_can_be_asked_for_by_a_variable(write: Any, articles: Path) -> None:
    run = write("--articles", articles, "--format", "json", GROUNDWOOD_PROBE="1")
    assert json.loads(run.stdout)["probe"]["rate"] is not None
