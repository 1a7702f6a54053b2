"""``groundwood split``: a story that has become two."""

import asyncio
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
    from groundwood.nouns import Topic
    from groundwood.nouns.version import StoryVersion
    from groundwood.pipelines.living.keep import Kept
    from groundwood.settings import Settings
    from groundwood.store import Store as OpenStore

ABSTAINED = 4

_Slug = Annotated[str, typer.Option(help="What the new story is called.")]
_Articles = Annotated[
    str | None, typer.Option("--articles", help="The ids of the articles that it is about: a,b.")
]


def split(
    story: StoryName,
    slug: _Slug,
    articles: _Articles = None,
    tags: Tags = None,
    query: Query = "",
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
    articles are parted by their words, and the later event gets the new story. The old story stays
    as it is.

    Exit codes: 0 published, 4 abstained, 1 failed, 2 wrong usage.
    """
    from groundwood.cli.update import kept_json, kept_line
    from groundwood.pipelines.living.keep import settle, story_lock
    from groundwood.pipelines.living.naming import find_version
    from groundwood.settings import load_settings

    settings = load_settings(
        store=store, model=model, judge=judge, judge_url=judge_url, votes=votes
    )
    with opened(settings) as kept_store, story_lock(kept_store, slug):
        base = find_version(kept_store, story)
        topic, ids = _about(kept_store, base, slug, articles, tags, query)
        kept = asyncio.run(_split(kept_store, base, topic, ids, settings, run_id, quiet=quiet))
        settle(kept, kept_store)
    if kept.made is None:
        typer.echo(f"abstained: {kept.reason}", err=True)
        raise typer.Exit(ABSTAINED)
    typer.echo(kept_json(kept) if json_ else kept_line(kept))


def _about(
    store: "OpenStore",
    base: "StoryVersion",
    slug: str,
    articles: str | None,
    tags: str | None,
    query: str,
) -> "tuple[Topic, list[str]]":
    """Return the topic of the new story, and its articles where they are named or parted."""
    from groundwood.cli.topics import make_topic
    from groundwood.pipelines.living.splitting import material, naming_query, two_groups

    ids = [key.strip() for key in (articles or "").split(",") if key.strip()]
    if not ids and not tags and not query:
        first, second = two_groups(material(store, base))
        ids = [article.id for article in second]
        query = naming_query(second, first)
    elif ids and not query:
        chosen = list(store.get(ids).values())
        others = [a for a in material(store, base) if a.id not in ids]
        query = naming_query(chosen, others) if chosen else ""
    return make_topic(slug, query, tags, None, None), ids


async def _split(
    store: "OpenStore",
    base: "StoryVersion",
    topic: "Topic",
    ids: list[str],
    settings: "Settings",
    run_id: str | None,
    *,
    quiet: bool,
) -> "Kept":
    from groundwood.cli.progress import open_progress
    from groundwood.pipelines.living.keep import Options
    from groundwood.pipelines.living.splitting import split_story

    with open_progress("none" if quiet else "auto") as progress:
        given = {"settings": settings, "run_id": run_id}
        options = Options(store=store, show=progress.show, given=given)
        return await split_story(base, topic, options, ids)
