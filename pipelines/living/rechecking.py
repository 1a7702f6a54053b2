"""A version checked again by the passages that it has kept, whatever the store says now."""

from contextlib import AsyncExitStack, closing

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.facts.splitter import load_splitter
from groundwood.agents.checker.judges.judge import Judge
from groundwood.gateway.base import Model
from groundwood.gateway.usage import Meter
from groundwood.nouns import Article, CheckedStory, Source
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.check import evidence_for, judging_model
from groundwood.settings import Settings, load_settings
from groundwood.store import open_store


async def recheck(
    version: StoryVersion,
    *,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    settings: Settings | None = None,
) -> CheckedStory:
    """Return the version's story with the verdicts of a check by its own kept passages.

    What was not cited is not kept, so differences from uncited sources are not found again.

    Raises:
        GroundwoodError: the judge could not judge.
    """
    settings = settings or load_settings()
    meter = Meter()
    async with AsyncExitStack() as stack:
        store = stack.enter_context(closing(open_store("sqlite://")))
        store.put(map(kept_article, version.checked.sources))
        asked = await judging_model(
            stack, settings.model if model is None else model, settings, meter
        )
        chosen = load_judge(settings.judge if judge is None else judge, asked, settings, meter)
        checker = LayeredChecker(store, chosen, load_splitter(chosen, asked))
        verdicts = await checker.check(version.story, evidence_for(version.story, store))
    return version.checked.model_copy(update={"verdicts": verdicts, "usage": meter.usage})


def kept_article(source: Source) -> Article:
    """Return the article as far as its version keeps it: its cited passages, each at its place."""
    text = ""
    for quoted in sorted(source.passages, key=lambda one: one.passage.start):
        text = text[: quoted.passage.start]
        text += "\n" * (quoted.passage.start - len(text)) + quoted.text
    return Article(
        id=source.article_id,
        digest=source.digest,
        title=source.title,
        text=text or source.title or source.article_id,
        url=source.url,
        source=source.source,
        published_at=source.published_at,
    )
