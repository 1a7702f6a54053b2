"""``groundwood write``: a topic in, a checked story out."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

import typer

from groundwood.cli.options import (
    Explain,
    Files,
    FormatName,
    JsonEvents,
    JudgeName,
    JudgeUrl,
    ModelName,
    NoCache,
    Out,
    Probe,
    ProbeLimit,
    Query,
    Quiet,
    RunId,
    Since,
    Slug,
    Store,
    Tags,
    Until,
    Votes,
)

if TYPE_CHECKING:
    from datetime import datetime

    from groundwood.nouns import Article, CheckedStory, Topic
    from groundwood.pipelines.events import Event
    from groundwood.settings import Settings

ABSTAINED = 4


def write(
    tags: Tags = None,
    query: Query = "",
    since: Since = None,
    until: Until = None,
    articles: Files = None,
    store: Store = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    format_: FormatName = "text",
    out: Out = None,
    slug: Slug = "story",
    explain: Explain = False,
    probe: Probe = None,
    probe_limit: ProbeLimit = None,
    run_id: RunId = None,
    no_cache: NoCache = False,
    quiet: Quiet = False,
    json_: JsonEvents = False,
) -> None:
    """Write a cited story and print it when every citation is proven.

    Exit codes: 0 published, 4 abstained (with the reason), 1 failed, 2 wrong usage.
    """
    from groundwood.cli.explain import explanation, summary
    from groundwood.cli.output import print_story, write_files
    from groundwood.cli.progress import open_progress
    from groundwood.settings import load_settings

    settings = load_settings(
        model=model,
        judge=judge,
        judge_url=judge_url,
        votes=votes,
        store=store,
        probe=probe,
        probe_limit=probe_limit,
        response_cache=False if no_cache else None,
    )
    topic = _topic(slug, query, tags, since, until)

    def note(text: str) -> None:
        if not quiet and not json_:
            typer.echo(text, err=True)

    given = None if articles is None else _read(articles, note)
    with open_progress("none" if quiet else "json" if json_ else "auto") as progress:
        checked = asyncio.run(_write(topic, given, settings, run_id, progress.show))
    if checked.story is None:
        if not json_:
            typer.echo(f"abstained: {checked.outcome.reason}", err=True)
        raise typer.Exit(ABSTAINED)
    print_story(checked, format_)
    if explain:
        typer.echo("\n" + explanation(checked))
    else:
        note(summary(checked))
    if out is not None:
        page = write_files(checked, out, slug)["html"]
        note(f"The page with every source passage: {page}")


def _topic(
    slug: str, query: str, tags: str | None, since: str | None, until: str | None
) -> "Topic":
    from pydantic import ValidationError

    from groundwood.errors import SettingsError
    from groundwood.nouns import Topic

    try:
        return Topic(
            slug=slug,
            query=query,
            tags=tuple((tags or "").split(",")),
            since=_moment("--since", since),
            until=_moment("--until", until),
        )
    except ValidationError as exc:
        error = exc.errors()[0]
        raise SettingsError(f"--{error['loc'][0]}: {error['msg'].lower()}") from exc


def _moment(option: str, text: str | None) -> "datetime | None":
    from groundwood.errors import SettingsError
    from groundwood.text.dates import parse_date

    if text is None:
        return None
    moment = parse_date(text)
    if moment is None:
        raise SettingsError(f"{option}: {text!r} is no date or time that can be read")
    return moment


def _read(paths: list[str], note: Callable[[str], None]) -> tuple["Article", ...]:
    from groundwood.ingest import read_articles

    result = read_articles(paths)
    counts = {"rejected": len(result.rejected), "warnings": len(result.warnings)}
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    if told:
        reasons = [(event.file, event.line, event.reason) for event in result.rejected]
        reasons += [(event.file, event.line, event.text) for event in result.warnings]
        file, line, why = reasons[0]
        place = f"{file}:{line}" if line else file
        note(f"{len(result)} articles read, {told}; the first: {place}: {why}")
    return result.articles


async def _write(
    topic: "Topic",
    articles: tuple["Article", ...] | None,
    settings: "Settings",
    run_id: str | None,
    show: "Callable[[Event], None]",
) -> "CheckedStory":
    from groundwood.pipelines.write import story_events

    async with aclosing(story_events(topic, articles, settings=settings, run_id=run_id)) as events:
        async for event in events:
            show(event)
            result = event.story
    assert result is not None  # the last event always holds the story
    return result
