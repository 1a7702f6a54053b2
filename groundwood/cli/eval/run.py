"""``groundwood eval run``: write stories from clusters of articles, and score them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import (
    AllowUncalibrated,
    Clusters,
    MaxJudgeCost,
    Most,
    ending_at_cost,
    open_carded,
    tell_scored,
    within,
)
from groundwood.cli.options import JudgeName, JudgeUrl, ResultsOnly, Votes

if TYPE_CHECKING:
    from groundwood.eval.runs import Run
    from groundwood.settings import Settings

_Out = Annotated[Path, typer.Option(help="The folder of the run.")]
_Systems = Annotated[
    list[str] | None,
    typer.Option(
        "--system",
        help="Who writes: MODEL or MODEL/JUDGE, the judge `off` letting all pass, or `reference`, "
        "what people wrote; repeatable. Default: the model of the settings.",
    ),
]
_JudgedBy = Annotated[
    str | None,
    typer.Option(help="The model of the judge that scores, where it needs one."),
]
_AtOnce = Annotated[int, typer.Option(min=1, help="So many stories are written at a time.")]
_MaxCost = Annotated[
    float | None,
    typer.Option(min=0, help="Begin no further story once the stories have cost so much."),
]


def run(
    clusters: Clusters,
    out: _Out = Path("runs/run"),
    system: _Systems = None,
    judge: JudgeName = None,
    judge_model: _JudgedBy = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    most: Most = None,
    at_once: _AtOnce = 2,
    max_cost: _MaxCost = None,
    max_judge_cost: MaxJudgeCost = None,
    allow_uncalibrated: AllowUncalibrated = False,
    quiet: ResultsOnly = False,
) -> None:
    """Write stories with each system, then score them; a run that was stopped goes on.

    Started again it also writes what failed. ``--judge`` scores; the judge that a system checks its
    own stories with stands in its name.
    Exit codes: 0 scored, 3 scored but a story failed, or the judge did on a part, 1 failed, 2 wrong
    usage, 6 stopped by a limit of cost before all was done.
    """
    from groundwood.cli.eval.progress import counting
    from groundwood.errors import InputError
    from groundwood.eval.harness import score_run
    from groundwood.eval.judging import asked_model
    from groundwood.eval.runs import Run
    from groundwood.gateway.usage import Meter
    from groundwood.settings import load_settings

    own = load_settings()
    settings = load_settings(model=judge_model, judge=judge, judge_url=judge_url, votes=votes)
    meter = Meter()
    judging = open_carded(settings, meter, allow_uncalibrated=allow_uncalibrated)
    kept = Run(out)
    kept.make()
    order = _Order(clusters, tuple(system or [own.model]), own, most, at_once, max_cost)
    with counting("stories written", quiet=quiet) as progress:
        count, is_whole = asyncio.run(_write(kept, order, progress))
    if not count:
        raise InputError(f"{out}: no story was written before --max-cost {max_cost:g} was reached")
    with counting("samples scored", quiet=quiet) as progress, ending_at_cost():
        score_run(
            kept,
            judging,
            judge_model=asked_model(judging, settings),
            may_ask=within(meter, max_judge_cost),
            progress=progress,
        )
    told = "" if is_whole else f"Stopped at --max-cost {max_cost:g}: run it again to go on"
    tell_scored(kept, quiet=quiet, unfinished=told)


@dataclass(frozen=True)
class _Order:
    """What is to be written, by whom, and how much of it."""

    clusters: Path
    systems: tuple[str, ...]
    settings: "Settings"
    most: int | None
    at_once: int
    max_cost: float | None


async def _write(run: "Run", order: _Order, progress: Callable[[int], None]) -> tuple[int, bool]:
    """Write what is missing, each story as it is finished; return how many there are, and if all."""
    from groundwood.eval.writing import System, read_clusters, wanted, write_samples

    clusters = list(islice(read_clusters(order.clusters), order.most))
    systems = [System(name) for name in order.systems]
    done, failed = run.done(), run.failed()
    there = set(done)
    async for sample in write_samples(
        clusters,
        systems,
        order.settings,
        done=done,
        at_once=order.at_once,
        most_cost=order.max_cost,
    ):
        key = (sample.id, sample.system)
        keep = run.replace if key in failed else run.add
        keep(sample)
        there.add(key)
        progress(len(there))
    all_ = [(cluster.id, system.name) for cluster, system in wanted(clusters, systems)]
    if there != done:
        run.arrange(all_)
    return len(there), there.issuperset(all_)
