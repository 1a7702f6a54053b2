"""``groundwood doctor`` on the judge: which one it would be, and what it lacks."""

import json
from typing import Any

import pytest

from groundwood.agents import UNAIDED


def judge(run: Any, *options: str, **variables: str) -> dict[str, Any]:
    parts = json.loads(run("doctor", "--json", *options, **variables).stdout)
    found: dict[str, Any] = parts["judge"]
    return found


def test_the_judge_that_asks_a_model_is_named_with_it_and_the_votes(run: Any, mock: Any) -> None:
    spec = f"{mock.base_url}#able"
    found = judge(run, "--model", spec, "--judge", "llm", GROUNDWOOD_VOTES="3")
    assert found["works"]
    assert found["detail"] == f"llm 2.0+{spec}, 3 votes, threshold 0.500"
    assert mock.stats["requests"] == 0


@pytest.mark.parametrize("name", ["llm", "cascade"])
def test_a_judge_without_the_model_that_it_needs_is_missing(run: Any, name: str) -> None:
    found = judge(run, "--model", "none", "--judge", name)
    assert not found["works"]
    assert found["detail"].startswith(f"--judge: {name} needs a model that can judge")


def test_auto_without_a_model_is_the_judge_that_needs_nothing(run: Any, tmp_path: Any) -> None:
    nothing = {"GROUNDWOOD_CACHE_DIR": str(tmp_path / "empty")}
    for model in ("none", "local"):
        found = judge(run, "--model", model, "--judge", "auto", **nothing)
        assert found["works"]
        assert found["detail"].startswith(f"{UNAIDED} ")


def test_a_judge_behind_a_url_is_asked_and_missing_where_none_is_served(
    run: Any, mock: Any
) -> None:
    url = f"{mock.base_url}/nowhere"
    found = judge(run, "--model", "none", "--judge", "http", "--judge-url", url)
    assert not found["works"]
    assert found["detail"] == f"{url}: after 1 try: HTTP 404: no such path: /v1/nowhere"
