"""The report in short."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from groundwood.eval.judge_cards import keep_card
from groundwood.eval.meta import JudgeCard
from groundwood.eval.reports.markdown import WORST, render_markdown
from groundwood.eval.reports.report import Wanted, report_of
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source


def markdown_of(run: Run, **wanted: Any) -> str:
    return render_markdown(report_of(run, Wanted(run.folder.parent / "cache", **wanted)))


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_the_difference_to_the_baseline_stands_beside_both_means(
    run: Run, scored: Callable[..., Run], samples: Any
) -> None:
    base = scored("base", *samples(("alpha",), text="The dam held all night [dam]."))
    found = lines(markdown_of(run, baseline=base.folder))
    assert found[0] == "### Citation faithfulness of alpha"
    head = next(line for line in found if line.startswith("| Metric"))
    assert head.startswith("| Metric | System | Mean | baseline ")
    row = next(line for line in found if line.startswith("| citation\\_recall"))
    assert row.startswith("| citation\\_recall | alpha | 0.600 [0.200, 1.000] (2 of 3) | 1.000 [")
    assert "| −0.400 [−0.800, +0.000] | 1.000 |" in row


def test_one_system_alone_has_its_means(scored: Callable[..., Run], samples: Any) -> None:
    found = lines(markdown_of(scored("one", *samples(("beta",)))))
    assert "| Metric | beta |" in found
    assert "| faithful\\_share | 1.000 [1.000, 1.000] |" in found
    assert "No sentence has a fault that this judge sees." in found


def test_the_gate_comes_first_with_a_mark_for_each_rule(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "gate.toml"
    rules.write_text("[at_least]\nfaithful_share = 0.1\ncitation_recall = 0.9\nother = 1\n")
    found = lines(markdown_of(run, rules=rules))
    assert found[2] == "**The gate: ❌ failed**"
    assert [line[2] for line in found[4:7]] == ["✅", "❌", "❔"]


def test_no_more_than_the_worst_sentences_stand_with_fate_score_and_labels(
    scored: Callable[..., Run],
) -> None:
    text = " ".join(f"It is {n} [a]." for n in range(WORST + 3))
    run = scored("bad", Sample(id="s", text=text, sources=(Source(id="a", text="Sun."),)))
    found = [line for line in lines(markdown_of(run)) if line[:2] in {f"{n}." for n in range(9)}]
    assert len(found) == WORST
    assert found[0] == "1. **unsupported**, score 0.10 (s): It is 0. \\[a\\]"


def test_the_judge_is_told_with_what_is_known_of_its_error(
    run: Run, card: Callable[..., JudgeCard]
) -> None:
    assert "judge reader 1, threshold 0.5, whose error nobody has measured" in markdown_of(run)
    keep_card(card(), run.folder.parent / "cache")
    assert "whose balanced accuracy is 0.850 \\[0.700, 0.900\\]" in markdown_of(run)


@pytest.mark.parametrize(
    "evil",
    ["<img src=x onerror=y>", "![a](https://x.invalid/p.png)", "[a](https://x.invalid)", "| a |"],
)
def test_nothing_from_a_run_becomes_markup(scored: Callable[..., Run], evil: str) -> None:
    source = Source(id="a", text="Sun.")
    made = [
        Sample(id=evil, text=f"It rains {evil} [a].", sources=(source,), system=f"{evil}{s}")
        for s in "xy"
    ]
    page = MarkdownIt("gfm-like", {"linkify": False}).render(markdown_of(scored("evil", *made)))
    assert "<img" not in page
    assert "<a " not in page
    rows = page.split("<tr>")[1:]
    assert {row.count("<td") + row.count("<th") for row in rows} == {6}


def test_without_fates_it_says_why_no_sentence_is_shown(run: Run) -> None:
    run.verdicts.unlink()
    assert "No sentence can be shown: the run holds no verdicts of a judge." in markdown_of(run)
