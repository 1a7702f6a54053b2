"""A kept version checked again: by the passages that it kept, or by the articles as they are now."""

from contextlib import AsyncExitStack, closing

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.facts.splitter import load_splitter
from groundwood.agents.checker.judges.judge import Judge
from groundwood.gateway.base import Model
from groundwood.gateway.usage import Meter
from groundwood.ingest.cited import StoreShelf, parse_cited
from groundwood.nouns import Article, CheckedStory, Source
from groundwood.nouns.cited import CheckedText
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.check import check_cited, judging_model
from groundwood.pipelines.living.naming import name_of
from groundwood.render import render_story
from groundwood.settings import Settings, load_settings
from groundwood.store import ArticleStore, open_store


async def check_version(
    version: StoryVersion,
    *,
    current: ArticleStore | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    settings: Settings | None = None,
) -> CheckedText:
    """Check a kept version sentence by sentence, as `check_text` checks a file.

    It is checked by its own kept passages, whatever became of the articles. What was not cited is
    not kept, so differences from uncited sources are not found again.

    Args:
        version: the version; `find_version` finds it by its name.
        current: a store by whose articles it is checked instead, as they are there now: a changed
            one counts with its new text, a withdrawn one is an unknown source.
        model, judge, settings: as for `check_text`.

    Raises:
        GroundwoodError: the store could not be read, or the judge could not judge.
    """
    settings = settings or load_settings()
    meter = Meter()
    async with AsyncExitStack() as stack:
        store = current
        if store is None:
            store = stack.enter_context(closing(open_store("sqlite://")))
            store.put(map(kept_article, version.checked.sources))
        asked = await judging_model(
            stack, settings.model if model is None else model, settings, meter
        )
        chosen = load_judge(settings.judge if judge is None else judge, asked, settings, meter)
        checker = LayeredChecker(store, chosen, load_splitter(chosen, asked))
        by = (
            "by the passages that it kept" if current is None else "by the articles as they are now"
        )
        text = render_story(version.checked, "text")
        cited = parse_cited(text, StoreShelf(store), notes=[f"checked {by}"])
        checked = await check_cited(cited, store, checker, file=name_of(version), meter=meter)
    return checked.model_copy(update={"usage": meter.usage})


async def recheck(
    version: StoryVersion,
    *,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    settings: Settings | None = None,
) -> CheckedStory:
    """Return the version's story with the verdicts that `check_version` gives it.

    Raises:
        GroundwoodError: the judge could not judge.
    """
    told = await check_version(version, model=model, judge=judge, settings=settings)
    verdicts = tuple(check.verdict for check in told.checks)
    return version.checked.model_copy(update={"verdicts": verdicts, "usage": told.usage})


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
