"""``groundwood eval score``: texts and their sources in, a run with numbers out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import (
    AllowUncalibrated,
    MaxJudgeCost,
    Metrics,
    Patterns,
    ending_at_cost,
    open_carded,
    tell_scored,
    within,
)
from groundwood.cli.options import (
    CoversOption,
    JudgeName,
    JudgeUrl,
    ModelName,
    ResultsOnly,
    Votes,
)

if TYPE_CHECKING:
    from groundwood.eval.runs import Run

_What = Annotated[
    Path,
    typer.Argument(
        metavar="WHAT",
        help="Stories, cited texts, JSONL or another harness's results; or a run, to score it again.",
    ),
]
_Sources = Annotated[
    Path | None,
    typer.Option(help="The articles that the texts cite: a file or folder that `ingest` reads."),
]
_Kind = Annotated[str, typer.Option(help="The format of WHAT; left out, its content tells.")]
_Out = Annotated[Path | None, typer.Option(help="The folder of the run; default: runs/NAME.")]
_Shortcuts = Annotated[
    bool,
    typer.Option(
        "--shortcuts/--no-shortcuts",
        help="Also score texts that need no writer, to show how far a metric can be gamed.",
    ),
]


def score(
    what: _What,
    sources: _Sources = None,
    kind: _Kind = "auto",
    out: _Out = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    covers: CoversOption = "auto",
    pattern: Patterns = None,
    metric: Metrics = None,
    shortcuts: _Shortcuts = True,
    max_judge_cost: MaxJudgeCost = None,
    allow_uncalibrated: AllowUncalibrated = False,
    quiet: ResultsOnly = False,
) -> None:
    """Score how faithful texts are to the sources that they cite, and keep the run in a folder.

    What was judged once is not judged again, so that a run which was stopped goes on where it was.
    Exit codes: 0 scored, 3 scored with bounds where the judge failed, or a story of the run had
    failed, 1 failed, 2 wrong usage, 6 stopped by --max-judge-cost before all was judged.
    """
    from groundwood.cli.eval.progress import counting
    from groundwood.eval.harness import checked, score_run
    from groundwood.eval.judging import asked_model
    from groundwood.eval.marking import MarkerRules
    from groundwood.eval.metrics import DEFAULT
    from groundwood.gateway.usage import Meter
    from groundwood.settings import load_settings

    metrics = tuple(metric or DEFAULT)
    rules = checked(metrics, MarkerRules(covers=covers, patterns=tuple(pattern or ())))
    settings = load_settings(model=model, judge=judge, judge_url=judge_url, votes=votes)
    meter = Meter()
    judging = open_carded(settings, meter, allow_uncalibrated=allow_uncalibrated)
    run = _run(what, sources, kind, out, quiet=quiet)
    with counting("samples", quiet=quiet) as progress, ending_at_cost():
        score_run(
            run,
            judging,
            metrics=metrics,
            rules=rules,
            with_shortcuts=shortcuts,
            judge_model=asked_model(judging, settings),
            may_ask=within(meter, max_judge_cost),
            progress=progress,
        )
    tell_scored(run, quiet=quiet)


def _run(what: Path, sources: Path | None, kind: str, out: Path | None, *, quiet: bool) -> "Run":
    """Return the run to score: the one named, or a new one with the samples read."""
    from groundwood.errors import SettingsError
    from groundwood.eval.reading import read_samples
    from groundwood.eval.runs import SAMPLES, Run

    if (what / SAMPLES).is_file():
        if sources or out:
            raise SettingsError("--sources, --out: a run that is scored again has its own")
        return Run(what)
    samples = read_samples(what, kind, sources=sources)
    if not quiet:
        typer.echo(f"{what}: taken for {samples.format.name} ({samples.format.what})", err=True)
    run = Run(out or Path("runs") / what.stem)
    run.make()
    run.keep(samples)
    return run
