"""A run on disk: what was scored, how, and what came of it, so that another person can re-score it.

A folder holds ``samples.jsonl`` (texts and sources), ``verdicts.sqlite`` (what the judge said),
``markings.jsonl`` (sentences and citations), ``metrics.jsonl`` (one row of values a sample) and
``run.json`` (judge, rules, versions). The last three are made anew by each scoring.
"""

import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import file_digest
from io import BufferedReader
from itertools import accumulate
from pathlib import Path
from typing import IO, TypeVar

from pydantic import Field, ValidationError

from groundwood._version import __version__
from groundwood.errors import InputError
from groundwood.eval.marking import MarkerRules, Marking
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Row
from groundwood.eval.verdicts import judges_of
from groundwood.files import replacing
from groundwood.ingest.cited import HowMuch
from groundwood.nouns import Noun
from groundwood.nouns.article import UtcTime
from groundwood.nouns.base import misfit

N = TypeVar("N", bound=Noun)
Key = tuple[str, str]
"""Id and system of a sample."""

SAMPLES, MARKINGS, METRICS = "samples.jsonl", "markings.jsonl", "metrics.jsonl"
VERDICTS, ABOUT = "verdicts.sqlite", "run.json"


class JudgeName(Noun):
    """The judge of a run: its name, version and threshold."""

    name: str
    version: str
    threshold: float


class About(Noun):
    """How a run was scored: all that its numbers depend on besides its samples.

    ``judge_model`` is what ``--model`` names, empty where the judge asks no model. ``digest`` is the
    SHA-256 of the file of samples. ``asked`` counts the pairs that the judge was asked in this
    scoring, ``failed`` the questions that it could not answer. ``marking_key`` and
    ``markings_digest`` tell whether the markings hold for another scoring too, see
    `groundwood.eval.remarking`.
    """

    judge: JudgeName | None
    judge_model: str = ""
    metrics: tuple[str, ...]
    covers: HowMuch = "auto"
    patterns: tuple[str, ...] = ()
    samples: int = Field(ge=0)
    digest: str
    asked: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)
    marking_key: str = ""
    markings_digest: str = ""
    groundwood: str = __version__
    python: str = platform.python_version()
    scored_at: UtcTime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def rules(self) -> MarkerRules:
        """How markers were read."""
        return MarkerRules(covers=self.covers, patterns=self.patterns)


class Run:
    """The files of a run."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    @property
    def verdicts(self) -> Path:
        """The file of verdicts."""
        return self.folder / VERDICTS

    def make(self) -> None:
        """Make the folder.

        Raises:
            InputError: it cannot be made, or holds other things than a run.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = {entry.name for entry in self.folder.iterdir()}
        except OSError as exc:
            raise InputError(f"{self.folder}: {exc.strerror}") from exc
        if names and SAMPLES not in names:
            raise InputError(f"{self.folder}: holds other files, and no {SAMPLES}: no run")

    def keep(self, samples: Iterable[Sample]) -> int:
        """Write the samples and return their number; the file is whole or not there.

        Raises:
            InputError: there are none, or two have one id and one system.
        """
        seen: set[Key] = set()
        with whole_file(self.folder / SAMPLES) as lines:
            for sample in samples:
                if _key(sample) in seen:
                    raise InputError(f"{sample.id}: two samples of this id and system")
                seen.add(_key(sample))
                lines.write(_line(sample))
            if not seen:
                raise InputError(f"{self.folder}: no samples to score")
        return len(seen)

    def add(self, sample: Sample) -> None:
        """Write one more sample behind those that there are."""
        with (self.folder / SAMPLES).open("a", encoding="utf-8", errors="replace") as lines:
            lines.write(_line(sample))

    def replace(self, sample: Sample) -> None:
        """Write the sample behind those that there are, and take out the one of its id and system."""
        file = self.folder / SAMPLES
        with _opened(file) as lines, whole_file(file) as left:
            for line, old in zip(lines, self.samples(), strict=True):
                if _key(old) != _key(sample):
                    left.write(line.decode())
            left.write(_line(sample))

    def done(self) -> frozenset[Key]:
        """Return id and system of the samples that are done; a line that was cut is taken off.

        One whose story failed is not: it is to be written again.
        """
        file = self.folder / SAMPLES
        if not file.exists():
            file.touch()
        with file.open("r+b") as lines:
            lines.truncate(sum(len(line) for line in lines if line.endswith(b"\n")))
        return frozenset(_key(sample) for sample in self.samples() if not failure_of(sample))

    def failed(self) -> frozenset[Key]:
        """Return id and system of the samples whose story failed."""
        return frozenset(_key(sample) for sample in self.samples() if failure_of(sample))

    def arrange(self, order: Sequence[Key]) -> None:
        """Put the samples into the order of these ids and systems, others before them."""
        ranks = {key: rank for rank, key in enumerate(order)}
        file = self.folder / SAMPLES
        with _opened(file) as lines:
            starts = [0, *accumulate(map(len, lines))]
        keys = [_key(sample) for sample in self.samples()]
        places = sorted(range(len(keys)), key=lambda at: ranks.get(keys[at], -1))
        if places == sorted(places):
            return
        with _opened(file) as lines, whole_file(file) as arranged:
            for at in places:
                lines.seek(starts[at])
                arranged.write(lines.readline().decode())

    def samples(self) -> Iterator[Sample]:
        """Yield the samples."""
        return _read(self.folder / SAMPLES, Sample)

    def markings(self) -> Iterator[Marking]:
        """Yield the markings, in the order of the samples."""
        return _read(self.folder / MARKINGS, Marking)

    def rows(self) -> Iterator[Row]:
        """Yield the values, in the order of the samples."""
        return _read(self.folder / METRICS, Row)

    def about(self) -> About:
        """Return how it was scored.

        Raises:
            InputError: it has not been scored, or the file is damaged.
        """
        found = next(_read(self.folder / ABOUT, About), None)
        if found is None:
            raise InputError(f"{self.folder / ABOUT}: it is empty: score the run again")
        return found

    def digest(self, name: str = SAMPLES) -> str:
        """Return the SHA-256 of a file of the run."""
        with _opened(self.folder / name) as file:
            return file_digest(file, "sha256").hexdigest()

    @contextmanager
    def scoring(self, *, with_markings: bool = True) -> Iterator["Scoring"]:
        """Open the files of a scoring; they take the place of earlier ones when all is written.

        Without markings, those that are there stay.
        """
        with ExitStack() as files:
            marked = whole_file(self.folder / MARKINGS) if with_markings else nullcontext()
            rows = whole_file(self.folder / METRICS)
            yield Scoring(files.enter_context(marked), files.enter_context(rows))

    def describe(self, about: About) -> None:
        """Write how it was scored."""
        with whole_file(self.folder / ABOUT) as lines:
            lines.write(about.model_dump_json() + "\n")


class Scoring:
    """Where markings and values of one scoring go."""

    def __init__(self, marked: IO[str] | None, rows: IO[str]) -> None:
        self._marked, self._rows = marked, rows

    def add(self, marking: Marking, row: Row) -> None:
        """Write those of one sample."""
        if self._marked is not None:
            self._marked.write(_line(marking))
        self._rows.write(_line(row))


def failure_of(sample: Sample) -> str:
    """Return the error that kept a sample's story from being written; empty where none did."""
    outcome = sample.gold.get("outcome")
    if not isinstance(outcome, dict) or outcome.get("status") != "failed":
        return ""
    return f"{sample.system}, {sample.id}: {outcome.get('error')}"


def judge_of(verdicts: Path) -> JudgeName | None:
    """Return the judge whose verdicts were written last; none where there are none."""
    known = judges_of(verdicts) if verdicts.is_file() else []
    if not known:
        return None
    name, version, threshold, _ = known[-1]
    return JudgeName(name=name, version=version, threshold=threshold)


def _key(sample: Sample) -> Key:
    return sample.id, sample.system


def _line(noun: Noun) -> str:
    return noun.model_dump_json(exclude_defaults=True) + "\n"


def _read(file: Path, kind: type[N]) -> Iterator[N]:
    with _opened(file) as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield kind.model_validate_json(line)
            except ValidationError as exc:
                raise InputError(f"{file}:{number}: {misfit(exc)}") from exc


@contextmanager
def _opened(file: Path) -> Iterator[BufferedReader]:
    try:
        lines = file.open("rb")
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror}: not a run that was scored") from exc
    with lines:
        yield lines


@contextmanager
def whole_file(file: Path) -> Iterator[IO[str]]:
    """Open a file beside this one, which takes its place when all is written."""
    with replacing(file) as aside, aside.open("w", encoding="utf-8", errors="replace") as lines:
        yield lines
