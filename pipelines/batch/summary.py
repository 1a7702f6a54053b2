"""What a run came to, as JSON and as Markdown, written a page of topics at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from pydantic import Field

from groundwood.errors import StoreError
from groundwood.files import replacing
from groundwood.nouns import Usage
from groundwood.nouns.base import Document, Noun
from groundwood.nouns.runs import BatchRun, TopicRun, TopicStatus
from groundwood.pipelines.batch.filing import WITH_FILES, Filer
from groundwood.store.base import Store

SCHEMA_ID = "urn:groundwood:batch:1"
"""Names the schema of the JSON form; its last number grows when readers of the form must change."""
ORDER: tuple[TopicStatus, ...] = (
    "failed", "abstained", "pending", "running", "published", "unchanged",
)  # fmt: skip
"""The states as people want to read of them: what needs somebody first."""
_PAGE = 100


class TopicSummary(Noun):
    """What came of one topic. ``files`` are relative to the summary's folder."""

    slug: str
    status: TopicStatus
    title: str = ""
    story: UUID | None = None
    version: str | None = None
    reason: str = ""
    error: str = ""
    error_class: str = ""
    attempts: int = Field(ge=0)
    seconds: float | None = Field(default=None, ge=0)
    usage: Usage = Usage()
    files: tuple[str, ...] = ()
    trace_id: str | None = None


_SHARED = set(TopicSummary.model_fields) & set(TopicRun.model_fields) - {"usage"}


class BatchSummary(Document):
    """What a run came to: ``counts`` by state, ``usage`` of all topics, and each topic in order."""

    run: BatchRun
    counts: dict[TopicStatus, int]
    usage: Usage
    topics: tuple[TopicSummary, ...]


class Totals(Noun):
    """The sums of a run."""

    counts: dict[TopicStatus, int]
    usage: Usage

    def told(self) -> str:
        """Return the counts in words: ``12 topics: 9 published, 2 unchanged, 1 failed``."""
        number = sum(self.counts.values())
        parts = [
            f"{self.counts[state]} {state}" for state in reversed(ORDER) if state in self.counts
        ]
        return f"{number} topic{'' if number == 1 else 's'}: {', '.join(parts) or 'none'}"


@dataclass(frozen=True)
class Summary:
    """Where a run's summary goes, and what it is made from."""

    store: Store
    filer: Filer

    @property
    def json_file(self) -> Path:
        """The summary for programs, a `BatchSummary`."""
        return self._file(".summary.json")

    @property
    def markdown_file(self) -> Path:
        """The summary for people."""
        return self._file(".summary.md")

    def write(self, run: BatchRun) -> Totals:
        """Write both and return the totals; each file is whole or not there.

        Raises:
            StoreError: the output folder cannot be written.
        """
        try:
            self.json_file.parent.mkdir(parents=True, exist_ok=True)
            with _opened(self.json_file) as file:
                totals = self._as_json(run, file)
            with _opened(self.markdown_file) as file:
                self._as_markdown(run, totals, file)
        except OSError as exc:
            raise StoreError(f"[output] folder: {self.json_file}: {exc.strerror}") from exc
        return totals

    def totals(self, run_id: str) -> Totals:
        """Return the sums of the run."""
        usage = sum((row.total_usage for row in rows_of(self.store, run_id)), Usage())
        return Totals(counts=self.store.runs.counts(run_id), usage=usage)

    def lines(self, run_id: str, *states: TopicStatus) -> Iterator[TopicSummary]:
        """Yield what came of each topic, in the order of the plan."""
        for row in rows_of(self.store, run_id, *states):
            yield self._line(row)

    def _file(self, ending: str) -> Path:
        return self.filer.output.folder / f"{self.filer.run.id}{ending}"

    def _as_json(self, run: BatchRun, file: TextIO) -> Totals:
        usage = Usage()
        head = {"$schema": SCHEMA_ID, "run": _shown(run)}
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "topics": [')
        for number, line in enumerate(self.lines(run.id)):
            file.write((",\n" if number else "\n") + line.model_dump_json())
            usage += line.usage
        totals = Totals(counts=self.store.runs.counts(run.id), usage=usage)
        file.write("\n], " + totals.model_dump_json()[1:] + "\n")
        return totals

    def _as_markdown(self, run: BatchRun, totals: Totals, file: TextIO) -> None:
        file.write(f"# {run.id}\n\n{totals.told()}.\n\n{_facts(run, totals.usage)}\n")
        for state in ORDER:
            if state in totals.counts:
                file.write(f"\n## {state.capitalize()} ({totals.counts[state]})\n\n")
                file.write("| topic | version | what | time | calls | tokens |\n")
                file.write("|---|---|---|---|---|---|\n")
                file.writelines(_table_row(line) for line in self.lines(run.id, state))

    def _line(self, row: TopicRun) -> TopicSummary:
        folder, has_files = self.filer.output.folder, row.status in WITH_FILES
        files = self.filer.paths(row.slug) if has_files else ()
        return TopicSummary(
            **row.model_dump(include=_SHARED),
            title=self._title(row) if has_files else "",
            seconds=seconds_of(row),
            usage=row.total_usage,
            files=tuple(file.relative_to(folder).as_posix() for file in files),
        )

    def _title(self, row: TopicRun) -> str:
        assert row.story is not None  # a row with files names its story
        known = self.store.stories.versions(row.story)
        return next((version.title for version in known if version.version == row.version), "")


def rows_of(store: Store, run_id: str, *states: TopicStatus) -> Iterator[TopicRun]:
    """Yield the run's topics in the order of the plan, read a page at a time."""
    last = None
    while page := store.runs.topics(run_id, *states, after=last, limit=_PAGE):
        yield from page
        last = page[-1]


def seconds_of(row: TopicRun) -> float | None:
    """Return how long the last attempt took, none where it has not ended."""
    if row.started_at is None or row.finished_at is None:
        return None
    return max(0.0, (row.finished_at - row.started_at).total_seconds())


def _shown(run: BatchRun) -> dict[str, Any]:
    return run.model_dump(mode="json", exclude={"document"})


def _facts(run: BatchRun, usage: Usage) -> str:
    took = "" if run.finished_at is None else f"{(run.finished_at - run.started_at)}".split(".")[0]
    cost = "" if usage.cost is None else f", cost {usage.cost:.4f}"
    calls = f"{usage.calls} calls, {usage.cached_calls} cached"
    facts = {
        "status": run.status + (f": {run.reason}" if run.reason else ""),
        "plan": run.plan,
        "started": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
        "took": took,
        "model": f"{calls}, {usage.tokens_in} + {usage.tokens_out} tokens{cost}",
        "trace": run.trace_id or "",
        "on_finish": run.told,
    }
    return "\n".join(f"- {name}: {_escaped(value)}" for name, value in facts.items() if value)


def _table_row(line: TopicSummary) -> str:
    name = f"[{line.slug}]({line.files[0]})" if line.files else line.slug
    error = f"{line.error_class}: {line.error}" if line.error_class else line.error
    what = " · ".join(filter(None, (line.title, line.reason, error)))
    time = "" if line.seconds is None else f"{line.seconds:.1f} s"
    tokens = line.usage.tokens_in + line.usage.tokens_out
    cells = (name, line.version or "", _escaped(what), time, line.usage.calls, tokens)
    return f"| {' | '.join(map(str, cells))} |\n"


def _escaped(text: str) -> str:
    """Return the text as it stands in a cell of a table: one line, nothing of it live."""
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    with replacing(file, alone=True) as aside, aside.open("w", encoding="utf-8") as opened:
        yield opened
