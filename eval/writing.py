"""Stories written to be scored: clusters of articles in, one sample a cluster and system out."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from groundwood.agents.checker.judges.judge import Given, Judge, Score, as_pairs
from groundwood.errors import GroundwoodError, InputError, SettingsError
from groundwood.eval.gold import REFERENCE, cited_reference, renamed
from groundwood.eval.reading import read_dataset
from groundwood.eval.reading.records import records
from groundwood.eval.reading.sources import sources_from
from groundwood.eval.samples import Sample, Source
from groundwood.gateway.base import Model
from groundwood.gateway.open import open_model
from groundwood.gateway.usage import Meter
from groundwood.ingest import read_articles
from groundwood.nouns import Article, CheckedStory, Topic
from groundwood.pipelines.write import write_story
from groundwood.render.as_json import render_json
from groundwood.settings import Settings
from groundwood.store import ArticleStore, open_store

OFF = "off"
"""The judge of a system that is checked by comparison alone."""


@dataclass(frozen=True)
class System:
    """A writer by name: ``MODEL`` or ``MODEL/JUDGE``; the judge ``off`` lets all pass.

    Without a judge the one of the settings checks. ``reference`` is what people wrote.
    """

    name: str

    @property
    def model(self) -> str:
        """The model's name, as ``write --model`` takes it."""
        return self._parts[0]

    @property
    def judge(self) -> "str | Judge | None":
        """The judge that checks the system's own stories, by name, or none for the settings'."""
        name = self._parts[1]
        return LetsPass() if name == OFF else name

    @property
    def _parts(self) -> tuple[str, str | None]:
        from groundwood.agents import JUDGES

        model, mark, judge = self.name.rpartition("/")
        if not mark or judge not in (*JUDGES, OFF, "auto"):
            return self.name, None
        return model, judge


@dataclass(frozen=True)
class LetsPass:
    """Supports everything: what only comparison stops is printed."""

    name: str = OFF
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return full support for each pair."""
        return [Score(supported=1.0, contradicted=0.0, neutral=0.0) for _ in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does."""
        return self.score(pairs)


def read_clusters(path: Path) -> Iterator[Sample]:
    """Yield a sample without a text for each cluster of articles.

    Articles that name their cluster are grouped by it; of others each file is a cluster. A folder
    is read file by file, in the order of their names.

    Raises:
        InputError: there is no article, or a row does not fit.
    """
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no *.jsonl with articles")
    if any("-articles." in file.name for file in files):
        yield from _samples(path)
        return
    for file in files:
        yield from _of_file(file)


def _of_file(file: Path) -> Iterator[Sample]:
    if next(records(file)).has("cluster"):
        yield from _samples(file)
        return
    articles = read_articles(file).articles
    if not articles:
        raise InputError(f"{file}: no articles")
    yield Sample(id=file.name.partition(".")[0], text="", sources=sources_from(articles))


def _samples(path: Path) -> Iterator[Sample]:
    return (one for one in read_dataset("clusters", path) if isinstance(one, Sample))


def wanted(clusters: Iterable[Sample], systems: Sequence[System]) -> list[tuple[Sample, System]]:
    """Return what is to be written by whom; a reference only of the clusters that have one.

    Raises:
        InputError: references are asked for, and no cluster has one.
    """
    pairs = [(cluster, system) for cluster in clusters for system in systems]
    found = [
        (cluster, system)
        for cluster, system in pairs
        if system.name != REFERENCE or cluster.references
    ]
    if any(s.name == REFERENCE for s in systems) and all(s.name != REFERENCE for _, s in found):
        raise InputError(f"--system {REFERENCE}: no cluster has a reference")
    return found


async def write_samples(
    clusters: Iterable[Sample],
    systems: Sequence[System],
    settings: Settings,
    *,
    done: frozenset[tuple[str, str]] = frozenset(),
    at_once: int = 2,
    most_cost: float | None = None,
) -> AsyncIterator[Sample]:
    """Yield each cluster as each system writes it, as they are finished; those done are left out.

    A story that is not written, because too little can be proven or something failed, is a sample
    without a text whose ``gold["outcome"]`` says why, and whose usage is what it took all the same.
    Once the stories have cost ``most_cost``, those that failed as well, no new one is begun.
    """
    jobs = (
        (cluster, system)
        for cluster, system in wanted(clusters, systems)
        if (cluster.id, system.name) not in done
    )
    running: set[asyncio.Task[Sample]] = set()
    spent = 0.0
    try:
        while True:
            while len(running) < at_once and (most_cost is None or spent < most_cost):
                job = next(jobs, None)
                if job is None:
                    break
                running.add(asyncio.create_task(written(*job, settings)))
            if not running:
                return
            finished, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                sample = task.result()
                spent += sum(usage.cost or 0.0 for usage in sample.usage.values())
                yield sample
    finally:
        for task in running:
            task.cancel()


async def written(cluster: Sample, system: System, settings: Settings) -> Sample:
    """Return the cluster with the system's story as its text; a failure is an outcome, not an error.

    The sources go by the ids that the story cites them by; of two articles that are the same one
    is left.

    Raises:
        InputError: the reference is asked for, and there is none.
        SettingsError: the system's model or judge cannot be had.
    """
    if system.name == REFERENCE:
        return cited_reference(cluster)
    with closing(open_store("sqlite://")) as store:
        placed = _placed(cluster, store)
        began, meter = monotonic(), Meter()
        try:
            async with _opened(system.model, settings, meter) as model:
                checked = await write_story(
                    Topic(query=cluster.question),
                    store=store,
                    model=model,
                    judge=system.judge,
                    settings=settings,
                )
        except SettingsError:
            raise
        except GroundwoodError as exc:
            gold = {**placed.gold, "outcome": {"status": "failed", "error": str(exc)}}
            told = {"system": system.name, "gold": gold, "usage": meter.usage}
            return placed.model_copy(update=told)
        return _told(placed, system, checked, monotonic() - began)


@asynccontextmanager
async def _opened(name: str, settings: Settings, meter: Meter) -> AsyncIterator[Model | str]:
    """Yield the model of that name, whose calls the meter counts whatever comes of the story."""
    if name == "none":
        yield name
        return
    async with open_model(name, settings, meter=meter) as model:
        yield model


def _placed(cluster: Sample, store: ArticleStore) -> Sample:
    """Put the sources into the store and return the sample with the ids that they have there."""
    told = [source for source in cluster.sources if source.text.strip()]
    if not told:
        return cluster
    ids = store.put([_article(source) for source in told]).ids
    placed = {
        key: source.model_copy(update={"id": key}) for key, source in zip(ids, told, strict=True)
    }
    names = {source.id: key for key, source in zip(ids, told, strict=True)}
    gold = renamed(cluster.gold, names)
    return cluster.model_copy(update={"sources": tuple(placed.values()), "gold": gold})


def _article(source: Source) -> Article:
    return Article.model_validate(
        {
            "title": source.title,
            "text": source.text,
            "url": source.url,
            "source": source.outlet,
            "published_at": source.published_at,
        }
    )


def _told(cluster: Sample, system: System, checked: CheckedStory, seconds: float) -> Sample:
    shared = {"system": system.name, "usage": checked.usage, "seconds": seconds}
    outcome = checked.outcome.model_dump(mode="json")
    gold = {**cluster.gold, "outcome": outcome}
    text = render_json(checked) if checked.story else ""
    return cluster.model_copy(update={**shared, "gold": gold, "text": text})
