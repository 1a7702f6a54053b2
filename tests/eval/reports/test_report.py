"""What a report tells of a run."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.eval.gate import gated, read_gate
from groundwood.eval.harness import score_run
from groundwood.eval.judge_cards import keep_card
from groundwood.eval.marking import MarkerRules
from groundwood.eval.meta import JudgeCard
from groundwood.eval.reports.figures import MAIN
from groundwood.eval.reports.report import Read, Report, Wanted, report_of
from groundwood.eval.reports.reproduce import commands, judge_option
from groundwood.eval.runs import JudgeName, Run
from groundwood.eval.samples import Sample, Source

RULES = """
[hard]
hallucinated_citations = 0
[at_least]
citation_recall = 0.9
[not_below]
citation_precision = 0.1
"""


def told(run: Run, **wanted: Any) -> Report:
    return report_of(run, Wanted(run.folder.parent / "cache", **wanted))


def test_the_first_system_is_told_of_unless_another_is_named(run: Run) -> None:
    assert told(run).system == "alpha"
    found = told(run, system="beta")
    assert found.system == "beta"
    assert found.read.sentences.worst() == ()


def test_an_unknown_system_is_refused_and_the_known_ones_are_named(run: Run) -> None:
    with pytest.raises(SettingsError, match="--system: no system 'x'; there are: 'alpha', 'beta'"):
        told(run, system="x")


def test_samples_and_groups_are_counted_without_the_shortcuts(run: Run) -> None:
    read = told(run).read
    assert (dict(read.samples), len(read.groups)) == ({"alpha": 3, "beta": 3}, 3)


def test_samples_that_have_changed_since_the_scoring_are_refused(run: Run) -> None:
    with (run.folder / "samples.jsonl").open("a") as lines:
        lines.write('{"id":"late","text":""}\n')
    with pytest.raises(InputError, match="have changed since they were scored"):
        told(run)


def test_a_folder_that_was_not_scored_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a run that was scored"):
        told(Run(tmp_path))


def test_other_systems_are_compared_with_the_one_told_of(run: Run) -> None:
    compared = told(run).compared
    assert compared is not None
    assert (compared.baseline, compared.note) == ("alpha", "")
    assert {one.system for one in compared.main} == {"beta"}
    recall = {one.metric: one for one in compared.main}["citation_recall"]
    assert recall.number == pytest.approx((1 - 1 / 5 + 1 - 1) / 2)
    assert {one.metric for one in compared.main} <= set(MAIN)
    assert not {one.metric for one in compared.others} & set(MAIN)


def test_p_values_of_the_main_metrics_are_corrected_apart_from_the_others(run: Run) -> None:
    compared = told(run).compared
    assert compared is not None
    tested = [one for one in compared.main if one.p is not None]
    least = min(tested, key=lambda one: one.p or 0)
    assert least.p is not None
    assert least.corrected == min(1.0, least.p * len(tested))


def test_a_baseline_run_is_compared_with_on_the_same_system(
    run: Run, scored: Callable[..., Run], samples: Any
) -> None:
    base = scored("base", *samples(("alpha",), text="The dam held all night [dam]."))
    compared = told(run, baseline=base.folder).compared
    assert compared is not None
    assert compared.baseline == f"baseline {base.folder}"
    assert {one.system for one in compared.main} == {"alpha"}
    recall = {one.metric: one for one in compared.main}["citation_recall"]
    assert (recall.samples, recall.number) == (2, pytest.approx((1 / 5 + 1) / 2 - 1))


def test_a_baseline_without_the_system_is_refused(
    run: Run, scored: Callable[..., Run], samples: Any
) -> None:
    base = scored("base", *samples(("beta",)))
    with pytest.raises(InputError, match="the baseline has no system 'alpha'"):
        told(run, baseline=base.folder)


def test_a_baseline_of_another_judge_or_other_marker_rules_is_noted(
    run: Run, scored: Callable[..., Run], samples: Any, word_for_word: Any
) -> None:
    base = scored("base", *samples())
    score_run(base, None, rules=MarkerRules(covers="run"), metrics=run.about().metrics)
    compared = told(run, baseline=base.folder).compared
    assert compared is not None
    assert compared.note.startswith("The markers of the baseline were read by other rules")
    score_run(base, word_for_word, metrics=run.about().metrics)
    compared = told(run, baseline=base.folder).compared
    assert compared is not None
    assert "another judge (word for word 1, threshold 0.5)" in compared.note


def test_a_single_system_without_a_baseline_is_compared_with_nothing(
    scored: Callable[..., Run], samples: Any
) -> None:
    assert told(scored("one", *samples(("alpha",)))).compared is None


def test_the_gate_says_the_same_as_by_itself(
    run: Run, scored: Callable[..., Run], samples: Any, tmp_path: Path
) -> None:
    base = scored("base", *samples())
    rules = tmp_path / "gate.toml"
    rules.write_text(f'baseline = "{base.folder.name}"\n{RULES}')
    for system in ("alpha", "beta"):
        rows = list(run.rows())
        theirs = [row for row in base.rows() if row.system == system]
        expected = gated(read_gate(rules), rows, system, theirs)
        assert told(run, rules=rules, system=system).gate == expected
    assert told(run).gate is None


def test_the_card_of_the_very_judge_corrects_its_rates(
    run: Run, card: Callable[..., JudgeCard]
) -> None:
    cache = run.folder.parent / "cache"
    keep_card(card("2"), cache)
    assert told(run).card is None
    assert told(run).rates == ()
    ours = card("1")
    keep_card(ours, cache)
    found = told(run)
    assert found.card == ours
    alpha = found.rates[0]
    assert (alpha.system, alpha.sentences, alpha.said) == ("alpha", 5, 2 / 5)
    assert alpha.corrected.rate.number == pytest.approx((0.4 + 0.9 - 1) / (0.8 + 0.9 - 1))


def test_the_texts_of_a_run_are_not_kept_in_memory(scored: Callable[..., Run]) -> None:
    source = Source(id="a", text="It rains.")
    made = [Sample(id=f"{n}", text="It snows [a].", sources=(source,)) for n in range(200)]
    run = scored("long", *made, metrics=("waterfall",))
    del made
    gc.collect()
    before = sum(isinstance(one, Sample) for one in gc.get_objects())
    read = Read(run, run.about(), "")
    gc.collect()
    kept = sum(isinstance(one, Sample) for one in gc.get_objects()) - before
    assert read.samples.total() == 200
    assert kept <= 20


def test_the_commands_name_all_that_the_run_and_the_report_were_made_with(
    run: Run, tmp_path: Path
) -> None:
    rules = tmp_path / "my gate.toml"
    rules.write_text(RULES)
    about = run.about().model_copy(
        update={
            "covers": "run",
            "patterns": (r"\{(?P<label>\d+)\}",),
            "judge": JudgeName(name="lexical", version="2", threshold=0.4),
        }
    )
    run.describe(about)
    score, report = commands(told(run, rules=rules, system="beta"))
    assert score == (
        f"groundwood eval score {run.folder} --judge lexical --allow-uncalibrated --covers run "
        r"--pattern '\{(?P<label>\d+)\}' --metric citations --metric waterfall --metric validity "
        "--metric concentration --metric cost"
    )
    assert report == f"groundwood eval report {run.folder} --rules '{rules}' --system beta"


def test_a_judge_goes_by_the_name_that_the_option_knows(run: Run) -> None:
    about = run.about()
    assert judge_option(about) == ""
    composed = JudgeName(name="cascade(builtin, llm)", version="1", threshold=0.5)
    assert judge_option(about.model_copy(update={"judge": composed})) == "cascade"
    assert judge_option(about.model_copy(update={"judge": None})) == ""
