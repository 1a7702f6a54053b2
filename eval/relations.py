"""``python -m groundwood.eval.relations FILE...``: what the checker makes of minimal pairs.

A file holds tab-separated rows under the header ``id class label evidence claim``; the label is
``supported`` or ``unsupported``. Evidence may begin with ``[Published 2024-03-28. Title]``. Each
claim is checked as a story of one sentence that cites its evidence: once by the whole checker, once
by the judge alone. Printed per class, in percent: the false claims that were refused (detection)
and the faithful ones that were (false alarms).
"""

import argparse
import asyncio
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Literal

from pydantic import Field, ValidationError

from groundwood.agents import JUDGES, load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.judges.judge import Judge, Pair
from groundwood.agents.checker.passages import whole
from groundwood.errors import GroundwoodError, InputError
from groundwood.gateway.open import open_model
from groundwood.nouns import (
    Article,
    Citation,
    Evidence,
    Hit,
    Noun,
    Paragraph,
    Passage,
    Sentence,
    Story,
    Topic,
)
from groundwood.settings import load_settings
from groundwood.store import open_store

COLUMNS = ["id", "class", "label", "evidence", "claim"]
AT_ONCE = 4
"""So many claims are checked at the same time."""
_HEAD = re.compile(r"\[Published (\d{4}-\d\d-\d\d)\. ([^\]]*)\]\s*(?=\S)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Row(Noun):
    """A claim, the article it is to be checked against, and whether that article supports it."""

    id: str = Field(min_length=1)
    kind: str = Field(alias="class", min_length=1)
    label: Literal["supported", "unsupported"]
    evidence: str = Field(min_length=1)
    claim: str = Field(min_length=1)

    @property
    def is_supported(self) -> bool:
        """Whether the claim is a faithful one."""
        return self.label == "supported"

    @property
    def article(self) -> Article:
        """The evidence as an article, with the day and title that may stand before it.

        Raises:
            InputError: there is no such day.
        """
        head = _HEAD.match(self.evidence)
        if head is None:
            return Article.model_validate({"text": self.evidence})
        try:
            day = datetime.fromisoformat(head.group(1)).replace(tzinfo=UTC)
        except ValueError as exc:
            raise InputError(f"row {self.id}: evidence: no day {head.group(1)}") from exc
        text, title = self.evidence[head.end() :], head.group(2)
        return Article.model_validate({"text": text, "title": title, "published_at": day})


class Rate(Noun):
    """How a class fared: shares in [0, 1], none where no such claim was measured."""

    kind: str
    n: int
    detection: float | None
    false_alarms: float | None


def read_rows(file: Path) -> list[Row]:
    """Return the rows of the file, in order.

    Raises:
        InputError: the file cannot be read, has other columns, no rows, a bad row, or an id twice;
            the text names file and line.
    """
    try:
        lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{file}: cannot be read: {exc}") from exc
    if not lines or lines[0].split("\t") != COLUMNS:
        raise InputError(f"{file}:1: the columns are not {', '.join(COLUMNS)}")
    rows = list(_rows(file, lines[1:]))
    if not rows:
        raise InputError(f"{file}: no rows")
    return rows


async def checker_refuses(rows: Sequence[Row], judge: Judge) -> list[bool]:
    """Return for each row whether the whole checker would keep its claim out of a story.

    Raises:
        GroundwoodError: the judge could not judge.
    """
    limit = asyncio.Semaphore(AT_ONCE)
    with closing(open_store("sqlite://")) as store:
        store.put([row.article for row in rows])
        checker = LayeredChecker(store=store, judge=judge)

        async def refused(row: Row) -> bool:
            async with limit:
                (verdict,) = await checker.check(_story(row), _evidence(row))
            return not verdict.finding.may_be_published

        return await asyncio.gather(*(refused(row) for row in rows))


async def judge_refuses(rows: Sequence[Row], judge: Judge) -> list[bool]:
    """Return for each row whether the judge, shown all of the evidence, finds no support.

    Raises:
        GroundwoodError: the judge could not judge.
    """
    scores = await judge.ascore(
        [Pair(evidence=(whole(row.article),), claim=row.claim) for row in rows]
    )
    return [score.supported < judge.threshold for score in scores]


def rates(rows: Sequence[Row], refused: Sequence[bool]) -> list[Rate]:
    """Return one rate a class, in the order in which the classes come."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return [_rate(kind, list(zip(rows, refused, strict=True))) for kind in kinds]


def table(found: Sequence[Rate]) -> str:
    """Return the rates as a Markdown table, with their mean over classes as its last row."""
    mean = Rate(
        kind="macro-average",
        n=sum(rate.n for rate in found),
        detection=_mean([rate.detection for rate in found]),
        false_alarms=_mean([rate.false_alarms for rate in found]),
    )
    lines = ["| class | n | detection | false alarms |", "|---|---:|---:|---:|"]
    for rate in (*found, mean):
        detection, alarms = _percent(rate.detection), _percent(rate.false_alarms)
        lines.append(f"| {rate.kind} | {rate.n} | {detection} | {alarms} |")
    return "\n".join(lines)


async def report(files: Sequence[Path], judge: Judge) -> str:
    """Return the tables of each file: the whole checker's, then the judge's alone."""
    parts = []
    for file, rows in [(file, read_rows(file)) for file in files]:
        whole = await checker_refuses(rows, judge)
        alone = await judge_refuses(rows, judge)
        name = f"{judge.name} {judge.version}"
        parts.append(f"{file.name}, checker with {name}:\n\n{table(rates(rows, whole))}")
        parts.append(f"{file.name}, {name} alone:\n\n{table(rates(rows, alone))}")
    return "\n\n".join(parts)


def _rows(file: Path, lines: Sequence[str]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    read = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, cells in enumerate(read, 2):
        if len(cells) != len(COLUMNS):
            raise InputError(f"{file}:{number}: {len(cells)} columns, not {len(COLUMNS)}")
        row = _row(f"{file}:{number}", dict(zip(COLUMNS, cells, strict=True)))
        if row.id in seen:
            raise InputError(f"{file}:{number}: id: {row.id!r} stands in line {seen[row.id]} too")
        seen[row.id] = number
        yield row


def _row(place: str, cells: Mapping[str, str]) -> Row:
    try:
        row = Row.model_validate(cells)
    except ValidationError as exc:
        first = exc.errors()[0]
        raise InputError(f"{place}: {first['loc'][0]}: {first['msg'].lower()}") from exc
    try:
        row.article  # noqa: B018
    except InputError as exc:
        raise InputError(f"{place}: {exc}") from exc
    return row


def _story(row: Row) -> Story:
    sentence = Sentence(text=row.claim, citations=(Citation(article_id=row.article.id),))
    return Story(title="", updated_at=_EPOCH, paragraphs=(Paragraph(sentences=(sentence,)),))


def _evidence(row: Row) -> Evidence:
    passage = Passage(article_id=row.article.id, start=0, end=len(row.article.text))
    return Evidence(topic=Topic(), hits=(Hit(passage=passage, score=1.0, why="given"),))


def _rate(kind: str, judged: Sequence[tuple[Row, bool]]) -> Rate:
    own = [(row.is_supported, refused) for row, refused in judged if row.kind == kind]
    return Rate(
        kind=kind,
        n=len(own),
        detection=_mean([float(refused) for faithful, refused in own if not faithful]),
        false_alarms=_mean([float(refused) for faithful, refused in own if faithful]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    measured = [value for value in values if value is not None]
    return fmean(measured) if measured else None


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f}"


async def _run(files: Sequence[Path], name: str | None) -> str:
    settings = load_settings(judge=name)
    async with AsyncExitStack() as stack:
        loader = JUDGES.get(settings.judge)
        needs_model = loader is not None and "model" in loader.needs
        model = (
            await stack.enter_async_context(open_model(settings.model, settings))
            if needs_model
            else None
        )
        return await report(files, load_judge(settings.judge, model, settings))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of each file."""
    parser = argparse.ArgumentParser(prog="groundwood.eval.relations", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--judge", metavar="NAME", help="default: GROUNDWOOD_JUDGE, else auto")
    options = parser.parse_args(arguments)
    try:
        print(asyncio.run(_run(options.files, options.judge)))
    except GroundwoodError as exc:
        raise SystemExit(f"{parser.prog}: {exc}") from exc


if __name__ == "__main__":
    main()
