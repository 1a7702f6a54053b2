"""``groundwood write``: a topic in, a checked story out."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from groundwood.nouns import Article, CheckedStory, Topic
    from groundwood.pipelines.events import Event
    from groundwood.settings import Settings

ABSTAINED = 4

Format = Literal["text", "markdown", "html", "json"]


def write(
    tags: Annotated[
        str | None, typer.Option(help="Only articles that bear all of these tags: a,b.")
    ] = None,
    query: Annotated[str, typer.Option(help="What the story is to be about, in words.")] = "",
    since: Annotated[
        str | None, typer.Option(help="Only articles from this date or time on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only articles before this date or time.")
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(help="Read these files or folders (- is standard input), not the store."),
    ] = None,
    store: Annotated[
        str | None, typer.Option(help="The article store; default GROUNDWOOD_STORE.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="none, local, local:/path.gguf, openai:NAME or http://host:port/v1#NAME; "
            "default GROUNDWOOD_MODEL, else local."
        ),
    ] = None,
    judge: Annotated[str | None, typer.Option(help="The entailment judge: lexical or llm.")] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="The format on standard output.")
    ] = "text",
    out: Annotated[
        Path | None, typer.Option(help="Also write the story into this folder, in all formats.")
    ] = None,
    slug: Annotated[str, typer.Option(help="The name of the files in --out.")] = "story",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each sentence's finding and what was removed.")
    ] = False,
    run_id: Annotated[
        str | None, typer.Option(help="A name under which a killed run goes on where it was.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask the model again, also where an answer is known.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="Progress as JSON lines on standard error.")
    ] = False,
) -> None:
    """Write a cited story and print it when every citation is proven.

    Exit codes: 0 published, 4 abstained (with the reason), 1 failed, 2 wrong usage.
    """
    from groundwood.cli.explain import checked_line, explanation, ledger_line
    from groundwood.cli.output import print_story, write_files
    from groundwood.cli.progress import open_progress
    from groundwood.settings import load_settings

    settings = load_settings(
        model=model, judge=judge, store=store, response_cache=False if no_cache else None
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
        note(f"{checked_line(checked)}\n{ledger_line(checked)}")
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
