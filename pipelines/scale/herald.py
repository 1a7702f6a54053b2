"""What a worker does, told to whoever asks from afar."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.stages import Stage
from groundwood.pipelines.events import Event

News = tuple[Stage, TopicRun]


@dataclass(eq=False)
class Herald:
    """A `Watcher` that keeps what it sees until it is asked."""

    _news: list[News] = field(default_factory=list)
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: bool = False

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Keep the stage of a topic."""
        if row is not None:
            self._news.append((stage, row))
            self._called.set()

    def story(self, row: TopicRun, event: Event) -> None:
        """Keep nothing of a single story."""

    def end(self) -> None:
        """Take note that nothing more will happen."""
        self._ended = True
        self._called.set()

    async def news(self) -> Sequence[News] | None:
        """Return what it saw since this was last asked, as soon as there is something; none at last."""
        while not self._news and not self._ended:
            self._called.clear()
            await self._called.wait()
        news, self._news = self._news, []
        return news or None
