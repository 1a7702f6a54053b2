"""An endpoint's limits and the run's budget as one worker uses them: both are kept in the office."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from groundwood.gateway.admission import Admission, Sign
from groundwood.gateway.budget import Budget, Hold, Spend
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.scale.client import Client
from groundwood.pipelines.scale.slips import MODEL

RUN = "the run"
"""Whose budget it is, as the purse of a batch names it."""


@dataclass(frozen=True)
class SharedLimits:
    """Limits that all workers of a run share; see `groundwood.gateway.admission.Admits`.

    ``endpoint`` is whose they are: the model's, or a served judge's.
    """

    client: Client
    endpoint: str = MODEL

    @property
    def load(self) -> tuple[int, int]:
        """How many requests of this worker are under way, and how many wait."""
        return self.client.waiting(self.endpoint)

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        """Wait until a request of so many tokens may be sent.

        Raises:
            Setback: no request will be admitted for too long a time, or the office is gone.
        """
        async with self.client.stay(tokens=tokens, endpoint=self.endpoint) as stay:
            admission = Admission(tokens)
            try:
                yield admission
            finally:
                stay.leave = replace(stay.leave, tokens=admission.tokens, reply=admission.reply)
        if admission.reply is not None and admission.reply.sign is not Sign.WELL:
            admission.outage = await stay.heard


class SharedBudget(Budget):
    """A budget that all workers of a run share. What it takes is the same as for `Budget`."""

    def __init__(
        self,
        client: Client,
        name: str,
        *,
        calls: int | None = None,
        tokens: int | None = None,
        cost: float | None = None,
    ) -> None:
        super().__init__(name, calls=calls, tokens=tokens, cost=cost)
        self._client = client

    @property
    def spent(self) -> Spend:
        """What the run has spent, as far as this worker has heard."""
        return self._client.spent

    def check(self) -> None:
        """Do nothing while something of everything is left.

        Raises:
            BudgetSpent: nothing is; the text says of what.
        """
        self._spent = self.spent
        super().check()

    @asynccontextmanager
    async def hold(self, most: Spend) -> AsyncIterator[Hold]:
        """Hold the most that a request can take, and settle it at the end.

        Raises:
            BudgetSpent: so much is not left, also when all requests under way are settled.
            Setback: the office is gone.
        """
        async with self._client.stay(most=most) as stay:
            hold = Hold()
            try:
                yield hold
            finally:
                stay.leave = replace(stay.leave, taken=hold.taken)


def limits_of(amounts: Amounts) -> dict[str, Any]:
    """Return the limits as `Budget` takes them; time is not spent by calls."""
    return amounts.model_dump(include={"calls", "tokens", "cost"})


def shared_budget(client: Client, amounts: Amounts) -> SharedBudget | None:
    """Return the run's budget as kept in the office; none where calls cost the run nothing."""
    limits = limits_of(amounts)
    return SharedBudget(client, RUN, **limits) if any(limits.values()) else None
