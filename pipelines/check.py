"""What a user calls to check a cited text: a file and articles in, one finding a sentence out."""

import re
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.facts.splitter import load_splitter
from groundwood.agents.checker.headline import headline_problem
from groundwood.agents.checker.judges.judge import Judge, run_to_end
from groundwood.agents.checker.passages import citation
from groundwood.agents.protocols import CitationChecker
from groundwood.agents.retriever.duplicates import collapse
from groundwood.errors import InputError
from groundwood.gateway.base import Model
from groundwood.gateway.open import open_model
from groundwood.gateway.usage import Meter
from groundwood.ingest.cited import FileShelf, HowMuch, Shelf, StoreShelf, read_cited
from groundwood.ingest.files import shown
from groundwood.nouns import (
    Article,
    ArticleId,
    Citation,
    Evidence,
    Finding,
    Hit,
    Paragraph,
    Passage,
    Sentence,
    Story,
    Topic,
    Verdict,
)
from groundwood.nouns.article import SHORT
from groundwood.nouns.cited import Check, CheckedText, CitedSource, CitedText, stand_in
from groundwood.pipelines.clock import now
from groundwood.pipelines.sources import sources_of
from groundwood.pipelines.watching import check_at_work
from groundwood.settings import Settings, load_settings
from groundwood.store import ArticleStore, open_store
from groundwood.store.existing import open_existing

CANDIDATES = 3
"""So many articles that share a sentence's words are looked at beside those that it cites."""
SHOWN_ENTRY = 80

_ID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8,64}(?![0-9a-z])")


async def check_text(
    path: str | Path,
    articles: Iterable[Article] | None = None,
    *,
    store: ArticleStore | str | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    covers: HowMuch = "auto",
    settings: Settings | None = None,
) -> CheckedText:
    """Check the cited text of a file (``-`` is standard input) sentence by sentence.

    Args:
        path: plain text or Markdown with markers, or a story of ours as text, Markdown or JSON.
        articles: what it may cite, in the order of their file. Left out, they are the store's.
        store: an open store or its URL; default ``GROUNDWOOD_STORE``.
        model: what a judge may ask, or its name; the small ``local`` one is never asked.
        judge: a judge or its name; default ``GROUNDWOOD_JUDGE``.
        covers: what a marker covers: its ``sentence``, the ``run`` of sentences that it ends, or the
            ``paragraph`` that it ends.
        settings: everything else; default from ``GROUNDWOOD_*`` variables.

    Raises:
        InputError: the file cannot be read or holds no sentence; the text names it.
        GroundwoodError: the store could not be opened, or the judge could not judge.
    """
    settings = settings or load_settings()
    async with AsyncExitStack() as stack:
        opened, shelf = _open(stack, articles, store or settings.store)
        cited = read_cited(path, shelf, covers=covers)
        meter = Meter()
        asked = await judging_model(
            stack, settings.model if model is None else model, settings, meter
        )
        chosen = load_judge(settings.judge if judge is None else judge, asked, settings, meter)
        checker = LayeredChecker(opened, chosen, load_splitter(chosen, asked))
        checked = await check_cited(cited, opened, checker, file=shown(Path(path)), meter=meter)
        return checked.model_copy(update={"usage": meter.usage})


def check_text_sync(*args: Any, **options: Any) -> CheckedText:
    """Do what `check_text` does, also inside a notebook, whose event loop is taken."""
    return run_to_end(check_text(*args, **options))


async def check_cited(
    cited: CitedText,
    store: ArticleStore,
    checker: CitationChecker,
    *,
    file: str = "",
    meter: Meter | None = None,
) -> CheckedText:
    """Return the cited text with one check a sentence, made by the checker with the store.

    A sentence without a marker is *uncited*, one with a marker that stands for no article of
    *unknown source*, whatever else there is to say of it. The check has a span; ``meter`` is what
    the checker's judge counts into, so that the span can tell it.
    """
    with check_at_work(meter or Meter()) as watch:
        return watch.result(await _checked(cited, store, checker, file))


async def _checked(
    cited: CitedText, store: ArticleStore, checker: CitationChecker, file: str
) -> CheckedText:
    story = cited.story(now())
    evidence = evidence_for(story, store)
    verdicts = await checker.check(story, evidence)
    known = store.get(story.article_ids)
    checks = tuple(
        Check(verdict=told, nearest=_nearest(told, sentence, known))
        for verdict, sentence, labels in zip(
            verdicts, story.sentences, (s.labels for s in cited.sentences), strict=True
        )
        for told in [_named(verdict, labels, cited.sources)]
    )
    proof = _quoted(story, checks, known)
    return CheckedText(
        file=file,
        cited=cited,
        checks=checks,
        headline=_headline(story, known),
        sources=sources_of(proof, evidence, store),
    )


def evidence_for(story: Story, store: ArticleStore) -> Evidence:
    """Return what the story cites, and what else of the store shares words with its sentences."""
    ids = dict.fromkeys(story.article_ids)
    for sentence in story.sentences:
        found = store.search(sentence.text, Topic(), limit=CANDIDATES)
        ids |= dict.fromkeys(match.article_id for match in found)
    articles = store.get(ids)
    hits = tuple(
        Hit(passage=Passage(article_id=key, start=0, end=len(a.text)), score=0.0, why="given")
        for key, a in articles.items()
    )
    copies = {key: others for key, others in collapse(articles.values()).items() if others}
    return Evidence(topic=Topic(), hits=hits, copies=copies, considered=len(articles))


def _open(
    stack: AsyncExitStack, articles: Iterable[Article] | None, store: ArticleStore | str
) -> tuple[ArticleStore, Shelf]:
    if articles is None:
        if not isinstance(store, str):
            return store, StoreShelf(store)
        opened = open_existing(store)
        stack.callback(opened.close)
        return opened, StoreShelf(opened)
    opened = open_store("sqlite://")
    stack.callback(opened.close)
    given = opened.put(articles).ids
    if not given:
        raise InputError("no articles were given")
    return opened, FileShelf(list(opened.get(given).values()))


async def judging_model(
    stack: AsyncExitStack, model: Model | str, settings: Settings, meter: Meter
) -> Model | None:
    """Return the model; none where it is the small one in this process, which cannot judge."""
    if model in ("none", "local"):
        return None
    if not isinstance(model, str):
        return model
    return await stack.enter_async_context(open_model(model, settings, meter=meter))


def _named(verdict: Verdict, labels: tuple[str, ...], sources: tuple[CitedSource, ...]) -> Verdict:
    """Return the verdict in words of the labels that the text itself has."""
    missing = [one for one in sources if one.label in labels and one.article_id is None]
    names = _names(sources)
    reason = _ID.sub(lambda found: names.get(found[0], found[0]), verdict.reason)
    finding = verdict.finding
    if not labels:
        finding = Finding.UNCITED
    elif missing:
        finding = Finding.UNKNOWN_SOURCE
    return verdict.model_copy(update={"finding": finding, "reason": reason})


def _names(sources: tuple[CitedSource, ...]) -> dict[ArticleId, str]:
    """Return by id what a source is called in reasons: its label, and the id where it has one."""
    has_list = any(one.entry for one in sources)
    names: dict[ArticleId, str] = {}
    for one in sources:
        if one.article_id is None:
            names[stand_in(one.label)] = _shown(one, has_list=has_list)
        elif len(one.label) < SHORT:
            names.setdefault(one.article_id, f"[{one.label}] {one.article_id}")
    return names


def _shown(source: CitedSource, *, has_list: bool) -> str:
    label = source.label if len(source.label) >= SHORT else f"[{source.label}]"
    if not source.entry:
        return f"{label} (not in the list of sources)" if has_list else label
    cut = source.entry[: SHOWN_ENTRY - 1] + "…" * (len(source.entry) >= SHOWN_ENTRY)
    return f"{label} ({cut})"


def _nearest(
    verdict: Verdict, sentence: Sentence, known: dict[ArticleId, Article]
) -> tuple[Citation, ...]:
    if verdict.finding.may_be_published:
        return ()
    cited = (known[key] for key in sentence.article_ids if key in known)
    found = (citation(sentence.text, article) for article in cited)
    return tuple(one for one in found if one.spans)


def _quoted(story: Story, checks: tuple[Check, ...], known: dict[ArticleId, Article]) -> Story:
    """Return a story that cites all that is to be shown of the articles."""
    sentences = (
        Sentence(text=sentence.text, citations=tuple(_citations(sentence, check, known)))
        for sentence, check in zip(story.sentences, checks, strict=True)
    )
    return story.model_copy(update={"paragraphs": (Paragraph(sentences=tuple(sentences)),)})


def _citations(
    sentence: Sentence, check: Check, known: dict[ArticleId, Article]
) -> Iterator[Citation]:
    yield from (one for one in sentence.citations if one.article_id in known)
    yield from check.verdict.evidence
    yield from check.verdict.against
    yield from check.verdict.corroboration
    yield from check.nearest


def _headline(story: Story, known: dict[ArticleId, Article]) -> str:
    if not story.title:
        return ""
    return headline_problem(story.title, story, list(known.values())) or ""
