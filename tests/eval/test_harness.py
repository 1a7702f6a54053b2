"""The harness: samples in, a run on disk; it streams, it goes on, and it scores again for nothing."""

import re
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Given, Score
from groundwood.errors import InputError, ModelError, SettingsError
from groundwood.eval.harness import score_run, score_samples, table_of
from groundwood.eval.marking import MarkerRules
from groundwood.eval.runs import JudgeName, Run
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import AT_ONCE

METRICS = ("citations", "validity")
JUDGE = JudgeName(name="word for word", version="1", threshold=0.5)


def sample(number: int, system: str = "ours") -> Sample:
    """Return a sample whose source supports its first sentence and not its second one."""
    told = f"The council of Harrow approved {number} new bus routes."
    text = f"{told} [1] The mayor of Harrow paid for {number} of them. [1]"
    sources = (Source(id="council", text=told),)
    return Sample(id=str(number), text=text, sources=sources, system=system)


def score(samples: Any, folder: Path, judge: Any, **options: Any) -> Run:
    options = {"metrics": METRICS, "with_shortcuts": False, **options}
    return score_samples(samples, folder, judge, **options)


def recall(run: Run) -> list[float | None]:
    return [row.values["citation_recall"].number for row in run.rows()]


def test_a_run_holds_samples_markings_values_and_how_it_was_scored(
    tmp_path: Path, word_for_word: Any
) -> None:
    run = score([sample(1), sample(2)], tmp_path / "run", word_for_word)
    assert [one.id for one in run.samples()] == ["1", "2"]
    assert [len(one.sentences) for one in run.markings()] == [2, 2]
    assert recall(run) == [0.5, 0.5]
    about = run.about()
    assert (about.judge, about.metrics, about.samples) == (JUDGE, METRICS, 2)
    assert (about.asked, about.failed, about.digest) == (4, 0, run.digest())
    assert table_of(run).summary("ours", "citation_recall").number == 0.5


def test_memory_does_not_grow_with_the_number_of_samples(
    tmp_path: Path, word_for_word: Any
) -> None:
    size, count = 50_000, 8 * AT_ONCE

    def many() -> Iterator[Sample]:
        for number in range(count):
            yield sample(number).model_copy(
                update={"sources": (Source(id="1", text=f"{number} " + "x" * size),)}
            )

    tracemalloc.start()
    score(many(), tmp_path / "run", word_for_word, metrics=("validity",))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size * count / 2


class Stops:
    """A judge that is stopped by Ctrl-C when it has judged so many pairs."""

    def __init__(self, judge: Any, most: int) -> None:
        self.judge, self.most = judge, most
        self.name, self.version, self.threshold = judge.name, judge.version, judge.threshold

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        if len(self.judge.asked) + len(pairs) > self.most:
            raise KeyboardInterrupt
        found: list[Score] = self.judge.score(pairs)
        return found

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)


def test_a_run_that_was_stopped_while_judging_goes_on_where_it_was(
    tmp_path: Path, word_for_word: Any
) -> None:
    samples = [sample(number) for number in range(3 * AT_ONCE)]
    with pytest.raises(KeyboardInterrupt):
        score(samples, tmp_path / "run", Stops(word_for_word, 3 * AT_ONCE + 10))
    run = Run(tmp_path / "run")
    names = {file.name.partition("-")[0] for file in run.folder.iterdir()}
    assert names == {"samples.jsonl", "verdicts.sqlite"}
    judged = len(word_for_word.asked)
    assert judged == 3 * AT_ONCE
    score_run(run, word_for_word, metrics=METRICS, with_shortcuts=False)
    assert len(word_for_word.asked) == 6 * AT_ONCE
    assert run.about().asked == 6 * AT_ONCE - judged
    whole = score(samples, tmp_path / "whole", word_for_word)
    assert list(run.rows()) == list(whole.rows())


def test_a_scoring_that_is_stopped_leaves_the_one_before_it(
    tmp_path: Path, word_for_word: Any
) -> None:
    run = score([sample(1)], tmp_path / "run", word_for_word)
    before = {file.name: file.read_bytes() for file in run.folder.glob("*.json*")}
    word_for_word.version = "2"
    with pytest.raises(KeyboardInterrupt):
        score_run(run, Stops(word_for_word, 0), metrics=("citations", "claims"))
    assert {file.name: file.read_bytes() for file in run.folder.glob("*.json*")} == before
    assert not list(run.folder.glob(".*"))


def test_a_run_is_scored_again_by_other_metrics_without_its_judge(
    tmp_path: Path, word_for_word: Any
) -> None:
    run = score([sample(1), sample(2)], tmp_path / "run", word_for_word)
    score_run(run, None, metrics=("citations",), with_shortcuts=False)
    assert recall(run) == [0.5, 0.5]
    about = run.about()
    assert (about.judge, about.metrics, about.asked, about.failed) == (JUDGE, ("citations",), 0, 0)


def test_without_a_judge_what_was_never_judged_is_a_failure_and_no_score(
    tmp_path: Path, word_for_word: Any
) -> None:
    run = score([sample(1)], tmp_path / "run", word_for_word)
    run.add(sample(2))
    score_run(run, None, metrics=("citations",), with_shortcuts=False)
    assert recall(run) == [0.5, None]
    assert run.about().failed == 2
    *_, last = run.rows()
    assert (last.values["citation_recall"].low, last.values["citation_recall"].high) == (0.0, 1.0)


def test_where_the_judge_fails_on_everything_the_scores_before_stay(
    tmp_path: Path, word_for_word: Any
) -> None:
    """Nothing that could be measured is no result, and the line says what to do."""
    run = score([sample(1)], tmp_path / "run", word_for_word)
    before = run.about()
    word_for_word.version, word_for_word.broken = "2", "Harrow"
    told = f"{run.folder}: the judge failed on all 2 questions, the first time: the server is away"
    with pytest.raises(ModelError, match=re.escape(told)):
        score_run(run, word_for_word, metrics=METRICS, with_shortcuts=False)
    assert (run.about(), recall(run)) == (before, [0.5])


def test_where_the_judge_fails_on_some_there_are_scores(tmp_path: Path, word_for_word: Any) -> None:
    word_for_word.broken = "approved"
    run = score([sample(1)], tmp_path / "run", word_for_word)
    assert run.about().failed == 1
    (row,) = run.rows()
    assert (row.values["citation_recall"].low, row.values["citation_recall"].high) == (0.0, 0.5)


def test_metrics_that_ask_nothing_need_no_judge_that_works(
    tmp_path: Path, word_for_word: Any
) -> None:
    word_for_word.broken = "Harrow"
    run = score([sample(1)], tmp_path / "run", word_for_word, metrics=("validity",))
    assert run.about().failed == 0


def test_without_a_judge_the_threshold_is_that_of_the_last_scoring(
    tmp_path: Path, word_for_word: Any
) -> None:
    """The file of verdicts tells only the threshold of those who asked something new."""
    run = score([sample(1)], tmp_path / "run", word_for_word)
    word_for_word.threshold = 0.95
    score_run(run, word_for_word, metrics=METRICS, with_shortcuts=False)
    assert recall(run) == [0.0]
    score_run(run, None, metrics=METRICS, with_shortcuts=False)
    assert recall(run) == [0.0]
    assert run.about().judge == JUDGE.model_copy(update={"threshold": 0.95})


def test_the_model_of_the_judge_is_kept(tmp_path: Path, word_for_word: Any) -> None:
    run = score([sample(1)], tmp_path / "run", word_for_word, judge_model="openai:x")
    assert run.about().judge_model == "openai:x"


def test_a_run_without_any_verdict_has_no_judge(tmp_path: Path) -> None:
    run = score([sample(1)], tmp_path / "run", None)
    assert run.about().judge is None
    assert recall(run) == [None]


def test_the_shortcuts_of_a_sample_stand_once_behind_it_however_many_systems_wrote(
    tmp_path: Path, word_for_word: Any
) -> None:
    samples = [sample(1, "ours"), sample(1, "theirs"), sample(2, "ours")]
    run = score(samples, tmp_path / "run", word_for_word, with_shortcuts=True)
    told = [(row.sample, row.system.partition(":")[0]) for row in run.rows()]
    lazy = "shortcut"
    assert told == [
        *[("1", "ours"), *[("1", lazy)] * 5, ("1", "theirs")],
        *[("2", "ours"), *[("2", lazy)] * 5],
    ]
    assert run.about().samples == 13


def test_progress_is_told_sample_by_sample(tmp_path: Path, word_for_word: Any) -> None:
    told: list[int] = []
    score([sample(1), sample(2)], tmp_path / "run", word_for_word, progress=told.append)
    assert told == [1, 2]


def test_the_rules_of_the_markers_are_kept(tmp_path: Path, word_for_word: Any) -> None:
    rules = MarkerRules(covers="paragraph", patterns=(r"\{(?P<label>\d)\}",))
    about = score([sample(1)], tmp_path / "run", word_for_word, rules=rules).about()
    assert (about.covers, about.patterns) == (rules.covers, rules.patterns)


@pytest.mark.parametrize(
    ("samples", "options", "error", "told"),
    [
        ([], {}, InputError, "run: no samples to score"),
        ([sample(1), sample(1)], {}, InputError, "1: two samples of this id and system"),
        ([sample(1)], {"metrics": ("x",)}, SettingsError, "--metric: there is no metric 'x'"),
        ([sample(1)], {"rules": MarkerRules(patterns=("(",))}, InputError, "no regular expression"),
    ],
    ids=["no sample", "one sample twice", "an unknown metric", "a broken pattern"],
)
def test_what_cannot_be_scored_is_named_and_nothing_is_kept(
    tmp_path: Path,
    word_for_word: Any,
    samples: list[Sample],
    options: dict[str, Any],
    error: type[Exception],
    told: str,
) -> None:
    with pytest.raises(error, match=told):
        score(samples, tmp_path / "run", word_for_word, **options)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not word_for_word.asked


def test_one_id_by_two_systems_is_two_samples(tmp_path: Path, word_for_word: Any) -> None:
    run = score([sample(1, "ours"), sample(1, "theirs")], tmp_path / "run", word_for_word)
    assert table_of(run).systems == ("ours", "theirs")


def test_a_run_without_samples_is_not_scored(tmp_path: Path, word_for_word: Any) -> None:
    with pytest.raises(InputError, match=r"samples\.jsonl: No such file or directory: not a run"):
        score_run(Run(tmp_path), word_for_word)
