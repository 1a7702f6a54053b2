"""What a run's driver, its workers and its office hand each other. All of it can be pickled."""

from dataclasses import dataclass, field

from groundwood.errors import GroundwoodError
from groundwood.gateway.admission import Reply
from groundwood.gateway.budget import NOTHING, Spend

MODEL, JUDGE = "model", "judge"
"""The endpoints whose limits the office keeps: that of the model, and that of a served judge."""


class Lost(GroundwoodError):
    """A worker or the office cannot be reached any more. It never leaves the engine."""


@dataclass(frozen=True)
class Wish:
    """A worker wishes to send a request of so many tokens; with ``most``, to hold it of the budget.

    ``number`` counts up with each wish of the worker, ``endpoint`` is whom the request goes to.
    """

    number: int
    tokens: int = 0
    most: Spend | None = None
    endpoint: str = MODEL


@dataclass(frozen=True)
class Leave:
    """What a wish that was granted came to; see `Admission` and `Hold`."""

    number: int
    tokens: int = 0
    reply: Reply | None = None
    taken: Spend = NOTHING


@dataclass(frozen=True)
class Grant:
    """A wish is granted, or refused for the reason; ``of_budget`` says that it is the budget's."""

    number: int
    refused: str = ""
    of_budget: bool = False


@dataclass(frozen=True)
class Word:
    """What the office says.

    ``spent`` is what the run has spent, ``outages`` are the wishes whose failure was the server's
    as a whole; ``dismissed`` tells a worker that it was given up, and others do its work.
    """

    spent: Spend = NOTHING
    grants: tuple[Grant, ...] = ()
    outages: tuple[int, ...] = ()
    dismissed: bool = False


@dataclass(frozen=True)
class Assignment:
    """What a worker is told; the plan is in the ledger.

    ``store`` is the URL without a password, ``environment`` the settings of the driver's
    environment that are no secrets, ``machine`` the one address that the store can be used from
    (none: from all). ``lane`` is the place that the worker fills as its ``life``-th; ``elapsed`` is
    for how many seconds the run has been under way, ``workers`` how many work on it.
    """

    run_id: str
    digest: str
    lane: str
    store: str
    environment: dict[str, str] = field(default_factory=dict)
    machine: str | None = None
    life: int = 0
    elapsed: float = 0.0
    workers: int = 1


@dataclass(frozen=True)
class Hello:
    """Who a worker is: ``name`` is what the ledger calls it, ``machine`` its address."""

    name: str
    machine: str
    pid: int
    version: str


@dataclass(frozen=True)
class Ended:
    """How a worker's work ended: by itself, since it was to stop, or by an error.

    ``misset`` says that the error is one of the settings, so that trying again does not help.
    """

    reason: str = ""
    error: str = ""
    misset: bool = False
