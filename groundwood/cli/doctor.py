"""``groundwood doctor``: what works here, what is missing, and how to get it."""

import json
import platform
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood._version import __version__
from groundwood.cli.options import JudgeUrl
from groundwood.errors import GroundwoodError, ModelError

if TYPE_CHECKING:
    from groundwood.gateway.base import Model
    from groundwood.settings import Settings

PATIENCE = 10.0
"""Seconds in which a judge that is served must answer."""
SENTENCE = "Paper is made of wood."


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

    tell(
        examine(load_settings(store=store, model=model, judge=judge, judge_url=judge_url)),
        as_json=json_,
    )


def tell(found: Iterator[Part], *, as_json: bool) -> None:
    """Print the parts; where one does not work the command ends with exit code 1."""
    parts = list(found)
    if as_json:
        typer.echo(json.dumps({one.name: asdict(one) for one in parts}))
    else:
        for one in parts:
            typer.echo(f"{'ok     ' if one.works else 'MISSING'}  {one.name:<11}{one.detail}")
    if not all(one.works for one in parts):
        raise typer.Exit(1)


def examine(settings: "Settings") -> Iterator[Part]:
    """Yield the parts in the order in which they are needed."""
    yield Part("groundwood", True, f"{__version__} on Python {platform.python_version()}")
    for name, look in _LOOKS.items():
        yield part(name, partial(look, settings))


def part(name: str, look: Callable[[], str]) -> Part:
    """Return the part of this name: it works when the look at it returns what to know."""
    try:
        return Part(name, True, look())
    except GroundwoodError as exc:
        return Part(name, False, str(exc))


def _store(settings: "Settings") -> str:
    from groundwood.store.existing import is_missing, open_existing
    from groundwood.store.naming import shown

    url = shown(settings.store)
    if is_missing(settings.store):
        return f"{url} is not there yet; groundwood ingest makes it"
    with closing(open_existing(settings.store)) as store:
        return f"{url} with {store.count()} articles ({store.database.engine})"


def _model(settings: "Settings") -> str:
    from groundwood.gateway.open import examine_model

    return examine_model(settings.model, settings)


def _tokenizer(settings: "Settings") -> str:
    from groundwood.text.tokens import count_tokens

    return f"o200k_base works without a network ({count_tokens('groundwood')} tokens in the name)"


def _judge(settings: "Settings") -> str:
    from groundwood.agents import load_judge

    hasty = settings.model_copy(update={"deadline": min(settings.deadline, PATIENCE)})
    judge = load_judge(settings.judge, _judging_model(settings), hasty)
    if settings.judge == "http":
        judge.score([(SENTENCE, SENTENCE)])  # what is served says who it is when it answers
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
