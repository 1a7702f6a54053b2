"""The findings of a check as a table for a terminal, a pipe or a file."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from groundwood.cli.explain import escalated_line
from groundwood.cli.tables import drawn, plain_grid, put_drawn
from groundwood.nouns import Finding
from groundwood.nouns.cited import Check, CheckedText, tone_of
from groundwood.pipelines.events import count
from groundwood.render.told import outlets_line
from groundwood.text.clean import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

NARROW = 64
"""Below so many columns the sentences stand under their findings."""
PIPED = 100
"""Columns where there is no terminal; COLUMNS counts more."""
LONGEST, LONGEST_LABEL = 2000, 40
"""In characters, of what is printed of one sentence, and of one marker."""

_STYLES = {"good": "green", "mixed": "yellow", "bad": "bold red"}


def print_table(checked: CheckedText) -> None:
    """Print the table on standard output: in colour on a terminal, else plain."""
    put_drawn(partial(_print, checked), _piped_width())


def table_text(checked: CheckedText) -> str:
    """Return the table as plain text of `PIPED` columns, or as many as COLUMNS says."""
    return drawn(partial(_print, checked), _piped_width())


def summary(checked: CheckedText) -> Iterator[str]:
    """Yield lines on what was checked, by whom, and what to know of it."""
    findings = Counter(str(check.verdict.finding) for check in checked.checks)
    found = ", ".join(f"{number} {finding}" for finding, number in findings.most_common())
    checkers = sorted({f"{c.verdict.checker} {c.verdict.version}" for c in checked.checks})
    sentences = count(len(checked.checks), "sentence")
    yield f"Checked {sentences} of {checked.file}: {found} ({', '.join(checkers)})."
    if escalated := escalated_line(checked):
        yield escalated
    if checked.headline:
        yield f"The title may not stand: {printable(checked.headline)}."
    left = Counter(one.what for one in checked.cited.left_out if one.what != "rule")
    if left:
        told = ", ".join(f"{what} ({number})" for what, number in left.items())
        yield f"Not checked: {told}."
    for note in (*checked.cited.notes, *_hint(checked)):
        yield f"Note: {printable(note)}"


def _hint(checked: CheckedText) -> Iterator[str]:
    """Yield what to try where markers seem to stand for all that goes before them."""
    after = dict[int, bool]()
    number = 0
    for one in reversed(checked.cited.sentences):
        number += not one.labels and after.get(one.paragraph, False)
        after[one.paragraph] = after.get(one.paragraph, False) or bool(one.labels)
    if number * 3 > len(checked.checks):
        yield (
            f"{number} uncited before a cited sentence of the same paragraph; where a marker is meant "
            "for all before it, use --covers run"
        )


def _piped_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), 20) if columns.isascii() and columns.isdigit() else PIPED


def _print(checked: CheckedText, console: "Console") -> None:
    if console.width >= NARROW:
        console.print(_table(checked))
        return
    for sentence, check in zip(checked.cited.sentences, checked.checks, strict=True):
        for line in _stacked(check, sentence.labels):
            console.print(line)


def _table(checked: CheckedText) -> "Table":
    table = plain_grid()
    for name in ("Place", "Finding", "Score"):
        table.add_column(name, no_wrap=True, justify="right" if name == "Score" else "left")
    table.add_column("Sentence, its markers, and why", overflow="fold")
    for sentence, check in zip(checked.cited.sentences, checked.checks, strict=True):
        table.add_row(*_head(check), _words(check, sentence.labels))
    return table


def _stacked(check: Check, labels: Sequence[str]) -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.text import Text

    yield Text(" ").join(part for part in _head(check) if part.plain)
    yield Padding(_words(check, labels), (0, 0, 0, 2))


def _head(check: Check) -> "tuple[Text, Text, Text]":
    from rich.text import Text

    verdict = check.verdict
    score = "" if verdict.score is None else f"{verdict.score:.2f}"
    return (
        Text(f"{verdict.paragraph + 1}.{verdict.sentence + 1}"),
        Text(verdict.finding, style=_STYLES[tone_of(verdict.finding)]),
        Text(score),
    )


def _words(check: Check, labels: Sequence[str]) -> "Text":
    """Return the sentence with its labels, and under it why, where there is something to say."""
    from rich.text import Text

    words = Text(printable(check.verdict.text, LONGEST))
    for label in labels:
        words.append(f" [{printable(label, LONGEST_LABEL)}]", style="cyan")
    reason = check.verdict.reason
    if reason and (check.verdict.finding is not Finding.SUPPORTED or ";" in reason):
        words.append(f"\n→ {printable(reason, LONGEST)}", style="dim")
    if len(check.verdict.outlets) > 1:
        words.append(f"\n→ {printable(outlets_line(check.verdict), LONGEST)}", style="dim")
    if check.verdict.cut:
        words.append(f"\n→ supported: {printable(check.verdict.cut, LONGEST)}", style="dim")
    return words
