"""What every judge that has a name promises, whichever it is."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from groundwood.agents import JUDGES, load_judge
from groundwood.agents.checker.judges.judge import Given, Judge, Pair
from groundwood.errors import InputError
from groundwood.gateway.base import Prompt
from groundwood.gateway.score_endpoint import ScoreEndpoint
from groundwood.gateway.scripted import ScriptedModel
from groundwood.settings import load_settings

TEXT = "The crew of the ferry was saved by two fishing boats off Cork."
CLAIM = "Two fishing boats saved the ferry's crew off Cork."
OTHER = "The parliament in Dublin debated a new tax on sugar."


async def served(endpoint: ScoreEndpoint, bodies: Sequence[Any]) -> list[Any]:
    """Stand in for a server: sure of what has boats in it."""
    shares = [[0.9 if "boats" in p["claim"] else 0.1 for p in body["pairs"]] for body in bodies]
    return [{"scores": share} for share in shares]


def answered(prompt: Prompt) -> dict[str, str]:
    verdict = "supports" if CLAIM in prompt.user else "neither"
    return {"verdict": verdict, "quote": "two fishing boats", "reason": "so"}


@pytest.fixture(params=sorted(JUDGES))
def judge(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setattr(ScoreEndpoint, "post", served)
    settings = load_settings(judge_url="http://judge.invalid/score", votes=3, cascade_low=0.01)
    return load_judge(request.param, ScriptedModel({"checker/judge": answered}), settings)


def test_it_has_a_name_a_version_and_a_threshold_inside_0_and_1(judge: Judge) -> None:
    assert judge.name.strip()
    assert judge.version.strip()
    assert 0 < judge.threshold < 1


def test_it_tells_a_paraphrase_from_another_matter_in_probabilities(judge: Judge) -> None:
    good, bad = judge.score([(TEXT, CLAIM), (TEXT, OTHER)])
    assert good.supported >= judge.threshold > bad.supported
    for score in (good, bad):
        assert score.supported + score.contradicted + score.neutral == pytest.approx(1)


def test_it_takes_pairs_and_plain_tuples_alike(judge: Judge) -> None:
    forms: list[Given] = [Pair(evidence=(TEXT,), claim=CLAIM), (TEXT, CLAIM), ([TEXT], CLAIM)]
    first, *others = judge.score(forms)
    assert [other.supported for other in others] == pytest.approx([first.supported] * 2)


def test_awaited_it_says_the_same(judge: Judge) -> None:
    pairs: list[Given] = [(TEXT, CLAIM), (TEXT, OTHER)]
    assert asyncio.run(judge.ascore(pairs)) == judge.score(pairs)


def test_it_names_the_pair_that_is_empty(judge: Judge) -> None:
    pairs: list[Given] = [(TEXT, CLAIM), ([], CLAIM)]
    with pytest.raises(InputError, match=r"^pairs\[1\]: the evidence is empty$"):
        judge.score(pairs)
    with pytest.raises(InputError, match=r"^pairs\[1\]: the evidence is empty$"):
        asyncio.run(judge.ascore(pairs))


def test_no_pairs_have_no_scores(judge: Judge) -> None:
    assert judge.score([]) == asyncio.run(judge.ascore([])) == []
