"""The options that say who does the work of a batch."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from groundwood.pipelines.batch.engine import Engine

EngineKind = Literal["asyncio", "ray"]

EngineName = Annotated[
    EngineKind, typer.Option(help="asyncio: one process; ray: workers on a Ray cluster.")
]
Address = Annotated[
    str | None,
    typer.Option(
        help="With --engine ray: a node of the cluster as host:port, or auto for the one of this "
        "machine; left out, one is started here for this run."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="With --engine ray: how many workers; default one for each CPU."),
]


def chosen_engine(
    kind: EngineKind, address: str | None, workers: int | None, store: str
) -> "Engine":
    """Return the engine for a run on the store at the URL.

    Raises:
        SettingsError: an option belongs to another engine, Ray is not installed, or its workers
            could not share the store.
    """
    from groundwood.errors import SettingsError
    from groundwood.pipelines.batch.engine import AsyncioEngine
    from groundwood.pipelines.scale.engine import RayEngine

    if kind == "ray":
        engine = RayEngine(address, workers, store=store)
        engine.check(store)
        return engine
    for name, value in (("--address", address), ("--workers", workers)):
        if value is not None:
            raise SettingsError(f"{name} is for --engine ray")
    return AsyncioEngine(store=store)
