"""Who works on an update, and what it starts from."""

from dataclasses import dataclass, field, fields

from groundwood.nouns import ArticleId
from groundwood.nouns.version import StaleCitation, StoryVersion
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.living.work import Departed, Work


@dataclass(frozen=True)
class Updating(Agents):
    """The agents of a story, with the version that is brought up to date, and what there is to do."""

    base: StoryVersion = field(kw_only=True)
    work: Work = field(kw_only=True)

    @property
    def number(self) -> str:
        """What the new version is called."""
        return self.work.number

    @property
    def arrived(self) -> tuple[ArticleId, ...]:
        """The articles that came since the version's evidence was gathered."""
        return self.work.arrived

    @property
    def stale(self) -> tuple[StaleCitation, ...]:
        """The version's citations whose article is no longer what was cited."""
        return self.work.stale

    @property
    def departed(self) -> Departed:
        """The articles that were given to a story of their own."""
        return self.work.departed

    @property
    def staying_ids(self) -> tuple[ArticleId, ...]:
        """The cited articles, without those that only sentences rest on which go with them."""
        stay = (s for s in self.base.story.sentences if not self.departed.takes(s.article_ids))
        return tuple(dict.fromkeys(key for sentence in stay for key in sentence.article_ids))

    @property
    def stale_ids(self) -> frozenset[ArticleId]:
        """The cited articles that were changed or withdrawn."""
        return frozenset(one.article_id for one in self.stale)

    @property
    def withdrawn(self) -> frozenset[ArticleId]:
        """The cited articles that were withdrawn."""
        return frozenset(one.article_id for one in self.stale if one.why == "withdrawn")


def updating(agents: Agents, base: StoryVersion, work: Work) -> Updating:
    """Return the agents as those of an update."""
    parts = {part.name: getattr(agents, part.name) for part in fields(Agents)}
    return Updating(**parts, base=base, work=work)
