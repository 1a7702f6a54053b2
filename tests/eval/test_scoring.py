"""From samples to numbers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundwood.eval.asking import Asks, Question
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import AT_ONCE, Scored, marked, score
from groundwood.eval.values import Value, none
from groundwood.eval.verdicts import VerdictBook

SOURCES = (Source(id="dam", text="The dam held all night."), Source(id="mayor", text=""))
TEXT = "The dam held all night [dam]. The mayor resigned [mayor]."


def length(story: Scored) -> dict[str, Value]:
    count = len(story.marking.sentences)
    return {"length": Value(number=count) if count else none("no sentence")}


def supported(story: Scored) -> Asks[Mapping[str, Value]]:
    number = 0
    for sentence in story.marking.sentences:
        answer = yield Question(sentence.text, sentence.sources)
        number += answer.supported is True
    return {"supported": Value(number=number)}


def test_metrics_that_ask_and_metrics_that_do_not_stand_in_one_row(
    tmp_path: Path, word_for_word: Any
) -> None:
    samples = [
        Sample(id="a", text=TEXT, sources=SOURCES, group="g", system="x", tags=("t",)),
        Sample(id="b", text="", sources=SOURCES),
    ]
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        (_, first), (_, second) = score(marked(samples), [length, supported], book)
    assert first.values == {"length": Value(number=2), "supported": Value(number=1)}
    assert (first.sample, first.group, first.system, first.tags) == ("a", "g", "x", ("t",))
    assert second.values["length"] == none("no sentence")
    assert second.group == "b"


def test_samples_are_taken_few_at_a_time(tmp_path: Path, word_for_word: Any) -> None:
    taken = []

    def endless() -> Any:
        while True:
            taken.append(len(taken))
            yield Sample(id=str(len(taken)), text=TEXT, sources=SOURCES)

    with VerdictBook(tmp_path / "v", word_for_word) as book:
        next(score(marked(endless()), [supported], book))
    assert len(taken) == AT_ONCE
