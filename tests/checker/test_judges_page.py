"""What docs/judges.md tells is so: names, variables, and the form of what a server is sent."""

import json
import re
from pathlib import Path

import pytest

from groundwood.agents import JUDGES
from groundwood.agents.checker.judges.cascade import AGENT
from groundwood.agents.checker.judges.http_judge import BATCH, read_about, read_scores
from groundwood.agents.checker.judges.judge import Pair
from groundwood.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "judges.md").read_text(encoding="utf-8")


def test_the_table_names_every_judge_and_no_other() -> None:
    named = re.findall(r"^\| `(\w+)`", PAGE, re.MULTILINE)
    assert sorted(named) == sorted([*JUDGES, "auto"])


def test_every_variable_is_a_setting() -> None:
    named = {name.lower() for name in re.findall(r"GROUNDWOOD_([A-Z_]+)", PAGE)}
    assert named <= set(Settings.model_fields)


def test_the_bounds_and_the_batch_are_those_of_the_code() -> None:
    fields = Settings.model_fields
    low, high = fields["cascade_low"].default, fields["cascade_high"].default
    assert f"at most {low} or at least {high}" in PAGE
    assert f"at most {BATCH} in a request" in PAGE
    assert f"under `{AGENT}`" in PAGE


def test_the_request_that_it_shows_holds_pairs_and_the_answer_their_scores() -> None:
    request, answer = map(json.loads, re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
    assert [Pair.model_validate(pair).claim for pair in request["pairs"]] == ["A dam broke."]
    assert read_scores(answer, 1)[0].supported == pytest.approx(0.93)
    assert read_about(answer).name == "my-judge"


@pytest.mark.parametrize("short", re.findall(r"`(\{\"(?:scores|support_prob)\": .*?\})`", PAGE))
def test_the_short_answers_that_it_shows_are_read(short: str) -> None:
    assert read_scores(json.loads(short), 1)[0].supported == pytest.approx(0.93)
