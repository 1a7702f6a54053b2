"""Who works on a story: the agents that enter the graph as its context."""

from dataclasses import dataclass, field

from groundwood.agents.protocols import (
    CitationChecker,
    Disclaimer,
    HeadlineChecker,
    Mediator,
    Prober,
    Retriever,
    Summarizer,
)
from groundwood.store.base import ArticleStore


@dataclass(frozen=True)
class Agents:
    """The agents of one story, and the store that they share.

    ``fallback`` offers source sentences where the summarizer has no better one. Without a
    ``mediator`` no disagreement of the sources is looked for when the story is planned; without
    ``headlines`` a headline is compared with story and sources, and no judge is asked about it;
    without a ``prober`` the checker is not put to the test. To replace an agent:
    ``dataclasses.replace(agents, checker=MyChecker())``.
    """

    store: ArticleStore
    retriever: Retriever
    summarizer: Summarizer
    fallback: Summarizer
    checker: CitationChecker
    disclaimer: Disclaimer
    revisions: int = field(default=2)
    mediator: Mediator | None = None
    headlines: HeadlineChecker | None = None
    prober: Prober | None = None
