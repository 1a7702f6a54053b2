"""``groundwood discover``: new articles grouped into events."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import Store
from groundwood.cli.stories_options import opened

if TYPE_CHECKING:
    from datetime import datetime

    from groundwood.agents.discovery.shelf import Shelf
    from groundwood.nouns.discovery import Discovery
    from groundwood.settings import Settings

Since = Annotated[str, typer.Option(help="Only articles from this date or time on.")]
Fewest = Annotated[
    int, typer.Option(min=1, help="Only new events of at least so many reports; copies count once.")
]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON line an event.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
Vectors = Annotated[
    Path | None,
    typer.Option(
        help="Where rows of known articles are kept; default beside the store's file, else in the cache."
    ),
]


def discover(
    since: Since,
    store: Store = None,
    min_reports: Fewest = 2,
    vectors: Vectors = None,
    json_: JsonLines = False,
    quiet: Quiet = False,
) -> None:
    """Group new articles into events; attach each to a known story or propose a topic.

    Exit codes: 0 done, also where nothing is new, 1 failed, 2 wrong usage.
    """
    from groundwood.cli.discover_table import show
    from groundwood.settings import load_settings

    settings = load_settings(store=store)
    found = _find(settings, _moment(since), vectors)
    events = [one for one in found.events if not one.is_new or len(one.article_ids) >= min_reports]
    if json_:
        for event in events:
            typer.echo(event.model_dump_json())
    elif events:
        show(events)
    if not quiet:
        typer.echo(_summary(found, len(events), min_reports, since), err=True)


def _moment(text: str) -> "datetime":
    from groundwood.errors import SettingsError
    from groundwood.text.dates import parse_date

    moment = parse_date(text)
    if moment is None:
        raise SettingsError(f"--since: {text!r} is no date or time that can be read")
    return moment


def _find(settings: "Settings", since: "datetime", vectors: Path | None) -> "Discovery":
    from groundwood.pipelines.living.reports import require_discovery

    require_discovery("groundwood discover")
    from groundwood.agents.discovery.finder import EventFinder
    from groundwood.agents.discovery.shelf import Shelf
    from groundwood.pipelines.discovery import discover as run
    from groundwood.pipelines.discovery import kept_stories

    file = vectors or vectors_file(settings)
    shelf = Shelf() if file is None else Shelf.load(file)
    before = (len(shelf), shelf.arrival)
    with opened(settings) as store:
        found = run(store, since, kept_stories(store.stories), EventFinder(shelf))
    _keep(shelf, before, file)
    return found


def _keep(shelf: "Shelf", before: tuple[int, int], file: Path | None) -> None:
    if file is not None and (len(shelf), shelf.arrival) != before:
        shelf.save(file)


def vectors_file(settings: "Settings") -> Path | None:
    """Return where the rows of the store's articles are kept; none where the store is in memory.

    That is beside the store's file, or in the cache folder where the store is on a server.
    """
    from groundwood.store.naming import is_postgres, without_password

    url = settings.store
    if is_postgres(url):
        name = hashlib.sha256(without_password(url).encode()).hexdigest()[:16]
        return settings.cache_dir / "vectors" / f"{name}.npz"
    path = url.removeprefix("sqlite://").removeprefix("/")
    return Path(f"{path}.vectors.npz") if path not in ("", ":memory:") else None


def _summary(found: "Discovery", shown: int, fewest: int, since: str) -> str:
    if not found.considered:
        told = f"; {len(found.told)} are told by known stories" if found.told else ""
        return f"nothing new since {since}{told}"
    hidden = len(found.events) - shown
    events = f"{len(found.attached)} of known stories, {len(found.proposed)} new"
    parts = [f"{found.considered} new articles since {since}; events: {events}"]
    if hidden:
        parts.append(f"{hidden} of fewer than {fewest} reports not shown")
    if found.told:
        parts.append(f"{len(found.told)} articles are told already")
    return "; ".join(parts)
