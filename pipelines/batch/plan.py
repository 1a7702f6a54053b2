"""The plan of a batch: what is written, by what, up to which price, and where to."""

import hashlib
import string
from datetime import datetime, time
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from groundwood.nouns import Noun, Topic, UtcTime
from groundwood.pipelines.batch.windows import parse_length, parse_window
from groundwood.render import Format
from groundwood.store.naming import shown

PLACES = ("date", "plan", "run", "slug")
"""What may stand in braces in the pattern of the files."""


def _window(text: str) -> str:
    parse_window(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name!r} is no time zone like 'UTC' or 'Europe/Paris'") from None
    return name


def _seconds(value: object) -> object:
    return parse_length(value).total_seconds() if isinstance(value, str) else value


def _pattern(text: str) -> str:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError as exc:
        raise ValueError(f"{text!r}: {exc}") from None
    unknown = [name for name in names if name not in PLACES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        raise ValueError(f"there is no {{{unknown[0]}}}; there are {known}")
    path = PurePosixPath(text)
    if "slug" not in names or path.is_absolute() or ".." in path.parts or text.endswith("/"):
        raise ValueError(f"{text!r} must hold {{slug}} and stay inside the folder")
    return text


WindowText = Annotated[str, AfterValidator(_window)]
Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0)]


class TopicSpec(Noun):
    """One topic of the plan; a window left out is that of the plan."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    query: str = ""
    tags: tuple[str, ...] = ()
    window: WindowText | None = None
    since: UtcTime | None = None
    until: UtcTime | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "TopicSpec":
        if self.window is not None and (self.since or self.until):
            raise ValueError("a topic has either a window, or since and until")
        return self


class ByTag(Noun):
    """A topic for each tag: those named, else those that enough articles of the window bear."""

    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    least: int = Field(default=3, ge=1, description="articles that a tag must have")
    most: int = Field(default=100, ge=1, description="topics, those with most articles first")
    window: WindowText | None = None


class Discovered(Noun):
    """Topics found among the articles of the window."""

    most: int = Field(default=20, ge=1, description="topics")
    window: WindowText | None = None


class Amounts(Noun):
    """What may be spent; none is no limit. ``time`` is wall time in seconds, or ``"2 hours"``."""

    tokens: int | None = Field(default=None, ge=1)
    cost: float | None = Field(default=None, gt=0)
    calls: int | None = Field(default=None, ge=1)
    time: Seconds | None = None

    @property
    def count_calls(self) -> bool:
        """Whether it matters what calls have taken."""
        return any(limit is not None for limit in (self.tokens, self.cost, self.calls))


class BudgetPlan(Noun):
    """What a story and the run may spend, and what is done when it is spent.

    ``degrade`` writes on without a model, from the sources' own sentences; ``stop`` ends the run
    cleanly (a story's own budget: fails the topic).
    """

    story: Amounts = Amounts()
    run: Amounts = Amounts()
    at_end: Literal["degrade", "stop"] = "stop"


class Output(Noun):
    """Where files go: in the folder, under the pattern, one for each format."""

    folder: Path = Path("out")
    path: Annotated[str, AfterValidator(_pattern)] = "{date}/{slug}"
    formats: tuple[Format, ...] = Field(default=("html", "json", "markdown", "text"), min_length=1)


def _open(url: str) -> str:
    """Refuse a password: a plan is kept in the ledger, and handed to other processes."""
    if shown(url) != url:
        raise ValueError("no place for a password: it comes from the environment")
    return url


class Pace(Noun):
    """How much at once. What is left out is found while running, or is the setting's default."""

    stories: int | None = Field(default=None, ge=1, le=4096, description="stories in flight")
    requests: int | None = Field(default=None, ge=1)
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)


class BatchPlan(Noun):
    """A batch. Paths that are not absolute are relative to the plan's folder.

    ``articles`` are files and folders that are read into the store first. ``day_starts`` is when
    the day of a run begins in the time zone, so that a night is one run: a run started at 01:00 with
    ``day_starts = "12:00"`` belongs to the day before. ``attempts`` is how often work on a topic may
    begin (each kill of the process counts) before it has failed. ``patience`` is how long the run
    waits for a model that does not answer before it stops.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")
    store: Annotated[str, AfterValidator(_open)] | None = None
    articles: tuple[Path, ...] = ()
    model: Annotated[str, AfterValidator(_open)] | None = None
    judge: str | None = None
    window: WindowText = "all"
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    day_starts: time = time()
    topics: tuple[TopicSpec, ...] = ()
    by_tag: ByTag | None = None
    discover: Discovered | None = None
    output: Output = Output()
    concurrency: Pace = Pace()
    budget: BudgetPlan = BudgetPlan()
    attempts: int = Field(default=25, ge=1)
    patience: Seconds = 1800.0
    on_finish: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> "BatchPlan":
        seen: set[str] = set()
        for topic in self.topics:
            if topic.slug in seen:
                raise ValueError(f"two topics are called {topic.slug!r}")
            seen.add(topic.slug)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days."""
        return ZoneInfo(self.timezone)

    def date_at(self, moment: datetime) -> str:
        """Return the day (``2024-06-01``) that a run at the moment belongs to."""
        local = moment.astimezone(self.zone)
        ahead = local.replace(tzinfo=None) - datetime.combine(local.date(), self.day_starts)
        day = local.date().toordinal() - (ahead.total_seconds() < 0)
        return str(local.date().fromordinal(day))

    def topic(self, spec: TopicSpec, moment: datetime) -> Topic:
        """Return the topic as it is at the moment."""
        since, until = spec.since, spec.until
        if since is None and until is None:
            since, until = self.span(spec.window, moment)
        return Topic(slug=spec.slug, query=spec.query, tags=spec.tags, since=since, until=until)

    def span(self, window: str | None, moment: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the window's stretch of time at the moment; none is the plan's own window."""
        return parse_window(window or self.window).at(moment, self.zone)

    @property
    def digest(self) -> str:
        """A digest of all that decides what is written; not of how fast, how dear, or where to."""
        deciding = {"name", "model", "judge", "window", "timezone", "topics", "by_tag", "discover"}
        return hashlib.sha256(self.model_dump_json(include=deciding).encode()).hexdigest()
