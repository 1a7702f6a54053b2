"""``groundwood ingest``: files into the article store."""

import json
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.retract import stale_lines

if TYPE_CHECKING:
    from groundwood.ingest import Accepted, Event
    from groundwood.store import ArticleStore

NONE_USABLE, SOME_REJECTED = 1, 3

BATCH = 500
"""Articles that are stored in one transaction."""

SHOWN, ALIKE = 20, 3
"""Most lines on standard error about rejections, and about warnings; most that say the same."""

_VARYING = re.compile(r"“[^”]*”|\d[\d,]*|\bat \S+")


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files or folders; - is standard input."),
    ],
    store: Annotated[
        str | None,
        typer.Option(help="The article store; default GROUNDWOOD_STORE, else groundwood.db here."),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Make the last line of the output a JSON object.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No summary and no warnings, only what failed.")
    ] = False,
) -> None:
    """Read articles (JSON lines, JSON, CSV, TSV, RSS, Atom, HTML; also with gzip) into the store.

    Exit codes: 0 all kept, 3 some rejected, 1 none usable, 2 wrong usage.
    """
    from groundwood.ingest import read_events
    from groundwood.settings import load_settings
    from groundwood.store import open_store

    articles = open_store(load_settings(store=store).store)
    intake = _Intake(articles, _Lines(warnings=not quiet))
    try:
        for event in read_events(paths):
            intake.take(event)
        intake.flush()
        stale = stale_lines(articles)
    finally:
        articles.close()
    intake.lines.close()
    if not quiet:
        typer.echo("\n".join([intake.summary(), *stale]))
    if json_:
        typer.echo(json.dumps(intake.counts()))
    if intake.exit_code:
        raise typer.Exit(intake.exit_code)


class _Lines:
    """Prints what was rejected or changed: some lines of each kind, then how many more there are."""

    def __init__(self, *, warnings: bool) -> None:
        self._warnings = warnings
        self._alike: Counter[str] = Counter()
        self._shown: Counter[bool] = Counter()
        self._held: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def say(self, file: str, line: int, text: str, *, warning: bool) -> None:
        """Print the line, unless enough was printed."""
        if warning and not self._warnings:
            return
        mark = "warning: " if warning else ""
        kind = mark + _VARYING.sub("…", text)
        self._alike[kind] += 1
        if self._shown[warning] >= SHOWN or self._alike[kind] > ALIKE:
            self._held[kind] += 1
            self._example.setdefault(kind, mark + text)
            return
        self._shown[warning] += 1
        place = f"{file}:{line}" if line else file
        print(f"{place}: {mark}{text}", file=sys.stderr)

    def close(self) -> None:
        """Print how many lines were held back, of the most frequent kinds."""
        for kind, count in self._held.most_common(SHOWN):
            print(f"and {count:,} more like: {self._example[kind]}", file=sys.stderr)


class _Intake:
    """Puts the articles into the store in batches, and counts."""

    def __init__(self, store: "ArticleStore", lines: _Lines) -> None:
        self.lines = lines
        self._store = store
        self._batch: dict[str, Accepted] = {}
        self._counts = Counter(added=0, updated=0, duplicates=0, rejected=0, warnings=0)

    def take(self, event: "Event") -> None:
        """Take the next event of the reading."""
        from groundwood.ingest import Accepted, Rejected, Warned

        if isinstance(event, Accepted):
            self._counts["duplicates"] += event.replaces
            self._counts["updated"] -= event.replaces and event.article.id not in self._batch
            self._batch[event.article.id] = event
            if len(self._batch) >= BATCH:
                self.flush()
        elif isinstance(event, Rejected):
            self._counts["rejected"] += 1
            self.lines.say(event.file, event.line, event.reason, warning=False)
        elif isinstance(event, Warned):
            self._warn(event.file, event.line, event.text)
        else:
            self._counts["duplicates"] += 1

    def flush(self) -> None:
        """Store what has come since the last time, all of it or nothing."""
        batch, self._batch = list(self._batch.values()), {}
        if not batch:
            return
        report = self._store.put([event.article for event in batch])
        for name in ("added", "updated", "duplicates"):
            self._counts[name] += getattr(report, name)
        for event, stored in zip(batch, report.ids, strict=True):
            if stored != event.article.id:
                key = event.article.id
                text = f"stored as {stored}: the store has {key}, or its address, for another text"
                self._warn(event.file, event.line, text)

    def _warn(self, file: str, line: int, text: str) -> None:
        self._counts["warnings"] += 1
        self.lines.say(file, line, text, warning=True)

    def counts(self) -> dict[str, int]:
        """Return how many rows came to what."""
        return {"accepted": self._counts["added"] + self._counts["updated"], **self._counts}

    def summary(self) -> str:
        """Return the counts in words."""
        counts = self.counts()
        return (
            f"{counts['accepted']:,} kept ({counts['added']:,} new, "
            f"{counts['updated']:,} updated), {counts['rejected']:,} rejected, "
            f"{counts['duplicates']:,} duplicate{'s' * (counts['duplicates'] != 1)}"
        )

    @property
    def exit_code(self) -> int:
        """The exit code that tells the truth."""
        counts = self.counts()
        if not counts["accepted"] and not counts["duplicates"]:
            return NONE_USABLE
        return SOME_REJECTED if counts["rejected"] else 0
