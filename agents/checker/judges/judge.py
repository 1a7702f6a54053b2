"""The socket for entailment judges: pairs of evidence and claim in, calibrated scores out."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, Protocol, TypeVar

from pydantic import Field, ValidationError

from groundwood.errors import InputError
from groundwood.nouns import Noun

T = TypeVar("T")


class Pair(Noun):
    """A claim, and the passages (texts) it is to be judged by."""

    evidence: tuple[str, ...] = Field(min_length=1)
    claim: str = Field(min_length=1)


Given = Pair | tuple[str | Sequence[str], str]
"""A pair, or plainly ``(evidence, claim)``; the evidence is one passage or several."""


class Score(Noun):
    """Probabilities in [0, 1] that the evidence supports, contradicts, or does neither; sum 1.

    ``quote`` is the stretch of the evidence that decides, empty where the judge names none.
    """

    supported: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)
    neutral: float = Field(ge=0, le=1)
    quote: str = ""


class Judge(Protocol):
    """Says how well evidence entails a claim.

    A pair counts as supported when ``score.supported >= threshold``; the threshold is global,
    chosen once on development data, never per data set. ``score`` may be called from any thread,
    with an event loop or without; ``ascore`` is what the checker awaits. Both take what `as_pairs`
    takes, return one score a pair, in order, and raise `GroundwoodError` when a pair cannot be
    judged: a failure is never a score. ``name``, ``version`` and ``threshold`` are those of the
    scores given so far; a judge that is served elsewhere may know them only after the first.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def threshold(self) -> float: ...

    def score(self, pairs: Sequence[Given]) -> list[Score]: ...

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]: ...


def as_pairs(given: Sequence[Given]) -> list[Pair]:
    """Return what was given as pairs, in order.

    Raises:
        InputError: one of them is none; the text names it as ``pairs[index]``.
    """
    return [as_pair(each, f"pairs[{index}]") for index, each in enumerate(given)]


def as_pair(given: Given, place: str = "pair") -> Pair:
    """Return the pair, made from ``(evidence, claim)`` where it is none yet.

    Raises:
        InputError: it is of another form, or evidence or claim hold no text; the text begins with
            the place.
    """
    pair = given if isinstance(given, Pair) else _made(given, place)
    if not pair.claim.strip():
        raise InputError(f"{place}: the claim is empty")
    if not any(passage.strip() for passage in pair.evidence):
        raise InputError(f"{place}: the evidence is empty")
    return pair


def _made(given: Any, place: str) -> Pair:
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise InputError(f"{place}: not (evidence, claim)")
    evidence, claim = given
    passages = (evidence,) if isinstance(evidence, str) else evidence
    try:
        return Pair.model_construct(**_Texts(evidence=passages, claim=claim).model_dump())
    except ValidationError as exc:
        raise InputError(f"{place}: evidence and claim must be texts") from exc


class _Texts(Noun):
    evidence: tuple[str, ...]
    claim: str


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Return what the coroutine returns, also in a thread whose event loop is taken.

    What interrupts the wait for it (Ctrl-C) cancels it.
    """
    context = copy_context()
    begun: Future[Callable[[], object]] = Future()

    async def cancellable() -> T:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None  # this runs in one
        begun.set_result(partial(loop.call_soon_threadsafe, task.cancel))
        return await work

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(context.run, asyncio.run, cancellable())
        try:
            return done.result()
        except KeyboardInterrupt:
            with suppress(RuntimeError):  # it has ended in the meantime
                begun.result()()
            raise
