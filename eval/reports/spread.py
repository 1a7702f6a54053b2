"""Which sources a system relies on, over a whole run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.eval.metrics.concentration import Concentration, concentration
from groundwood.eval.picks import digest
from groundwood.eval.reports.walk import Judged
from groundwood.eval.runs import Run
from groundwood.eval.samples import Source
from groundwood.eval.scoring import Scored

MOST = 15
"""So many sources are named."""


@dataclass(frozen=True)
class Reliance:
    """How the citations of one system spread; a source counts once for each sentence citing it."""

    system: str
    citations: int
    given: int
    cited: int
    spread: Concentration


@dataclass(frozen=True)
class Relied:
    """A source, and how many sentences of each system cite it, in the order of the systems."""

    source: Source
    counts: tuple[int, ...]


@dataclass
class Spread:
    """Counts citations by source; a source is known by its address, else by title and text."""

    _counts: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, story: Scored, sentences: Sequence[Judged]) -> None:
        """Count the citations of one sample."""
        counts = self._counts.setdefault(story.sample.system, Counter())
        keys = {source.id: _key(source) for source in story.sample.sources}
        counts.update(dict.fromkeys(keys.values(), 0))
        counts.update(keys[cited] for one in story.marking.sentences for cited in one.sources)

    def reliances(self) -> list[Reliance]:
        """Return how the citations of each system spread."""
        return [
            Reliance(
                system,
                citations=counts.total(),
                given=len(counts),
                cited=sum(count > 0 for count in counts.values()),
                spread=concentration({str(key): count for key, count in counts.items()}),
            )
            for system, counts in self._counts.items()
        ]

    def most_cited(self, run: Run) -> list[Relied]:
        """Return the sources that are cited most; the samples are read once more for their names."""
        together = sum(self._counts.values(), Counter[int]())
        most = [key for key, _ in together.most_common(MOST)]
        named: dict[int, Source] = {}
        for sample in run.samples() if most else ():
            named.update({key: s for s in sample.sources if (key := _key(s)) in most})
        return [
            Relied(named[key], tuple(counts[key] for counts in self._counts.values()))
            for key in most
        ]


def _key(source: Source) -> int:
    return digest(source.url or f"{source.title}\n{source.text}")
