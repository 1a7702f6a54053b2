"""``groundwood doctor``: what works here, what is missing, and how to get it."""

import json
import platform
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood._version import __version__
from groundwood.cli.options import JudgeUrl
from groundwood.errors import GroundwoodError, ModelError

if TYPE_CHECKING:
    from groundwood.gateway.base import Model
    from groundwood.settings import Settings

_PATIENCE = 10.0
"""Seconds in which a judge that is served must answer."""
_SENTENCE = "Paper is made of wood."


@dataclass(frozen=True)
class Part:
    """One part of the system: whether it works, and what to know or to do."""

    name: str
    works: bool
    detail: str


def doctor(
    store: Annotated[str | None, typer.Option(help="The article store to look at.")] = None,
    model: Annotated[str | None, typer.Option(help="The model to look at.")] = None,
    judge: Annotated[str | None, typer.Option(help="The judge to look at.")] = None,
    judge_url: JudgeUrl = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look at store, model, tokenizer and judge, and say how to get what is missing.

    Exit codes: 0 everything works, 1 something does not.
    """
    from groundwood.settings import load_settings

    parts = list(examine(load_settings(store=store, model=model, judge=judge, judge_url=judge_url)))
    if json_:
        typer.echo(json.dumps({part.name: asdict(part) for part in parts}))
    else:
        for part in parts:
            typer.echo(f"{'ok     ' if part.works else 'MISSING'}  {part.name:<11}{part.detail}")
    if not all(part.works for part in parts):
        raise typer.Exit(1)


def examine(settings: "Settings") -> Iterator[Part]:
    """Yield the parts in the order in which they are needed."""
    yield Part("groundwood", True, f"{__version__} on Python {platform.python_version()}")
    for name, look in _LOOKS.items():
        yield _part(name, look, settings)


def _part(name: str, look: Callable[["Settings"], str], settings: "Settings") -> Part:
    try:
        return Part(name, True, look(settings))
    except GroundwoodError as exc:
        return Part(name, False, str(exc))


def _store(settings: "Settings") -> str:
    from groundwood.store.existing import is_missing, open_existing

    if is_missing(settings.store):
        return f"{settings.store} is not there yet; groundwood ingest makes it"
    store = open_existing(settings.store)
    try:
        return f"{settings.store} with {store.count()} articles (SQLite {sqlite3.sqlite_version})"
    finally:
        store.close()


def _model(settings: "Settings") -> str:
    from groundwood.gateway.open import examine_model

    return examine_model(settings.model, settings)


def _tokenizer(settings: "Settings") -> str:
    from groundwood.text.tokens import count_tokens

    return f"o200k_base works without a network ({count_tokens('groundwood')} tokens in the name)"


def _judge(settings: "Settings") -> str:
    from groundwood.agents import load_judge

    hasty = settings.model_copy(update={"deadline": min(settings.deadline, _PATIENCE)})
    judge = load_judge(settings.judge, _judging_model(settings), hasty)
    if settings.judge == "http":
        judge.score([(_SENTENCE, _SENTENCE)])  # what is served says who it is when it answers
    return f"{judge.name} {judge.version}, threshold {judge.threshold:.3f}"


def _judging_model(settings: "Settings") -> "Model | None":
    """Return the model that the judge may ask, without starting it."""
    if settings.model == "none" or settings.judge not in ("auto", "cascade", "llm"):
        return None
    from groundwood.gateway.open import open_model

    try:
        return open_model(settings.model, settings)
    except ModelError:
        if settings.judge == "auto":  # the line on the model tells
            return None
        raise


_LOOKS: dict[str, Callable[["Settings"], str]] = {
    "store": _store,
    "model": _model,
    "tokenizer": _tokenizer,
    "judge": _judge,
}
