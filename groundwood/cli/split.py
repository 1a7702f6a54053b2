"""``groundwood split``: a story that has become two."""

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import (
    JudgeName,
    JudgeUrl,
    ModelName,
    Query,
    Quiet,
    RunId,
    Store,
    Tags,
    Votes,
)
from groundwood.cli.stories_options import Json, StoryName, opened

if TYPE_CHECKING:
    from groundwood.agents.discovery.halving import Halves
    from groundwood.nouns import Topic
    from groundwood.nouns.version import StoryVersion
    from groundwood.pipelines.living.keep import Kept
    from groundwood.pipelines.living.splitting import Split
    from groundwood.settings import Settings
    from groundwood.store import Store as OpenStore

ABSTAINED = 4

_Slug = Annotated[str, typer.Option(help="What the new story is called.")]
_Articles = Annotated[
    str | None, typer.Option("--articles", help="The ids of the articles that it is about: a,b.")
]
_Trim = Annotated[
    bool,
    typer.Option(
        "--trim",
        help="Also make a version of the old story without what rests on those articles alone.",
    ),
]


def split(
    story: StoryName,
    slug: _Slug,
    articles: _Articles = None,
    tags: Tags = None,
    query: Query = "",
    trim: _Trim = False,
    store: Store = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    run_id: RunId = None,
    quiet: Quiet = False,
    json_: Json = False,
) -> None:
    """Give one of the two events that a story has become a story of its own.

    What the new one is about is said by --articles, --tags or --query; without any of them the
    articles are parted in two as groundwood discover groups them, and the event that began later
    gets the new story. The old story stays as it is, unless --trim is given: then both are
    published, or neither.

    Exit codes: 0 published, 4 abstained, 1 failed, 2 wrong usage.
    """
    from groundwood.pipelines.living.keep import story_lock
    from groundwood.pipelines.living.naming import find_version
    from groundwood.pipelines.living.splitting import settle_split
    from groundwood.settings import load_settings

    settings = load_settings(
        store=store, model=model, judge=judge, judge_url=judge_url, votes=votes
    )
    with opened(settings) as kept_store, ExitStack() as locks:
        locks.enter_context(story_lock(kept_store, slug))
        if trim and (old := find_version(kept_store, story).slug) != slug:
            locks.enter_context(story_lock(kept_store, old))
        base = find_version(kept_store, story)
        topic, ids = _about(kept_store, base, slug, articles, tags, query, quiet=quiet)
        done = asyncio.run(
            _split(kept_store, base, topic, ids, settings, run_id, trim=trim, quiet=quiet)
        )
        settle_split(done, kept_store)
    _tell(done, json=json_)


def _tell(split: "Split", *, json: bool) -> None:
    from groundwood.cli.update import kept_json, kept_line

    for kept in split:
        if kept is not None and kept.status == "abstained":
            typer.echo(f"abstained: {_abstained(split, kept)}", err=True)
            raise typer.Exit(ABSTAINED)
    for kept in split:
        if kept is not None:
            typer.echo(kept_json(kept) if json else kept_line(kept))


def _abstained(split: "Split", kept: "Kept") -> str:
    if kept is split.new:
        return kept.reason
    return f"{kept.slug} could not be trimmed, and nothing is published: {kept.reason}"


def _about(
    store: "OpenStore",
    base: "StoryVersion",
    slug: str,
    articles: str | None,
    tags: str | None,
    query: str,
    *,
    quiet: bool,
) -> "tuple[Topic, list[str]]":
    """Return the topic of the new story, and its articles where they are named or parted."""
    from groundwood.cli.topics import make_topic
    from groundwood.pipelines.living.splitting import material, naming_query, two_groups

    ids = [key.strip() for key in (articles or "").split(",") if key.strip()]
    if not ids and not tags and not query:
        parted = two_groups(material(store, base))
        if not quiet:
            typer.echo(_parted(parted), err=True)
        ids = [article.id for article in parted.second]
        query = naming_query(parted.second, parted.first)
    elif ids and not query:
        chosen = list(store.get(ids).values())
        others = [a for a in material(store, base) if a.id not in ids]
        query = naming_query(chosen, others) if chosen else ""
    return make_topic(slug, query, tags, None, None), ids


def _parted(parted: "Halves") -> str:
    counts = f"{len(parted.first)} and {len(parted.second)} articles"
    found = "one event" if parted.is_one else "two events"
    return (
        f"parted into {counts}; mean likeness between them {parted.between:.2f}: "
        f"{found} (line at {parted.line})"
    )


async def _split(
    store: "OpenStore",
    base: "StoryVersion",
    topic: "Topic",
    ids: list[str],
    settings: "Settings",
    run_id: str | None,
    *,
    trim: bool,
    quiet: bool,
) -> "Split":
    from groundwood.cli.progress import open_progress
    from groundwood.pipelines.living.hands import Hands, SharedHands
    from groundwood.pipelines.living.keep import Options
    from groundwood.pipelines.living.splitting import split_story

    with open_progress("none" if quiet else "auto") as progress:
        async with SharedHands(Hands(settings=settings)) as hands:
            options = Options(store=store, hands=hands, run_id=run_id, show=progress.show)
            return await split_story(base, topic, options, ids, trim=trim)
