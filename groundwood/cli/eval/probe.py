"""``groundwood eval probe``: do stories rely on the sources that they cite?"""

import asyncio
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import Clusters, Json, Most
from groundwood.cli.options import ResultsOnly

if TYPE_CHECKING:
    from groundwood.eval.causal import Reliance
    from groundwood.eval.values import Value

_System = Annotated[
    str | None,
    typer.Option(help="Who writes: MODEL or MODEL/JUDGE; default: that of the settings."),
]
_Sources = Annotated[
    int, typer.Option(min=1, help="So many cited sources of each cluster are taken away in turn.")
]


def probe(
    clusters: Clusters,
    system: _System = None,
    most: Most = None,
    sources: _Sources = 3,
    json_: Json = False,
    quiet: ResultsOnly = False,
) -> None:
    """Take a cited source away, write again, and see whether its sentences change.

    As a control a source is taken away that the same sentences do not cite.
    """
    from groundwood.cli.eval.progress import counting
    from groundwood.settings import load_settings

    name = system or load_settings().model
    with counting("sources taken away", quiet=quiet) as progress:
        found = asyncio.run(_probe(clusters, name, most, sources, progress))
    if json_:
        typer.echo(found.model_dump_json(indent=1))
        return
    tested = sum(one.tested for one in found.ablations if one.is_cited)
    typer.echo(f"{name}: {tested} sentences looked at")
    typer.echo(f"changed without the source that they cite      {_told(found.raw)}")
    typer.echo(f"changed without another source (control)       {_told(found.control)}")
    typer.echo(f"difference: what they owe to the cited source  {_told(found.net)}")


async def _probe(
    clusters: Path,
    name: str,
    most: int | None,
    sources: int,
    progress: Callable[[int], None],
) -> "Reliance":
    from groundwood.eval.causal import ablations, reliance
    from groundwood.eval.writing import System, read_clusters
    from groundwood.settings import load_settings

    found = []
    for cluster in islice(read_clusters(clusters), most):
        async for one in ablations(cluster, System(name), load_settings(), most=sources):
            found.append(one)
            progress(len(found))
    return reliance(found)


def _told(value: "Value") -> str:
    return value.reason if value.number is None else f"{value.number:.3f}"
