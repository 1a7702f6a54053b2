"""``groundwood write``: a topic in, a checked story out."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

import typer

from groundwood.cli.options import (
    Explain,
    Files,
    Format,
    FormatName,
    JsonEvents,
    JudgeName,
    JudgeUrl,
    Keep,
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
from groundwood.cli.topics import make_topic

if TYPE_CHECKING:
    from groundwood.nouns import Article, CheckedStory, Topic
    from groundwood.pipelines.events import Event
    from groundwood.settings import Settings

ABSTAINED = 4
UNNAMED = "story"


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
    slug: Slug = UNNAMED,
    keep: Keep = False,
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
    from groundwood.cli.output import write_files
    from groundwood.cli.progress import Kind, open_progress, seen_from_outside
    from groundwood.settings import load_settings
    from groundwood.telemetry import about, run_span

    with seen_from_outside(json_):
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
        topic = make_topic(slug, query, tags, since, until)
        work = _keep if keep else _write

        def note(text: str) -> None:
            if text and not quiet and not json_:
                typer.echo(text, err=True)

        given = None if articles is None else _read(articles, note)
        kind: Kind = "none" if quiet else "json" if json_ else "auto"
        with run_span(run_id), about(story=slug), open_progress(kind) as progress:
            checked = asyncio.run(work(topic, given, settings, run_id, progress.show))
        if checked.story is None:
            if not json_:
                typer.echo(f"abstained: {checked.outcome.reason}", err=True)
            raise typer.Exit(ABSTAINED)
        _put(checked, format_, note, explain=explain)
        note(f"Kept as {slug}@v{checked.story.version}" if keep else "")
        if out is not None:
            page = write_files(checked, out, slug)["html"]
            note(f"The page with every source passage: {page}")


def _put(
    checked: "CheckedStory", format_: Format, note: Callable[[str], None], *, explain: bool
) -> None:
    """Print the story, and what the check found: behind it, or in short as a note."""
    from groundwood.cli.explain import explanation, summary
    from groundwood.cli.output import print_story

    print_story(checked, format_)
    if explain:
        typer.echo("\n" + explanation(checked))
    else:
        note(summary(checked))


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


async def _keep(
    topic: "Topic",
    articles: tuple["Article", ...] | None,
    settings: "Settings",
    run_id: str | None,
    show: "Callable[[Event], None]",
) -> "CheckedStory":
    """Write the story as the first version of one that the store keeps."""
    from contextlib import closing

    from groundwood.errors import InputError, SettingsError
    from groundwood.pipelines.living.keep import keep_story
    from groundwood.store.existing import open_existing

    if articles is not None:
        raise SettingsError("--keep: keeps what is written from the store, not from --articles")
    if topic.slug == UNNAMED:
        raise SettingsError("--keep: name the story with --slug")
    with closing(open_existing(settings.store)) as store:
        if store.stories.named(topic.slug) is not None:
            raise InputError(
                f"--keep: there is a story {topic.slug!r} already; "
                f"groundwood update {topic.slug} brings it up to date"
            )
        kept = await keep_story(
            topic, store=store, settings=settings, run_id=run_id, show=show, publish=True
        )
    return kept.checked
