"""``groundwood stories``, ``tree`` and ``show``: what the store keeps of stories."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import (
    Explain,
    FormatName,
    JudgeName,
    JudgeUrl,
    ModelName,
    Out,
    Quiet,
    Store,
    Votes,
)
from groundwood.cli.stories_options import Json, StoryName, open_kept, opened

if TYPE_CHECKING:
    from groundwood.nouns import CheckedStory
    from groundwood.nouns.version import StaleCitation, VersionRecord
    from groundwood.store import Store as OpenStore

REFUSED = 5

_Recheck = Annotated[
    bool,
    typer.Option(
        "--recheck", help="Check the version again by its own kept passages, not by the store."
    ),
]


def stories(store: Store = None, json_: Json = False) -> None:
    """List the stories that are kept, and mark those whose sources have changed."""
    with open_kept(store) as kept:
        records = kept.stories.records()
        stale = kept.stories.stale()
    for record in records:
        marks = [one for one in stale if one.uuid == record.uuid]
        if json_:
            row = {**record.model_dump(mode="json"), "stale": _rows(marks)}
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo(
                f"{record.slug}  v{record.version}  {record.updated_at:%Y-%m-%d %H:%M}  "
                f"{record.title}{stale_mark(marks)}"
            )
    if not records:
        typer.echo("No story is kept yet; groundwood write --keep --slug NAME keeps one.", err=True)


def tree(story: StoryName, store: Store = None, json_: Json = False) -> None:
    """Draw the versions of a story as a tree, and mark its newest one when sources have changed."""
    from groundwood.cli.version_tree import draw_tree
    from groundwood.pipelines.living.naming import parse_name

    with open_kept(store) as kept:
        uuid = kept.stories.resolve(parse_name(story).story)
        records = [_with_origin(kept, one) for one in kept.stories.versions(uuid)]
        stale = kept.stories.stale(uuid)
        newest = kept.stories.get(uuid)
    if json_:
        for record in records:
            marks = stale if record is records[-1] else []
            row = {**record.model_dump(mode="json"), "stale": _rows(marks)}
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    slug = newest.slug if newest else story
    typer.echo(f"{slug}  {uuid}{stale_mark(stale)}\n{draw_tree(records)}")


def _with_origin(store: "OpenStore", record: "VersionRecord") -> "VersionRecord":
    """Return the record with the slug of the story that it was split off, where that is there."""
    from groundwood.errors import InputError
    from groundwood.pipelines.living.naming import find_version, name_of

    if record.origin is None:
        return record
    try:
        return record.model_copy(update={"origin": name_of(find_version(store, record.origin))})
    except InputError:
        return record


def show(
    story: StoryName,
    format_: FormatName = "text",
    explain: Explain = False,
    recheck: _Recheck = False,
    out: Out = None,
    store: Store = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    quiet: Quiet = False,
) -> None:
    """Print a version of a story as it was published.

    Exit codes: 0 printed, 5 --recheck refused a sentence, 1 failed, 2 wrong usage.
    """
    from groundwood.cli.explain import checked_line, explanation
    from groundwood.cli.output import print_story
    from groundwood.pipelines.living.naming import find_version
    from groundwood.pipelines.living.rechecking import recheck as check_again
    from groundwood.settings import load_settings

    settings = load_settings(
        store=store, model=model, judge=judge, judge_url=judge_url, votes=votes
    )
    with opened(settings) as kept:
        version = find_version(kept, story)
    checked = version.checked
    if recheck:
        checked = asyncio.run(check_again(version, settings=settings))
    print_story(checked, format_)
    if explain:
        typer.echo("\n" + explanation(checked))
    elif recheck and not quiet:
        typer.echo(checked_line(checked), err=True)
    if out is not None:
        _write(checked, out, version.slug, quiet=quiet)
    if recheck:
        _refuse(checked)


def _write(checked: "CheckedStory", out: Path, slug: str, *, quiet: bool) -> None:
    from groundwood.cli.output import write_files

    page = write_files(checked, out, slug)["html"]
    if not quiet:
        typer.echo(f"The page with every source passage: {page}", err=True)


def _refuse(checked: "CheckedStory") -> None:
    """End with the exit code of refused sentences, each named, if there are any."""
    refused = [verdict for verdict in checked.verdicts if not verdict.finding.may_be_published]
    for verdict in refused:
        place = f"{verdict.paragraph + 1}.{verdict.sentence + 1}"
        typer.echo(f"{place} {verdict.finding}: {verdict.text} ({verdict.reason})", err=True)
    if refused:
        raise typer.Exit(REFUSED)


def stale_mark(marks: "Iterable[StaleCitation]") -> str:
    """Return in brackets which cited articles are no longer what was cited; nothing if none is."""
    told = ", ".join(f"{one.article_id} {one.why}" for one in marks)
    return f"  [stale: {told}]" if told else ""


def _rows(marks: "Iterable[StaleCitation]") -> list[dict[str, str]]:
    return [{"article": one.article_id, "why": one.why} for one in marks]
