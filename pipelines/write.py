"""What a user calls: a topic and articles in, a checked story out."""

import asyncio
import concurrent.futures
import contextvars
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.facts.splitter import load_splitter
from groundwood.agents.checker.headline import HeadlineChecker
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.disclaimer import NoticeDisclaimer
from groundwood.agents.mediator import SourceMediator
from groundwood.agents.retriever import HybridRetriever
from groundwood.agents.summarizer import make_summarizer
from groundwood.errors import InputError, SettingsError
from groundwood.gateway.base import Model
from groundwood.gateway.open import open_model
from groundwood.nouns import Article, CheckedStory, Topic
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.metering import Metered, TaskMeter
from groundwood.pipelines.run import Job, run_story
from groundwood.settings import Settings, load_settings
from groundwood.store import ArticleStore
from groundwood.store.existing import open_existing

AgentsFactory = Callable[[ArticleStore, Model | None], Agents]


def default_agents(
    store: ArticleStore,
    model: Model | None = None,
    settings: Settings | None = None,
    judge: Judge | str | None = None,
) -> Agents:
    """Return the agents that write a story from the store, with the model or without one."""
    settings = settings or load_settings()
    chosen = load_judge(settings.judge if judge is None else judge, model, settings, TaskMeter())
    return Agents(
        store=store,
        retriever=HybridRetriever(store=store, budget=settings.evidence_tokens),
        summarizer=make_summarizer(model, store),
        fallback=make_summarizer(None, store),
        checker=LayeredChecker(store, chosen, load_splitter(chosen, model)),
        disclaimer=NoticeDisclaimer(store=store),
        revisions=settings.revisions,
        mediator=SourceMediator(store=store, judge=chosen),
        headlines=HeadlineChecker(store=store, judge=chosen),
    )


@asynccontextmanager
async def open_job(
    topic: Topic | str | None = None,
    articles: Iterable[Article] | None = None,
    *,
    store: ArticleStore | str | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    run_id: str | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[Job]:
    """Yield the job that `write_story` runs; what it opened is closed at the end."""
    settings = settings or load_settings()
    if agents is not None and judge is not None:
        raise SettingsError("judge: the agents that were given bring their own")
    async with AsyncExitStack() as stack:
        source = _articles(stack, articles, store or settings.store)
        writer = await _model(stack, settings.model if model is None else model, settings)
        if agents is None:
            agents = default_agents(source, writer, settings, judge)
        chosen = agents if isinstance(agents, Agents) else agents(source, writer)
        yield Job(
            topic=Topic(query=topic) if isinstance(topic, str) else topic or Topic(),
            agents=_probed(chosen, settings.probe if probe is None else probe, settings),
            model=writer.name if writer else "none",
            run_id=run_id,
            checkpoints=settings.cache_dir / "runs",
        )


async def story_events(
    topic: Topic | str | None = None, articles: Iterable[Article] | None = None, **options: Any
) -> AsyncGenerator[Event]:
    """Write a story as `write_story` does and yield what happens; the last event holds it."""
    async with (
        open_job(topic, articles, **options) as job,
        aclosing(run_story(job)) as events,
    ):
        async for event in events:
            yield event


async def write_story(
    topic: Topic | str | None = None,
    articles: Iterable[Article] | None = None,
    *,
    store: ArticleStore | str | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    run_id: str | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
) -> CheckedStory:
    """Write a cited story and prove every citation.

    Args:
        topic: what to write about; text is a query; left out, the topic is all articles.
        articles: the sources. Left out, they come from the store.
        store: an open store or a URL (``sqlite:///path``); default ``GROUNDWOOD_STORE``.
        model: a model, or its name: ``none``, ``local``, ``local:/path.gguf``, ``openai:NAME``,
            ``http://host:port/v1#NAME``; default ``GROUNDWOOD_MODEL``, else ``local``.
        judge: a `Judge`, or its name, for the default checker; default ``GROUNDWOOD_JUDGE``.
        agents: agents to use in place of the default ones, or a function that makes them from
            the store and the model.
        run_id: a name under which a killed run goes on where it was.
        probe: whether the checker is tested on known-false variants of the story, so that the
            story's ``probe`` tells its detection rate; default ``GROUNDWOOD_PROBE``, else not.
        settings: everything else; default from ``GROUNDWOOD_*`` variables.

    Returns:
        The checked story. Its ``story`` is none when the outcome is ``abstained``.

    Raises:
        GroundwoodError: what stopped the run; an abstention is no error.
    """
    found: CheckedStory | None = None
    async for event in story_events(
        topic,
        articles,
        store=store,
        model=model,
        judge=judge,
        agents=agents,
        run_id=run_id,
        probe=probe,
        settings=settings,
    ):
        found = event.story
    assert found is not None  # the last event always holds the story
    return found


def write_story_sync(*args: Any, **options: Any) -> CheckedStory:
    """Do what `write_story` does, also inside a notebook, whose event loop is taken."""
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        here = contextvars.copy_context()
        return thread.submit(here.run, lambda: asyncio.run(write_story(*args, **options))).result()


def _probed(agents: Agents, wanted: bool, settings: Settings) -> Agents:
    if not wanted:
        return replace(agents, prober=None)
    if agents.prober is not None:
        return agents
    from groundwood.agents.checker.probe import MutationProbe  # loads the rules of falsification

    prober = MutationProbe(agents.store, agents.checker, limit=settings.probe_limit)
    return replace(agents, prober=prober)


def _articles(
    stack: AsyncExitStack,
    articles: Iterable[Article] | None,
    store: ArticleStore | str,
) -> ArticleStore:
    if articles is None and not isinstance(store, str):
        return store
    url = store if articles is None and isinstance(store, str) else "sqlite://"
    opened = open_existing(url)
    stack.callback(opened.close)
    if articles is not None and not opened.put(articles).ids:
        raise InputError("no articles were given")
    return opened


async def _model(stack: AsyncExitStack, model: Model | str, settings: Settings) -> Model | None:
    if model == "none":
        return None
    if not isinstance(model, str):
        return model.metered(TaskMeter(model.meter)) if isinstance(model, Metered) else model
    return await stack.enter_async_context(open_model(model, settings, meter=TaskMeter()))
