"""The verdicts of a run as JSON lines: claim, sources by their digests, and what the judge said."""

from pathlib import Path

from groundwood.eval.exporting.tables import Shown
from groundwood.eval.runs import Run
from groundwood.eval.verdicts import verdicts_of


def write(run: Run, file: Path, shown: Shown) -> None:
    """Write every verdict and every failure of every judge of the run, in the order of asking."""
    run.about()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", errors="replace") as lines:
        for verdict in verdicts_of(run.verdicts):
            told = verdict.model_copy(update={"claim": shown(verdict.claim)})
            lines.write(told.model_dump_json() + "\n")
