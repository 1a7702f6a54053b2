"""The built-in judge, with the weights that ship."""

import asyncio
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from groundwood.agents import load_judge
from groundwood.agents.checker.judges import builtin
from groundwood.agents.checker.judges.builtin import load_builtin
from groundwood.agents.checker.judges.encoder import load_encoder
from groundwood.agents.checker.judges.judge import Pair

TEXT = (
    "The harbour board of Lindholm voted on Tuesday to close the old ferry terminal. "
    "Its chairwoman, Petra Aalto, said the roof could no longer be repaired. "
    "About 300 people work there."
)
TOLD = "Lindholm's harbour board decided to shut the old ferry terminal."
REVERSED = "Lindholm's harbour board decided to keep the old ferry terminal open."
UNTOLD = "The city will build a new opera house beside the railway station."


def test_what_the_text_tells_scores_above_its_reverse_and_above_what_it_does_not_tell() -> None:
    told, reversed_, untold = load_builtin().score([(TEXT, c) for c in (TOLD, REVERSED, UNTOLD)])
    assert told.supported >= load_builtin().threshold > untold.supported
    assert told.supported > reversed_.supported
    assert reversed_.contradicted > told.contradicted


def test_the_three_probabilities_of_a_score_add_up_to_one() -> None:
    for score in load_builtin().score([(TEXT, TOLD), (TEXT, UNTOLD), (["", TEXT], REVERSED)]):
        assert score.supported + score.contradicted + score.neutral == pytest.approx(1)


def test_a_pair_scores_the_same_alone_and_among_others() -> None:
    pairs = [(TEXT, TOLD), (TEXT, UNTOLD), ("Rain.", "It rained."), (TEXT * 9, REVERSED)] * 5
    together = [score.supported for score in load_builtin().score(pairs)]
    alone = [load_builtin().score([pair])[0].supported for pair in pairs]
    assert together == alone


def test_scores_awaited_are_the_scores() -> None:
    judge = load_builtin()
    assert asyncio.run(judge.ascore([(TEXT, TOLD)])) == judge.score([(TEXT, TOLD)])
    assert asyncio.run(judge.ascore([])) == []


def test_a_claim_of_two_sentences_is_as_good_as_the_worse_one() -> None:
    both, worse = builtin.features(
        [Pair(evidence=(TEXT,), claim=f"{TOLD} {UNTOLD}"), Pair(evidence=(TEXT,), claim=UNTOLD)]
    )
    best = builtin.FEATURES.index("best")
    assert both[best] == pytest.approx(worse[best])


def test_the_line_on_day_and_title_is_not_read_as_evidence() -> None:
    plain, headed = builtin.features(
        [
            Pair(evidence=(TEXT,), claim=TOLD),
            Pair(evidence=(f"[Published 2024-05-02. Harbour news]\n\n{TEXT}",), claim=TOLD),
        ]
    )
    read = len(builtin.READ)
    assert plain[:read] == pytest.approx(headed[:read])


def test_a_text_longer_than_the_encoder_reads_is_no_error() -> None:
    claim, text = "word " * 900, "other " * 900
    found = load_encoder().probabilities([(text, claim), (text, TOLD), (TEXT, claim)])
    assert found.shape == (3, 3)
    assert np.isfinite(found).all()


def test_every_weight_of_the_judge_has_a_feature_and_a_reader_can_see_it() -> None:
    data = json.loads(
        (files("groundwood.agents.checker.judges") / "builtin.json").read_text("utf-8")
    )
    assert list(data["weights"]) == list(builtin.FEATURES)
    assert 0 < data["threshold"] < 1


def test_loading_the_judge_does_not_load_the_runtime() -> None:
    code = (
        "import sys\n"
        "from groundwood.agents import load_judge\n"
        "load_judge('builtin')\n"
        "assert not {'onnxruntime', 'tokenizers', 'torch'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_ships_is_at_most_35_megabytes() -> None:
    folder = Path(str(files("groundwood.agents.checker.judges"))) / "weights"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 35_000_000


@pytest.mark.parametrize("name", ["builtin", "lexical"])
def test_a_text_about_something_else_does_not_contradict(name: str) -> None:
    other = "The museum in Cork shows ships of the last century. Entry is free on Sundays."
    for claim in ("The dam held all night.", "The mayor of Harrow resigned at noon on Monday."):
        (score,) = load_judge(name).score([(other, claim)])
        assert score.contradicted < 0.5
        assert score.supported < load_judge(name).threshold
