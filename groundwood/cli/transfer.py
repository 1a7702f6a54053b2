"""``groundwood export`` and ``groundwood import``: whole stores to files and back."""

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from groundwood.store.moving import Parts

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file; it is gzip, say store.gz.")]
JsonLine = Annotated[bool, typer.Option("--json", help="Print the counts and hashes as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]


def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; it is gzip, say store.gz.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(help="The store to read; default GROUNDWOOD_STORE.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="URL", help="Fill this empty store, not a file.")
    ] = None,
    json_: JsonLine = False,
    quiet: Quiet = False,
) -> None:
    """Write a whole store into a file, or into another store: articles, stories, batches.

    What is read is of one moment; others may write meanwhile. Exit codes: 0 done, 1 failed, 2 wrong
    usage.
    """
    from groundwood.errors import SettingsError
    from groundwood.settings import load_settings
    from groundwood.store.existing import open_existing
    from groundwood.store.moving import export_store, move_store

    with closing(open_existing(load_settings(store=store).store)) as source:
        if file is not None and to is None:
            parts = export_store(source, file)
        elif file is None and to is not None:
            parts = move_store(source, to)
        else:
            raise SettingsError("export: give a FILE or --to URL, one of them")
    _tell(parts, json_, quiet)


def import_(
    file: File,
    store: Annotated[
        str | None, typer.Option(help="The empty store to fill; default GROUNDWOOD_STORE.")
    ] = None,
    json_: JsonLine = False,
    quiet: Quiet = False,
) -> None:
    """Fill an empty store with what `groundwood export` wrote.

    The file is proven whole before a row is written, and what was written before it is kept: it is
    all there, or nothing is. Exit codes: 0 done, 1 failed, 2 wrong usage.
    """
    from groundwood.settings import load_settings
    from groundwood.store import open_store
    from groundwood.store.moving import check_file, import_store

    check_file(file)  # before a store is made
    with closing(open_store(load_settings(store=store).store)) as target:
        parts = import_store(target, file)
    _tell(parts, json_, quiet)


def _tell(parts: "Parts", json_: bool, quiet: bool) -> None:
    if json_:
        print(json.dumps({name: part.model_dump() for name, part in parts.items()}))
    elif not quiet:
        counts = {name: part.count for name, part in parts.items()}
        print(
            f"{counts['articles']} articles ({counts['retractions']} withdrawn), "
            f"{counts['stories']} stories in {counts['versions']} versions, "
            f"{counts['runs']} batches with {counts['topic_runs']} topics"
        )
