"""All that a report tells of a run."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from groundwood.errors import InputError, SettingsError
from groundwood.eval.gate import Gate, GateReport, gated, read_gate
from groundwood.eval.judge_cards import find_card
from groundwood.eval.meta import JudgeCard
from groundwood.eval.reports.bills import Bills
from groundwood.eval.reports.correcting import Rate, Said
from groundwood.eval.reports.figures import Figures, differences
from groundwood.eval.reports.sentences import Sentences
from groundwood.eval.reports.slices import Cut, Shapes
from groundwood.eval.reports.spread import Spread
from groundwood.eval.reports.walk import walked
from groundwood.eval.runs import About, JudgeName, Run
from groundwood.eval.scoring import Row
from groundwood.eval.summaries import Difference, Table

MOST_SLICED = 3
"""So many of the main metrics are told of each slice."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a report.

    ``cache`` is the folder where the user's judge cards are. ``system`` is the one that the gate,
    the differences and the single sentences are of; none takes the first of the run. ``baseline``
    is the folder of a run that has the same system, ``rules`` the file of a gate.
    """

    cache: Path
    system: str | None = None
    baseline: Path | None = None
    rules: Path | None = None


@dataclass(frozen=True)
class Compared:
    """What the differences are to, those of the main metrics, and apart from them all others.

    ``table`` holds the values of both. ``note`` says what makes them hard to read, if anything.
    """

    baseline: str
    table: Table
    main: tuple[Difference, ...]
    others: tuple[Difference, ...]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """The report of one run."""

    run: Run
    wanted: Wanted
    about: About
    system: str
    figures: Figures
    read: "Read"
    compared: Compared | None
    gate: GateReport | None
    card: JudgeCard | None
    rates: tuple[Rate, ...]
    cuts: tuple[Cut, ...]

    @property
    def sliced(self) -> tuple[str, ...]:
        """The metrics that are told of each slice."""
        return self.figures.main[:MOST_SLICED]


class Read:
    """What one pass over the samples tells; the texts of few of them are in memory at a time."""

    def __init__(self, run: Run, about: About, system: str) -> None:
        self.samples = Counter[str]()
        self.groups = set[str]()
        self.sentences = Sentences(system)
        self.spread, self.bills, self.said, self.shapes = Spread(), Bills(), Said(), Shapes()
        for story, judged in walked(run, about):
            self.samples[story.sample.system] += 1
            self.groups.add(story.sample.group)
            for part in (self.sentences, self.spread, self.bills, self.said, self.shapes):
                part.add(story, judged)


def report_of(run: Run, wanted: Wanted) -> Report:
    """Return the report of a scored run; no judge is asked.

    Raises:
        InputError: the run has not been scored, or its samples have changed since; the baseline
            does not have the system; a file cannot be read.
        SettingsError: the run does not have the system.
    """
    about = _scored(run)
    figures = Figures(Table(run.rows()))
    system = _chosen(figures, wanted.system)
    gate = read_gate(wanted.rules) if wanted.rules else None
    baseline = _baseline(wanted, gate)
    card = _card(about.judge, wanted.cache)
    read = Read(run, about, system)
    sliced = figures.main[:MOST_SLICED]
    rows = [row for each in figures.systems for row in _rows(run, each, sliced)]
    return Report(
        run=run,
        wanted=wanted,
        about=about,
        system=system,
        figures=figures,
        read=read,
        compared=_compared(run, about, figures, system, baseline),
        gate=_gated(gate, run, baseline, system) if gate else None,
        card=card,
        rates=tuple(read.said.rates(card.confusion)) if card else (),
        cuts=tuple(read.shapes.cuts(rows, sliced)),
    )


def _scored(run: Run) -> About:
    about = run.about()
    if run.digest() != about.digest:
        raise InputError(f"{run.folder}: the samples have changed since they were scored")
    return about


def _chosen(figures: Figures, system: str | None) -> str:
    if system is None:
        return figures.systems[0]
    if system not in figures.systems:
        known = ", ".join(map(repr, figures.systems))
        raise SettingsError(f"--system: no system {system!r}; there are: {known}")
    return system


def _baseline(wanted: Wanted, gate: Gate | None) -> Run | None:
    if wanted.baseline:
        return Run(wanted.baseline)
    if wanted.rules and gate and gate.baseline:
        return Run(wanted.rules.parent / gate.baseline)
    return None


def _card(judge: JudgeName | None, cache: Path) -> JudgeCard | None:
    return find_card(judge, cache) if judge else None


def _rows(run: Run, system: str, metrics: Collection[str]) -> Iterator[Row]:
    """Yield the rows of a system, with the values of these metrics alone."""
    for row in run.rows():
        if row.system == system:
            values = {name: row.values[name] for name in metrics if name in row.values}
            yield row.model_copy(update={"values": values})


def _gated(gate: Gate, run: Run, baseline: Run | None, system: str) -> GateReport:
    names = {*gate.hard, *gate.at_least, *gate.at_most, *gate.not_below}
    theirs = list(_rows(baseline, system, names)) if baseline else []
    return gated(gate, list(_rows(run, system, names)), system, theirs)


def _compared(
    run: Run, about: About, figures: Figures, system: str, baseline: Run | None
) -> Compared | None:
    others = [other for other in figures.systems if other != system]
    if baseline is not None:
        first = f"baseline {baseline.folder}"
        table = Table(_both(run, baseline, system, first, figures.measured))
        if first not in table.systems:
            raise InputError(
                f"{baseline.folder}: the baseline has no system {system!r}; two systems can be "
                "compared where they are scored in one run"
            )
        return _differences(table, first, [system], figures, _note(about, baseline.about()))
    return _differences(figures.table, system, others, figures) if others else None


def _both(
    run: Run, baseline: Run, system: str, first: str, metrics: Collection[str]
) -> Iterator[Row]:
    for row in _rows(baseline, system, metrics):
        yield row.model_copy(update={"system": first})
    yield from _rows(run, system, metrics)


def _differences(
    table: Table, first: str, others: list[str], figures: Figures, note: str = ""
) -> Compared:
    left = [name for name in figures.measured if name not in figures.main]
    return Compared(
        first,
        table,
        tuple(differences(table, first, others, figures.main)),
        tuple(differences(table, first, others, left)),
        note,
    )


def _note(ours: About, theirs: About) -> str:
    """Return what besides the texts may make two runs differ."""
    if ours.judge != theirs.judge:
        return (
            f"The baseline was scored by another judge ({judge_told(theirs.judge)}): "
            "the differences may be the judges'."
        )
    if (ours.covers, ours.patterns) != (theirs.covers, theirs.patterns):
        return (
            "The markers of the baseline were read by other rules: the differences may be theirs."
        )
    return ""


def judge_told(judge: JudgeName | None) -> str:
    """Return name, version and threshold of a judge in words."""
    return f"{judge.name} {judge.version}, threshold {judge.threshold:g}" if judge else "no judge"
