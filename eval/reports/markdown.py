"""The report in short, as Markdown for a pull request."""

from collections.abc import Iterator

from groundwood.eval.gate import Outcome
from groundwood.eval.meta import JudgeCard
from groundwood.eval.reports import words
from groundwood.eval.reports.report import Report, judge_told
from groundwood.eval.reports.sentences import Exhibit
from groundwood.eval.reports.walk import unknown
from groundwood.eval.reports.words import Cell
from groundwood.render.markdown import escape

WORST = 5
_MARKS = {Outcome.PASSED: "✅", Outcome.FAILED: "❌", Outcome.UNDECIDED: "❔"}


def render_markdown(report: Report) -> str:
    """Return the gate, the main metrics, the differences and the worst sentences, each in brief.

    Every word that comes from a run is escaped.
    """
    parts = [
        f"### Citation faithfulness of {escape(words.called(report.system))}",
        *_gate(report),
        "\n".join(_table(report)),
        escape(_about(report)),
        *_worst(report),
    ]
    return "\n\n".join(parts) + "\n"


def _gate(report: Report) -> Iterator[str]:
    if report.gate is None:
        return
    yield f"**The gate: {_MARKS[report.gate.outcome]} {report.gate.outcome}**"
    yield "\n".join(
        f"- {_MARKS[check.outcome]} {escape(check.rule)}: {escape(check.reason)}"
        for check in report.gate.checks
    )


def _table(report: Report) -> Iterator[str]:
    compared = report.compared
    if compared is None or not compared.main:
        yield _row("Metric", escape(words.called(report.system)))
        yield "|---|--:|"
        for metric in report.figures.main:
            found = report.figures.all[report.system, metric]
            yield _row(escape(metric), _told(words.cell(found)))
        return
    yield _row("Metric", "System", "Mean", escape(compared.baseline), "Difference", "p (Holm)")
    yield "|---|---|--:|--:|--:|--:|"
    for one in compared.main:
        means = (compared.table.summary(s, one.metric) for s in (one.system, one.baseline))
        yield _row(
            escape(one.metric),
            escape(words.called(one.system)),
            *(_told(words.cell(mean)) for mean in means),
            _told(words.difference(one)),
            words.p_value(one.corrected).replace("<", "&lt;"),
        )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _told(found: Cell) -> str:
    more = [found.count, f"bounds {found.bounds}" if found.bounds else ""]
    notes = ", ".join(filter(None, more))
    return " ".join(filter(None, (found.number, found.interval, notes and f"({notes})")))


def _about(report: Report) -> str:
    count, groups = report.read.samples.total(), len(report.read.groups)
    note = f" {report.compared.note}" if report.compared and report.compared.note else ""
    return (
        f"{words.plural(count, 'sample')} in {words.plural(groups, 'group')}, "
        f"judge {judge_told(report.about.judge)}{_error(report.card)}. "
        f"95 % intervals; groundwood {report.about.groundwood}.{note}"
    )


def _error(card: JudgeCard | None) -> str:
    if card is None:
        return ", whose error nobody has measured"
    found = f"{words.value(card.balanced_accuracy)} {words.interval(card.interval)}".strip()
    return f", whose balanced accuracy is {found}"


def _worst(report: Report) -> Iterator[str]:
    why = unknown(report.run, report.about)
    worst = report.read.sentences.worst()[:WORST]
    if why:
        yield escape(f"No sentence can be shown: {why}.")
    elif worst:
        yield f"**The worst sentences of {escape(words.called(report.system))}**"
        yield "\n".join(f"{place}. {_exhibit(one)}" for place, one in enumerate(worst, 1))
    else:
        yield "No sentence has a fault that this judge sees."


def _exhibit(one: Exhibit) -> str:
    score = "" if one.score is None else f", score {one.score:.2f}"
    labels = " ".join(f"[{cited.label}]" for cited in one.citations)
    where = escape(f"({one.sample})")
    return f"**{one.fate}**{score} {where}: {escape(f'{one.text} {labels}'.strip())}"
