"""A small scored run, of two systems with shortcuts."""

from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.harness import score_samples
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source
from groundwood.nouns.verdict import Usage

DAM = Source(
    id="dam",
    title="Dam",
    text="The dam of Harrow held all night.",
    url="https://news.example/dam",
    published_at="2026-01-02T03:04:05Z",
)
MAYOR = Source(id="mayor", text="The mayor of Harrow resigned at noon.")
TEXT = (
    "The dam of Harrow held all night [dam][mayor]. The mayor of Harrow resigned at noon [1].\n\n"
    "Seven ships sank in the storm [9]. Why?"
)
SAMPLES = (
    Sample(
        id="a",
        text=TEXT,
        sources=(DAM, MAYOR),
        question="What happened?",
        group="g",
        system="ours",
        tags=("flood", "Harrow"),
        references=("The dam held.",),
        usage={"w": Usage(calls=2, tokens_in=10, tokens_out=5), "j": Usage(calls=1, cost=0.5)},
        seconds=1.5,
    ),
    Sample(id="a", text="", sources=(DAM,), system="theirs", question="What happened?"),
)


@pytest.fixture
def scored(tmp_path: Path, word_for_word: Any) -> Run:
    """The run; the judge failed on the claim about ships."""
    word_for_word.broken = "ships"
    metrics = ("citations", "waterfall", "cost")
    return score_samples(SAMPLES, tmp_path / "scored", word_for_word, metrics=metrics)
