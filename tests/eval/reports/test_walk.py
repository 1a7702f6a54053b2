"""A run read again from its verdicts."""

from collections.abc import Callable
from typing import Any

from groundwood.eval.metrics.waterfall import Fate, shares
from groundwood.eval.reports.walk import unknown, walked
from groundwood.eval.runs import Run
from groundwood.eval.verdicts import judges_of


def test_the_fates_are_those_that_the_run_was_scored_with(run: Run) -> None:
    rows = {(row.sample, row.system): row.values for row in run.rows()}
    for story, judged in walked(run, run.about()):
        values = rows[story.sample.id, story.sample.system]
        for fate, share in shares(one.fate for one in judged).items():
            assert values[f"fate: {fate}"] == share, (story.sample.id, fate)


def test_every_kind_of_sentence_of_the_samples_is_found(run: Run) -> None:
    story, judged = next(walked(run, run.about()))
    assert (story.sample.id, story.sample.system) == ("flood", "alpha")
    assert [one.fate for one in judged] == [
        Fate.CITED_SUPPORTED,
        Fate.MISATTRIBUTED,
        Fate.CONTRADICTED,
        Fate.UNSUPPORTED,
        Fate.UNCITED_SUPPORTED,
    ]
    assert [one.is_supported for one in judged] == [True, False, False, False, None]
    assert [one.answer.score for one in judged if one.answer] == [0.9, 0.1, 0.1, 0.1, 0.9]


def test_shortcuts_are_left_out_and_nothing_is_judged(run: Run) -> None:
    before = judges_of(run.verdicts)
    told = [(story.sample.id, story.sample.system) for story, _ in walked(run, run.about())]
    assert told == [(key, s) for key in ("flood", "hurt", "none") for s in ("alpha", "beta")]
    assert judges_of(run.verdicts) == before


def test_without_the_waterfall_there_are_no_fates_and_it_says_why(
    scored: Callable[..., Run], samples: Any
) -> None:
    run = scored("run", *samples(), metrics=("validity",))
    assert unknown(run, run.about()) == "the run was scored without the metric waterfall"
    assert [judged for _, judged in walked(run, run.about())] == [()] * 6


def test_without_verdicts_there_are_no_fates_and_no_file_is_made(run: Run) -> None:
    about = run.about()
    assert not unknown(run, about)
    run.verdicts.unlink()
    assert unknown(run, about) == "the run holds no verdicts of a judge"
    assert [judged for _, judged in walked(run, about)] == [()] * 6
    assert not run.verdicts.exists()


def test_a_run_without_a_judge_has_no_fates(run: Run) -> None:
    about = run.about().model_copy(update={"judge": None})
    assert unknown(run, about) == "the run holds no verdicts of a judge"
    assert len(list(walked(run, about))) == 6
