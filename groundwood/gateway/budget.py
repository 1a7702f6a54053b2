"""What a run or a story may spend on model calls."""

import math
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from groundwood.errors import BudgetSpent
from groundwood.gateway.turnstile import Turnstile
from groundwood.nouns import Usage

_UNITS = {"calls": "calls", "tokens": "tokens", "cost": "of cost"}


@dataclass(frozen=True)
class Spend:
    """Calls that the model answered, tokens in and out together, and their cost."""

    calls: float = 0
    tokens: float = 0
    cost: float = 0.0

    def __add__(self, other: "Spend") -> "Spend":
        return Spend(self.calls + other.calls, self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: "Spend") -> "Spend":
        return Spend(self.calls - other.calls, self.tokens - other.tokens, self.cost - other.cost)


NOTHING = Spend()


def spend_of(usage: Usage) -> Spend:
    """Return what the usage counts for in a budget; answers from the cache cost nothing."""
    return Spend(usage.calls, usage.tokens_in + usage.tokens_out, usage.cost or 0.0)


@dataclass
class Hold:
    """What is held for a request under way; ``taken`` is what it took, once that is known."""

    taken: Spend = NOTHING


class Budget:
    """A limit of calls, tokens and cost, over any number of models, event loops and threads.

    Before a request the most that it can take is held; afterwards that is settled for what it took.
    Where the rest is held by requests under way a request waits for them, so that nothing is
    overspent and nothing refused that would have fitted in. (By one thing it can be overspent: the
    tokens of a prompt are an estimate for all but OpenAI's models, if one that is rarely too low.)

    Args:
        name: whose budget it is, for the error: ``the run``.
        calls: answers of the model, repairs included.
        tokens: in and out together, as the server counts them.
        cost: in the currency of the configured prices.
        spent: what was spent before, by a run that is resumed.
    """

    def __init__(
        self,
        name: str = "the run",
        *,
        calls: int | None = None,
        tokens: int | None = None,
        cost: float | None = None,
        spent: Spend = NOTHING,
    ) -> None:
        limits = (calls, tokens, cost)
        self._name = name
        self._limit = Spend(*(math.inf if limit is None else limit for limit in limits))
        self._spent = spent
        self._held = NOTHING
        self._holds = 0
        self._line = Turnstile()

    @property
    def spent(self) -> Spend:
        """What was spent so far, without what is under way."""
        return self._spent

    @property
    def left(self) -> Spend:
        """What is neither spent nor held; infinite where there is no limit."""
        return self._limit - self._spent - self._held

    @property
    def needs_prices(self) -> bool:
        """Whether it limits the cost, so that calls must have a price."""
        return not math.isinf(self._limit.cost)

    def check(self) -> None:
        """Do nothing while something of everything is left.

        Raises:
            BudgetSpent: nothing is; the text says of what.
        """
        for unit in _UNITS:
            if getattr(self._limit - self._spent, unit) <= 0:
                raise self._error(unit, "nothing is left")

    @asynccontextmanager
    async def hold(self, most: Spend) -> AsyncIterator[Hold]:
        """Hold the most that a request can take, and settle it at the end.

        Raises:
            BudgetSpent: so much is not left, also when all requests under way are settled.
        """

        def attempt(_: float) -> float:
            return self._take(most)

        await self._line.enter(attempt, lambda: self._settle(most, NOTHING))
        hold = Hold()
        try:
            yield hold
        finally:
            with self._line.lock:
                self._settle(most, hold.taken)
            self._line.stir()

    def _take(self, most: Spend) -> float:
        left = self.left
        for unit in _UNITS:
            if getattr(most, unit) > getattr(left, unit):
                if self._holds:
                    return math.inf
                need = f"{_shown(getattr(left, unit))} left, up to {_shown(getattr(most, unit))} needed"
                raise self._error(unit, need)
        self._held += most
        self._holds += 1
        return 0.0

    def _settle(self, most: Spend, taken: Spend) -> None:
        self._held -= most
        self._holds -= 1
        self._spent += taken

    def _error(self, unit: str, why: str) -> BudgetSpent:
        limit = _shown(getattr(self._limit, unit))
        return BudgetSpent(f"the budget of {self._name} is spent: {limit} {_UNITS[unit]}, {why}")


@asynccontextmanager
async def holding(budgets: Sequence[Budget], most: Spend) -> AsyncIterator[Hold]:
    """Hold it of every budget, in order; what is taken is settled with each.

    Raises:
        BudgetSpent: one of them has not so much left.
    """
    taken = Hold()
    async with AsyncExitStack() as stack:
        holds = [await stack.enter_async_context(budget.hold(most)) for budget in budgets]
        try:
            yield taken
        finally:
            for hold in holds:
                hold.taken = taken.taken


def _shown(amount: float) -> str:
    """Return the number without an ending that says nothing."""
    return f"{amount:,.4f}".rstrip("0").rstrip(".")
