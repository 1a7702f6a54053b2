"""What a run and each of its stories may spend on model calls, and what they have spent."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from groundwood.errors import BudgetSpent
from groundwood.gateway.base import Answer, Model, Prompt
from groundwood.gateway.budget import Budget, spend_of
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.metering import TaskMeter

_RUN = "the run"
_SELDOM = 5.0
"""Seconds between two notes on a story where no budget counts on them."""

Note = Callable[[Usage], None]
"""Writes down what a story has taken, so that it outlives the process."""


@runtime_checkable
class Payable(Model, Protocol):
    """A model that makes copies which count into a meter and keep budgets."""

    def metered(self, meter: Meter, *budgets: Budget) -> Model:
        """Return a copy that counts into the meter and keeps these budgets besides its own."""
        ...


@dataclass(eq=False)
class Account:
    """What one story takes: ``meter`` counts it, ``model`` is the model as the story may use it.

    ``before`` is what earlier starts took, ``note`` writes down what all have taken, once in ``every``
    so many seconds.
    """

    meter: Meter
    model: Model | None
    before: Usage
    note: Note
    every: float = 0.0
    _noted: int = 0
    _due: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._due = time.monotonic() + self.every

    @property
    def taken(self) -> Usage:
        """What the story has taken so far, by all starts."""
        return sum(self.meter.usage.values(), self.before)

    async def keep(self) -> None:
        """Write down what was taken so far, if that is due; other stories go on meanwhile."""
        if self.taken.calls > self._noted and time.monotonic() >= self._due:
            await asyncio.to_thread(self._write_down)

    def _write_down(self) -> None:
        with self._lock:  # whoever comes last writes down the most
            taken = self.taken
            if taken.calls > self._noted:
                self._noted, self._due = taken.calls, time.monotonic() + self.every
                self.note(taken)

    @property
    def answers(self) -> int:
        """How many of its questions were answered."""
        return sum(usage.calls + usage.cached_calls for usage in self.meter.usage.values())


class AccountMeter(TaskMeter):
    """Counts what is put on a story's account, and has it written down."""

    def __init__(self, account: Account) -> None:
        super().__init__(account.meter)
        self._account = account

    async def keep(self) -> None:
        """Let what was added outlive the process."""
        await self._account.keep()


def _unnoted(_: Usage) -> None:
    """Let nobody write down what is taken."""


_story: ContextVar[Account | None] = ContextVar("account of the story", default=None)


@dataclass(eq=False)
class Purse:
    """The run's budget, and one for each story that is under way. Times in seconds.

    ``before`` is what earlier starts of the run have spent. ``shared`` is the run's budget where it
    is kept elsewhere, for several processes.
    """

    limits: Amounts
    each: Amounts
    before: Usage = field(default_factory=Usage)
    began: float = field(default_factory=time.monotonic)
    refused: str = ""
    shared: Budget | None = None
    _budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        self._budget = self.shared or _budget(_RUN, self.limits, self.before)

    @contextmanager
    def story(
        self, slug: str, opened: Model | None, before: Usage | None = None, note: Note = _unnoted
    ) -> Iterator[Account]:
        """Yield the account that the model calls of this task, and of those it starts, are put on.

        ``before`` is what earlier starts have taken for the story; ``note`` is told after each
        answer, in a thread, what the story has taken by then; seldom, where there is no budget.

        Raises:
            SettingsError: a budget limits the cost, and no prices are configured.
        """
        counts = self.limits.count_calls or self.each.count_calls
        every = 0.0 if counts else _SELDOM
        account = Account(Meter(), opened, before or Usage(), note, every)
        if isinstance(opened, Payable):
            own = _budget(f"story {slug!r}", self.each, before)
            account.model = opened.metered(AccountMeter(account), self._budget, own)
        token = _story.set(account)
        try:
            yield account
        finally:
            account.note = _unnoted  # from here on the ledger has another row of it
            _story.reset(token)

    def spent(self) -> str:
        """Return that nothing is left for the run, in words; nothing where something is."""
        limit = self.limits.time
        if limit is not None and time.monotonic() - self.began >= limit:
            return f"the budget of {_RUN} is spent: {limit:g} s of time"
        try:
            self._budget.check()
        except BudgetSpent as exc:
            return str(exc)
        return self.refused

    def refuse(self, error: BudgetSpent) -> bool:
        """Take note of a call that was not made; return whether it was the run's budget."""
        if str(error).startswith(f"the budget of {_RUN} "):
            self.refused = str(error)
        return bool(self.spent())


def _budget(name: str, limits: Amounts, before: Usage | None = None) -> Budget:
    spent = spend_of(before or Usage())
    return Budget(name, calls=limits.calls, tokens=limits.tokens, cost=limits.cost, spent=spent)


@dataclass(frozen=True)
class StoryModel:
    """The model as whatever story is at work may use it: agents are made once, with this."""

    opened: Model
    purse: Purse

    @property
    def name(self) -> str:
        """How the model was asked for."""
        return self.opened.name

    @property
    def small(self) -> bool:
        """Whether it must write within a grammar."""
        return self.opened.small

    @property
    def context_tokens(self) -> int:
        """The window, in tokens."""
        return self.opened.context_tokens

    def count(self, text: str) -> int:
        """Return how many tokens the text takes."""
        return self.opened.count(text)

    async def complete(self, prompt: Prompt, *, max_tokens: int, grammar: str | None = None) -> str:
        """Return the answer as text, paid by the story and the run.

        Raises:
            BudgetSpent: one of them has not enough left.
        """
        async with self._paid() as model:
            return await model.complete(prompt, max_tokens=max_tokens, grammar=grammar)

    async def answer(
        self,
        prompt: Prompt,
        shape: type[Answer],
        *,
        max_tokens: int,
        context: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return the answer in the shape, paid by the story and the run.

        Raises:
            BudgetSpent: one of them has not enough left.
        """
        async with self._paid() as model:
            return await model.answer(prompt, shape, max_tokens=max_tokens, context=context)

    @asynccontextmanager
    async def _paid(self) -> AsyncIterator[Model]:
        if why := self.purse.spent():
            raise BudgetSpent(why)
        account = _story.get()
        if account is None or account.model is None:
            yield self.opened
            return
        try:
            yield account.model
        finally:
            await account.keep()
