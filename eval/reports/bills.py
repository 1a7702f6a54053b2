"""What each system cost and how long it took, also for each sentence that its sources support."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.eval.metrics.costs import Latency, latency
from groundwood.eval.reports.walk import Judged
from groundwood.eval.scoring import Scored
from groundwood.eval.values import Value, none, share
from groundwood.nouns import Usage

_NOT_SUPPORTED = "no sentence is supported"


@dataclass
class Bill:
    """The sums of one system.

    ``used``, ``priced`` and ``timed`` count the samples whose model calls, price and seconds are
    known; ``per_cost`` and ``per_second`` the sentences of such samples that are supported.
    """

    system: str
    samples: int = 0
    used: int = 0
    priced: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: float = 0.0
    seconds: list[float] = field(default_factory=list)
    per_cost: int = 0
    per_second: int = 0

    def add(self, story: Scored, supported: int) -> None:
        """Add one sample of the system."""
        self.samples += 1
        sample = story.sample
        if sample.usage:
            usage = sum(sample.usage.values(), Usage())
            self.used += 1
            self.usage += usage
            if usage.cost is not None:
                self.priced += 1
                self.cost += usage.cost
                self.per_cost += supported
        if sample.seconds is not None:
            self.seconds.append(sample.seconds)
            self.per_second += supported

    @property
    def latency(self) -> Latency:
        """The percentiles of the seconds of a sample."""
        return latency(self.seconds)

    def per_sample(self, total: float) -> Value:
        """Return a total of model calls for each sample whose calls are known."""
        return share(total, self.used, "no model call is recorded")

    @property
    def cost_per_sample(self) -> Value:
        """The mean cost, in the currency of the configured price."""
        return share(self.cost, self.priced, "no prices are known")

    @property
    def cost_per_supported(self) -> Value:
        """The cost of each sentence that its own sources support."""
        if not self.priced:
            return none("no prices are known")
        return share(self.cost, self.per_cost, _NOT_SUPPORTED)

    @property
    def seconds_per_supported(self) -> Value:
        """The seconds for each sentence that its own sources support."""
        if not self.seconds:
            return none("nothing was timed")
        return share(sum(self.seconds), self.per_second, _NOT_SUPPORTED)


@dataclass
class Bills:
    """The bills of all systems."""

    _by_system: dict[str, Bill] = field(default_factory=dict)

    def add(self, story: Scored, sentences: Sequence[Judged]) -> None:
        """Add one sample."""
        system = story.sample.system
        bill = self._by_system.setdefault(system, Bill(system))
        bill.add(story, sum(one.is_supported is True for one in sentences))

    def known(self) -> list[Bill]:
        """Return the bills of the systems of which anything is known."""
        return [bill for bill in self._by_system.values() if bill.used or bill.seconds]
