"""Where requests are admitted: what the gateway asks of whoever keeps an endpoint's limits."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from groundwood.gateway.allowance import UNTOLD, Allowance


class Sign(Enum):
    """What a reply says of the server."""

    WELL = "well"
    """It answers, be it with a refusal."""
    LIMITED = "limited"
    """It asks for fewer requests (429)."""
    FAILING = "failing"
    """It breaks, times out, cannot be reached, or answers with something that is no completion."""


@dataclass(frozen=True)
class Reply:
    """What came of a request, as far as it tells of the server's state.

    ``wait`` is how many seconds the server asked to wait, ``cause`` what went wrong, in words that
    may be shown.
    """

    sign: Sign
    wait: float | None = None
    allowance: Allowance = UNTOLD
    cause: str = ""


@dataclass
class Admission:
    """A request that may be sent.

    Whoever sends it sets ``tokens`` to what it took, once that is known, and ``reply`` to what came
    of it; none means that nobody knows (it was cancelled). Whoever admitted it sets ``outage`` when
    it is over: the server as a whole is out, and requests are held back until it answers again, so
    that the failure is not the request's own.
    """

    tokens: int
    reply: Reply | None = field(default=None)
    outage: bool = False


class Admits(Protocol):
    """Keeps the limits of one endpoint: those named by the user, and those learnt from replies.

    `groundwood.gateway.limits.Limits` does it for the event loops and threads of one process;
    another implementation may ask another process. `Reply` and `Admission` can be pickled.
    """

    def admit(self, tokens: int) -> AbstractAsyncContextManager[Admission]:
        """Wait until a request of so many tokens, in and out, may be sent; leave when it is over.

        Raises:
            ModelError: on entering, where no request will be admitted for too long a time.
        """
        ...
