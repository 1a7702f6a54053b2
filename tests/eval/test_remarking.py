"""Markings hold for another scoring of the same samples, by the same rules and code, and no other."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval import remarking
from groundwood.eval.harness import score_run, score_samples
from groundwood.eval.marking import MarkerRules, Marking, marking
from groundwood.eval.remarking import PACKAGES, kept_markings, marking_key, stories
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source

SOURCES = (Source(id="dam", title="Dam", text="The dam held all night."),)
SAMPLES = [
    Sample(id="a", text="The dam held all night [1]. Nobody was hurt [2].", sources=SOURCES),
    Sample(id="b", text="The dam held all night [1].", sources=SOURCES),
]
OPTIONS: dict[str, Any] = {"metrics": ("citations", "alce", "claims")}


@pytest.fixture
def run(tmp_path: Path, word_for_word: Any) -> Run:
    return score_samples(SAMPLES, tmp_path / "run", word_for_word, **OPTIONS)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the samples that are marked from now on."""
    found: list[str] = []

    def noted(sample: Sample, rules: MarkerRules | None = None) -> Marking:
        found.append(sample.id)
        return marking(sample, rules)

    monkeypatch.setattr(remarking, "marking", noted)
    return found


def test_the_same_samples_are_not_marked_again_and_score_the_same(
    run: Run, marked: list[str], word_for_word: Any
) -> None:
    """Shortcuts included: they stand in the file of markings too."""
    files = ("markings.jsonl", "metrics.jsonl")
    before = [(run.folder / name).read_bytes() for name in files]
    score_run(run, word_for_word, **OPTIONS)
    assert not marked
    assert [(run.folder / name).read_bytes() for name in files] == before


@pytest.mark.parametrize(
    "options",
    [{"rules": MarkerRules(covers="paragraph")}, {"with_shortcuts": False}],
    ids=["other rules", "no shortcuts"],
)
def test_by_other_rules_or_without_shortcuts_all_is_marked_anew(
    run: Run, marked: list[str], word_for_word: Any, options: dict[str, Any]
) -> None:
    score_run(run, word_for_word, **OPTIONS, **options)
    assert {"a", "b"} == set(marked)


def test_changed_samples_are_marked_anew(run: Run, marked: list[str], word_for_word: Any) -> None:
    run.add(SAMPLES[0].model_copy(update={"id": "c"}))
    score_run(run, word_for_word, **OPTIONS)
    assert set(marked) == {"a", "b", "c"}


def test_markings_that_were_changed_by_hand_are_made_anew(
    run: Run, marked: list[str], word_for_word: Any
) -> None:
    file = run.folder / "markings.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"Nobody", b"No one"))
    score_run(run, word_for_word, **OPTIONS)
    assert marked
    assert file.read_bytes() == whole


def test_other_code_marks_anew(
    run: Run, marked: list[str], word_for_word: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever mends how sentences are found does not want to see those of before."""
    monkeypatch.setattr(remarking, "_code", lambda: "other code")
    score_run(run, word_for_word, **OPTIONS)
    assert marked


def test_a_run_that_was_not_scored_has_no_markings_to_keep(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.keep(SAMPLES)
    key = marking_key(run.digest(), MarkerRules(), with_shortcuts=False)
    assert kept_markings(run, key) is None


def test_the_shortcuts_stand_once_behind_the_first_sample_of_an_id() -> None:
    both = [SAMPLES[0], SAMPLES[0].model_copy(update={"system": "other"})]
    systems = [s.sample.system for s in stories(both, MarkerRules(), with_shortcuts=True)]
    assert (systems[0], systems[-1], len(systems)) == ("", "other", 7)


def test_every_module_that_marks_stands_in_a_package_whose_code_is_in_the_key() -> None:
    """A module outside could change what is marked, and nobody would mark anew."""
    code = """
import sys
from groundwood.eval.marking import MarkerRules
from groundwood.eval.remarking import stories
from groundwood.eval.samples import Sample, Source

texts = ["The dam held [1].", "# Title\\n\\nThe dam held, and it rained [1].\\n", "", "{}"]
sources = (Source(id="1", text="The dam held. It rained."),)
samples = [Sample(id=str(n), text=text, sources=sources) for n, text in enumerate(texts)]
list(stories(samples, MarkerRules(), with_shortcuts=True))
print(*(name for name in sys.modules if name.partition(".")[0] == "groundwood"))
"""
    done = subprocess.run(
        [sys.executable, "-c", code.replace("\\\\", "\\")],
        capture_output=True,
        text=True,
        check=True,
    )
    names = done.stdout.split()
    packages = {name if name in PACKAGES else name.rpartition(".")[0] for name in names}
    assert packages - set(PACKAGES) <= {""} | OTHERS


OTHERS = {
    "groundwood.agents.checker.comparing",
    "groundwood.agents.checker.judges",
    "groundwood.eval.metrics",
    "groundwood.gateway",
}
"""What is loaded beside it for the verdicts, and marks nothing."""
