"""``groundwood retract``: articles that are withdrawn, and the stories that cite them."""

from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import Quiet, Store
from groundwood.cli.stories_options import open_kept

if TYPE_CHECKING:
    from groundwood.store import Store as OpenStore

_Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID...", help="Ids of articles, as stories cite them.")
]
_Reason = Annotated[str, typer.Option(help="Why; it is kept with the withdrawal.")]
_Undo = Annotated[bool, typer.Option("--undo", help="Take the articles back.")]
_List = Annotated[bool, typer.Option("--list", help="List what is withdrawn.")]


def retract(
    ids: _Ids = None,
    reason: _Reason = "",
    undo: _Undo = False,
    list_: _List = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Withdraw articles: they are as if they were not there, and stories that cite them are marked.

    Published versions stay as they are; ``groundwood update`` repairs each story in its next one.
    """
    from groundwood.errors import SettingsError

    if list_ == bool(ids):
        raise SettingsError("retract: give the ids of articles, or --list")
    with open_kept(store) as kept:
        if list_:
            for line in _listed(kept):
                typer.echo(line)
            return
        done = kept.reinstate(ids or ()) if undo else kept.retract(ids or (), reason)
        told = stale_lines(kept)
    if not quiet:
        typer.echo(_summary(done, undo=undo))
        for line in told:
            typer.echo(line)


def _listed(store: "OpenStore") -> list[str]:
    return [
        f"{one.article_id}  {one.at:%Y-%m-%d %H:%M}  {one.reason}".rstrip()
        for one in store.retractions()
    ]


def _summary(done: list[str], *, undo: bool) -> str:
    what = "taken back" if undo else "withdrawn"
    count = f"{len(done)} article{'s' * (len(done) != 1)}"
    return f"{count} {what}{': ' if done else ''}{', '.join(done)}"


def stale_lines(store: "OpenStore") -> list[str]:
    """Return a line for each story whose newest version cites what changed or was withdrawn."""
    found: dict[str, list[str]] = {}
    for one in store.stories.stale():
        found.setdefault(f"{one.slug}@v{one.version}", []).append(f"{one.article_id} ({one.why})")
    lines = [f"{name} cites {', '.join(those)}" for name, those in found.items()]
    if lines:
        slugs = " ".join(name.split("@")[0] for name in found)
        lines.append(f"groundwood update {slugs} repairs {'it' if len(found) == 1 else 'them'}")
    return lines
