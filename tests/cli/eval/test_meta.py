"""``groundwood eval meta``: labelled pairs in, the card of a judge out."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.meta import JudgeCard

WORDS = ("bridges", "schools", "parks", "roads", "ferries")
SCORE = ("score", "outputs.jsonl", "--metric", "validity", "--no-shortcuts", "--quiet")


def pair(number: int, *, is_true: bool) -> dict[str, Any]:
    """Return a pair that words alone decide."""
    claim = f"The council of Harrow approved {number} new {WORDS[number % 5]} on Monday."
    evidence = claim if is_true else "Nobody came to the meeting in the old town hall."
    key = {"doc_key": str(number)}
    return {"dataset": "d", "claim": claim, "evidence": evidence, "label": is_true, "meta": key}


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A folder with a set of twenty pairs, half of them supported."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    rows = [pair(number, is_true=number % 2 == 0) for number in range(20, 40)]
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "council.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """A cache folder of the test's own, for cards."""
    return {"GROUNDWOOD_CACHE_DIR": str(tmp_path / "cache")}


def test_a_measured_judge_may_score_from_then_on(
    evaluate: Any, labelled: Path, written: Path, own: dict[str, str]
) -> None:
    assert evaluate(*SCORE, **own).returncode == 2
    ended = evaluate("meta", labelled, **own)
    lines = ended.stdout.splitlines()
    assert ended.returncode == 0
    assert lines[0].startswith("lexical ")
    told = "council 20 1.000 [1.000, 1.000] kappa +1.00 bias +0.00"
    assert " ".join(lines[1].split()) == told
    assert lines[2].startswith("known-false variants refused: ")
    assert lines[3] == "balanced accuracy, mean of the sets: 1.000 [1.000, 1.000]"
    assert ended.stderr.startswith(f"Kept in {own['GROUNDWOOD_CACHE_DIR']}/judge-cards/lexical_")
    assert evaluate(*SCORE, **own).returncode == 0


def test_as_json_the_card_reads_back_and_most_takes_the_same_pairs(
    evaluate: Any, labelled: Path, own: dict[str, str]
) -> None:
    options = ("meta", labelled, "--json", "--quiet", "--most", "8")
    first, second = (evaluate(*options, **own) for _ in range(2))
    card = JudgeCard.model_validate_json(first.stdout)
    assert (card.judge, card.sets[0].pairs, first.stderr) == ("lexical", 8, "")
    assert JudgeCard.model_validate_json(second.stdout).sets == card.sets


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("nowhere",), 1, "nowhere: no *.jsonl.gz with labelled pairs"),
        (("broken",), 1, "broken.jsonl.gz:2: not a labelled pair: "),
        (("labelled", "--dataset", "x"), 2, "--dataset: no labelled set 'x'; there are: attribution"),
        (("labelled", "--judge", "jury"), 2, "--judge: there is no judge 'jury'; there are: "),
        (("labelled", "--judge", "llm"), 2, "--judge: llm needs a model that can judge"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_fails_ends_in_one_line_and_leaves_no_card(
    fails: Any, labelled: Path, own: dict[str, str], options: tuple[str, ...], code: int, told: str
) -> None:
    broken = labelled.with_name("broken")
    broken.mkdir()
    text = f"{json.dumps(pair(1, is_true=True))}\n{{}}\n"
    (broken / "broken.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    assert fails(code, "meta", *options, **own).startswith(told)
    assert not list(labelled.parent.rglob("judge-cards/*.json"))
