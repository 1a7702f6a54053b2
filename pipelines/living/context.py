"""Who works on an update, and what it starts from."""

from dataclasses import dataclass, field, fields

from groundwood.nouns import ArticleId
from groundwood.nouns.version import StaleCitation, StoryVersion
from groundwood.pipelines.agents import Agents


@dataclass(frozen=True)
class Updating(Agents):
    """The agents of a story, with the version that is brought up to date.

    ``arrived`` are the articles that came since its evidence was gathered, ``stale`` its citations
    whose article is no longer what was cited, ``number`` is what the new version is called.
    """

    base: StoryVersion = field(kw_only=True)
    number: str = field(kw_only=True)
    arrived: tuple[ArticleId, ...] = ()
    stale: tuple[StaleCitation, ...] = ()

    @property
    def stale_ids(self) -> frozenset[ArticleId]:
        """The cited articles that were changed or withdrawn."""
        return frozenset(one.article_id for one in self.stale)

    @property
    def withdrawn(self) -> frozenset[ArticleId]:
        """The cited articles that were withdrawn."""
        return frozenset(one.article_id for one in self.stale if one.why == "withdrawn")


def updating(
    agents: Agents,
    base: StoryVersion,
    number: str,
    arrived: tuple[ArticleId, ...],
    stale: tuple[StaleCitation, ...],
) -> Updating:
    """Return the agents as those of an update."""
    parts = {part.name: getattr(agents, part.name) for part in fields(Agents)}
    return Updating(**parts, base=base, number=number, arrived=arrived, stale=stale)
