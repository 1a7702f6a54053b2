"""One model and one judge for all stories of a command, opened when the first one needs them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import pytest

from groundwood import ScriptedModel
from groundwood.agents.checker.judges.judge import Judge
from groundwood.errors import SettingsError
from groundwood.gateway.base import Model
from groundwood.nouns import Article, Topic
from groundwood.pipelines.living import hands
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.update import open_updates
from groundwood.settings import Settings
from groundwood.store import Store

Keep = Callable[..., Kept]
SLUGS = ("quake", "second", "third")


class Openings:
    """Counts what is opened and closed."""

    def __init__(self) -> None:
        self.models = self.judges = self.closed = 0

    @asynccontextmanager
    async def model(self, spec: str, settings: Settings) -> AsyncIterator[Model]:
        self.models += 1
        yield ScriptedModel({}, name=spec)
        self.closed += 1


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> Openings:
    counted = Openings()
    load_judge = hands.load_judge

    def judge(*given: object) -> Judge:
        counted.judges += 1
        return load_judge("lexical")

    monkeypatch.setattr(hands, "open_model", counted.model)
    monkeypatch.setattr(hands, "load_judge", judge)
    return counted


def update_all(store: Store, settings: Settings) -> list[str]:
    async def all_of_them() -> list[str]:
        asked = settings.model_copy(update={"model": "openai:some"})
        async with open_updates(store=store, settings=asked) as updates:
            return [(await updates.update(slug)).status for slug in SLUGS]

    return asyncio.run(all_of_them())


def test_several_stories_share_one_model_and_one_judge(
    keep: Keep, store: Store, settings: Settings, openings: Openings, first: Article, copy: Article
) -> None:
    for slug in SLUGS:
        keep(first, topic=Topic(slug=slug))
    store.put([copy])
    assert update_all(store, settings) == ["unchanged"] * 3
    assert (openings.models, openings.judges, openings.closed) == (1, 1, 1)


def test_where_no_judge_can_be_had_no_story_opens_a_model_of_its_own(
    keep: Keep,
    store: Store,
    settings: Settings,
    openings: Openings,
    first: Article,
    copy: Article,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*given: object) -> NoReturn:
        raise SettingsError("there is no such judge")

    async def all_of_them() -> None:
        asked = settings.model_copy(update={"model": "openai:some"})
        async with open_updates(store=store, settings=asked) as updates:
            for slug in SLUGS:
                with pytest.raises(SettingsError, match="there is no such judge"):
                    await updates.update(slug)

    for slug in SLUGS:
        keep(first, topic=Topic(slug=slug))
    store.put([copy])
    monkeypatch.setattr(hands, "load_judge", none)
    asyncio.run(all_of_them())
    assert (openings.models, openings.closed) == (1, 1)


def test_stories_without_news_open_neither(
    keep: Keep, store: Store, settings: Settings, openings: Openings, first: Article
) -> None:
    for slug in SLUGS:
        keep(first, topic=Topic(slug=slug))
    assert update_all(store, settings) == ["unchanged"] * 3
    assert (openings.models, openings.judges) == (0, 0)
