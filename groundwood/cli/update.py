"""``groundwood update``: kept stories, brought up to date."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundwood.cli.options import (
    JudgeName,
    JudgeUrl,
    ModelName,
    NoCache,
    Probe,
    Quiet,
    RunId,
    Since,
    Store,
    Votes,
)
from groundwood.cli.stories_options import Json, opened

if TYPE_CHECKING:
    from groundwood.pipelines.living.keep import Kept
    from groundwood.pipelines.living.update import Updates

FAILED, ABSTAINED = 1, 4

_Stories = Annotated[
    list[str] | None,
    typer.Argument(metavar="STORY...", help="Slugs or uuids; STORY@v0.22 branches from there."),
]
_All = Annotated[bool, typer.Option("--all", help="Every story of the store.")]
_Discover = Annotated[
    bool,
    typer.Option(
        "--discover",
        help="Weigh reports of the same event as well that the story's query and tags do not find.",
    ),
]
_Again = Annotated[
    bool,
    typer.Option(
        "--again", help="Try again what an update abstained on, also where nothing changed."
    ),
]


def update(
    stories: _Stories = None,
    all_: _All = False,
    since: Since = None,
    discover: _Discover = False,
    again: _Again = False,
    store: Store = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    probe: Probe = None,
    run_id: RunId = None,
    no_cache: NoCache = False,
    quiet: Quiet = False,
    json_: Json = False,
) -> None:
    """Bring kept stories up to date with what came in, and with sources that changed.

    Each story ends in one line. Where nothing new is said a story stays as it is, and no model is
    asked; where too little could be proven the last version stays up, and the same is not tried
    again. All stories are written with one model and one judge.

    Exit codes: 0 published or unchanged, 4 one abstained, 1 one failed, 2 wrong usage.
    """
    from groundwood.cli.discover import vectors_file
    from groundwood.cli.topics import moment
    from groundwood.errors import SettingsError
    from groundwood.settings import load_settings
    from groundwood.telemetry import run_span

    if all_ == bool(stories):
        raise SettingsError("update: name stories, or give --all")
    if run_id is not None and (all_ or len(stories or ()) != 1):
        raise SettingsError("--run-id: is for one story at a time")
    settings = load_settings(
        model=model,
        judge=judge,
        judge_url=judge_url,
        votes=votes,
        store=store,
        probe=probe,
        response_cache=False if no_cache else None,
    )
    with opened(settings) as kept, run_span(run_id):
        names = [record.slug for record in kept.stories.records()] if all_ else stories or []
        how = {
            "since": moment("--since", since),
            "discover": "no" if not discover else "all" if all_ else "each",
            "vectors": vectors_file(settings),
            "again": again,
        }
        worker = _Worker(quiet=quiet, json=json_)
        code = asyncio.run(worker.run(names, run_id, store=kept, settings=settings, **how))
    if code:
        raise typer.Exit(code)


class _Worker:
    """Updates one story after the other; a failure of one does not stop the others."""

    def __init__(self, *, quiet: bool, json: bool) -> None:
        self._quiet = quiet
        self._json = json

    async def run(self, names: list[str], run_id: str | None, **options: Any) -> int:
        """Update the stories and return the exit code that tells the truth."""
        from groundwood.pipelines.living.update import open_updates

        async with open_updates(**options) as updates:
            return await self._all(updates, names, run_id)

    async def _all(self, updates: "Updates", names: list[str], run_id: str | None) -> int:
        from groundwood.cli.progress import open_progress
        from groundwood.errors import GroundwoodError

        codes = {0}
        for name in names:
            try:
                with open_progress("none" if self._quiet else "auto") as progress:
                    kept = await updates.update(name, run_id=run_id, show=progress.show)
            except GroundwoodError as exc:
                if len(names) == 1:
                    raise
                typer.echo(f"groundwood: {name}: {exc}", err=True)
                codes.add(FAILED)
                continue
            typer.echo(kept_json(kept) if self._json else kept_line(kept))
            codes.add(ABSTAINED if kept.status == "abstained" else 0)
        return FAILED if FAILED in codes else max(codes)


def kept_line(kept: "Kept") -> str:
    """Return in one line what keeping the story came to."""
    name = f"{kept.slug}@v{kept.version}"
    if kept.made is None:
        return f"{name} {kept.status}: {kept.reason}"
    counts = _counts(kept)
    told = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    parent = kept.made.story.parent
    return f"{name} published{f' (after v{parent})' if parent else ''}: {told or 'first version'}"


def kept_json(kept: "Kept") -> str:
    """Return what keeping the story came to as one line of JSON."""
    import json

    return json.dumps(
        {
            "story": kept.slug,
            "uuid": str(kept.uuid) if kept.uuid else None,
            "status": kept.status,
            "version": kept.version,
            "parent": kept.made.story.parent if kept.made else None,
            "reason": kept.reason,
            "sentences": _counts(kept),
            "usage": kept.total_usage.model_dump(),
        },
        ensure_ascii=False,
    )


def _counts(kept: "Kept") -> dict[str, int]:
    counts = dict.fromkeys(("kept", "rewritten", "added", "retired"), 0)
    for change in kept.made.changes if kept.made else ():
        counts[change.kind] += 1
    return counts
