"""By whom stories are written and checked: opened for each story, or once for a whole command."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

from groundwood._version import __version__
from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.summarizer import (
    ExtractiveSummarizer,
    GrammarSummarizer,
    ModelSummarizer,
)
from groundwood.gateway.base import Model
from groundwood.gateway.open import open_model
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.metering import Metered, TaskMeter
from groundwood.pipelines.write import AgentsFactory
from groundwood.settings import Settings, load_settings

DECIDING = (
    "judge_url",
    "votes",
    "cascade_low",
    "cascade_high",
    "context_tokens",
    "evidence_tokens",
    "revisions",
)
"""The settings, beside model and judge, that decide what is written and can be proven."""

_DEFAULT = {ExtractiveSummarizer, GrammarSummarizer, ModelSummarizer, LayeredChecker}
"""What `default_agents` makes."""


@dataclass(frozen=True)
class Hands:
    """The model, the judge and the agents that were asked for, as `write_story` takes them."""

    model: Model | str | None = None
    judge: Judge | str | None = None
    agents: AgentsFactory | Agents | None = None
    settings: Settings | None = None

    @property
    def signature(self) -> str:
        """What tells them from others, which may prove more; nothing is opened for it."""
        settings = self.settings or load_settings()
        model = settings.model if self.model is None else self.model
        judge = settings.judge if self.judge is None else self.judge
        told = [
            __version__,
            model if isinstance(model, str) else model.name,
            judge if isinstance(judge, str) else _kind(judge),
            *(str(getattr(settings, name)) for name in DECIDING),
            *_staff(self.agents),
        ]
        return "\n".join(told)

    async def ready(self) -> dict[str, Any]:
        """Return what `open_job` takes; it opens them for its story."""
        return {
            "model": self.model,
            "judge": self.judge,
            "agents": self.agents,
            "settings": self.settings,
        }


def _staff(agents: AgentsFactory | Agents | None) -> list[str]:
    """Return the agents that are other than the default ones, which model and judge tell."""
    if isinstance(agents, Agents):
        kinds = (type(agents.summarizer), type(agents.checker))
        return [kind.__qualname__ for kind in kinds if kind not in _DEFAULT]
    return [] if agents is None else [getattr(agents, "__qualname__", _kind(agents))]


def _kind(thing: object) -> str:
    return type(thing).__qualname__


@dataclass
class SharedHands:
    """Hands whose model and judge are opened for the first story that needs them, for all.

    An async context manager; at its end they are closed.
    """

    hands: Hands
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _model: Model | Literal["none"] | None = None
    _ready: dict[str, Any] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    @property
    def signature(self) -> str:
        """What tells them from others; see `Hands.signature`."""
        return self.hands.signature

    async def ready(self) -> dict[str, Any]:
        """Return what `open_job` takes, opened.

        Raises:
            GroundwoodError: there is no such model or judge, or it is not there.
        """
        if self._ready is None:
            self._ready = await self._opened()
        return self._ready

    async def _opened(self) -> dict[str, Any]:
        hands = self.hands
        settings = hands.settings or load_settings()
        if self._model is None:  # else no judge could be had for an earlier story
            self._model = await self._model_of(settings)
        model = self._model
        asked = await hands.ready() | {"model": model, "settings": settings}
        if hands.agents is None:
            wanted = settings.judge if hands.judge is None else hands.judge
            asked["judge"] = load_judge(wanted, _counted(model), settings, TaskMeter())
        return asked

    async def _model_of(self, settings: Settings) -> Model | Literal["none"]:
        model = settings.model if self.hands.model is None else self.hands.model
        if model == "none":
            return "none"
        if not isinstance(model, str):
            return model
        return await self._stack.enter_async_context(open_model(model, settings))


def _counted(model: Model | Literal["none"]) -> Model | None:
    """Return the model as one that counts what it takes to the story that is being written."""
    if isinstance(model, str):
        return None
    return model.metered(TaskMeter(model.meter)) if isinstance(model, Metered) else model
