"""What newly arrived articles say that the story and its sources do not say already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.comparing.comparison import problem
from groundwood.agents.checker.resourcing import nearest
from groundwood.agents.checker.support import Question, answers
from groundwood.agents.checker.windows import Window, window_of, windows
from groundwood.agents.retriever import HybridRetriever
from groundwood.agents.retriever.overlap import Print, fingerprint
from groundwood.agents.retriever.repeats import SHARE
from groundwood.nouns import Article, ArticleId, Evidence, Hit, Passage, Topic
from groundwood.pipelines.living.context import Updating
from groundwood.pipelines.living.repairing import repaired
from groundwood.pipelines.living.view import ArticleView
from groundwood.pipelines.living.work import any_subject, open_topic
from groundwood.text.sentences import sentences as split_sentences

MOST_JUDGED = 24
"""So many sentences of new articles are put to the judge; the best-ranked passages' come first."""
LIKELY_TOLD = 0.5
"""A sentence that shares less of its words with every sentence told is new; no judge is asked."""


async def what_arrived(agents: Updating, topic: Topic) -> Evidence:
    """Return the passages of arrived articles, ranked beside the story's own, without copies.

    The retriever sees the cited and the arrived articles, so that copies and repeats of what is
    cited fall away as in a first version, and one budget of tokens is all for what arrived. What
    discovery found is gathered by itself: the topic's query and tags do not find it.
    """
    wanted, reports = open_topic(topic), frozenset(agents.work.reports)
    arrived = frozenset(agents.arrived)
    if not isinstance(agents.retriever, HybridRetriever):
        found = await agents.retriever.gather(wanted)
        return found.model_copy(update={"hits": _of(found.hits, arrived)})
    found = await _gathered(agents, agents.retriever, wanted, arrived - reports)
    if not reports:
        return found
    others = await _gathered(agents, agents.retriever, any_subject(wanted), reports)
    return _with_reports(found, others)


async def _gathered(
    agents: Updating, retriever: HybridRetriever, topic: Topic, ids: frozenset[ArticleId]
) -> Evidence:
    """Return the passages of these articles that the retriever picks beside the story's own."""
    cited = frozenset(agents.base.story.article_ids)
    view = ArticleView(agents.store, cited.union(agents.arrived))
    size = retriever.budget * (1 + len(cited))
    found = await replace(retriever, store=view, budget=size).gather(topic)
    articles = agents.store.get(found.article_ids)
    kept = _within(_of(found.hits, ids), articles, retriever, retriever.budget)
    return found.model_copy(update={"hits": tuple(kept)})


def _with_reports(found: Evidence, others: Evidence) -> Evidence:
    """Return the evidence with that of other reports behind it, but not of copies of what it holds."""
    held = set(found.article_ids)
    new = [h for h in others.hits if not held & {*others.copies.get(h.passage.article_id, ())}]
    return found.model_copy(
        update={"hits": (*found.hits, *new), "copies": {**others.copies, **found.copies}}
    )


def _of(hits: Iterable[Hit], ids: frozenset[ArticleId]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.passage.article_id in ids)


def _within(
    hits: Sequence[Hit], articles: dict[ArticleId, Article], retriever: HybridRetriever, budget: int
) -> Iterator[Hit]:
    left = budget
    for hit in hits:
        left -= retriever.count(articles[hit.passage.article_id].quote(hit.passage.span))
        if left >= 0:
            yield hit


async def untold(agents: Updating, found: Evidence) -> Evidence:
    """Return the evidence with the stretches of its passages that tell something new.

    A sentence is told already when a sentence of the story or of a source that it rests on repeats
    it with all its figures, or when the judge finds it in what the story's sources say.

    Raises:
        GroundwoodError: the judge could not judge.
    """
    base = agents.base
    known = agents.store.get(base.story.article_ids)
    own = [a for key, a in known.items() if key not in agents.arrived]
    told = _Told.of(_texts_told(agents, own))
    articles = agents.store.get(found.article_ids)
    asked = [
        _Said(hit, articles[hit.passage.article_id], window)
        for hit in found.hits
        for window in _inside(articles[hit.passage.article_id], hit.passage)
        if not told.repeats(window.text)
    ]
    likely = [said for said in asked if told.is_near(said.window)][:MOST_JUDGED]
    entailed = await _entailed(agents, likely, own)
    fresh = [said for said in asked if said.place not in entailed]
    return found.model_copy(update={"hits": tuple(_joined(fresh))})


@dataclass(frozen=True)
class _Said:
    """A sentence of an arrived article, and the hit that it stands in."""

    hit: Hit
    article: Article
    window: Window

    @property
    def place(self) -> tuple[ArticleId, int]:
        """Where it begins."""
        return self.article.id, self.window.span.start


@dataclass(frozen=True)
class _Told:
    """The sentences that the story and its sources tell."""

    prints: tuple[Print, ...]
    windows: tuple[Window, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Told":
        distinct = tuple(dict.fromkeys(texts))
        return cls(tuple(map(fingerprint, distinct)), tuple(map(window_of, distinct)))

    def repeats(self, text: str) -> bool:
        """Say whether one of them has most of the text's wording and all its figures and names."""
        new = fingerprint(text)
        return any(
            new.share_in(old) >= SHARE and new.facts <= old.facts and new.names <= old.names
            for old in self.prints
        )

    def is_near(self, window: Window) -> bool:
        """Say whether one of them shares so many words that it may tell the same."""
        least = max(1.0, LIKELY_TOLD * len(window.terms))
        return any(len(window.terms & old.terms) >= least for old in self.windows)


def _texts_told(agents: Updating, own: Sequence[Article]) -> Iterator[str]:
    base = agents.base
    yield from (sentence.text for sentence in base.story.sentences)
    yield from (sentence.text for paragraph in repaired(agents) for sentence in paragraph.sentences)
    for article in own:
        yield from (window.text for window in windows(article))
    for source in base.checked.sources:
        if source.article_id not in agents.withdrawn:
            for quoted in source.passages:
                yield from split_sentences(quoted.text)


def _inside(article: Article, passage: Passage) -> Iterator[Window]:
    for window in windows(article):
        if passage.start <= window.span.start and window.span.end <= passage.end:
            yield window


async def _entailed(
    agents: Updating, asked: Sequence[_Said], own: Sequence[Article]
) -> set[tuple[ArticleId, int]]:
    """Return the places of those that the judge finds in one of the story's sources."""
    if not asked or not isinstance(agents.checker, LayeredChecker):
        return set()
    pairs = [(said, article) for said in asked for article in nearest(said.window.text, own)]
    questions = [Question(said.window.text, (article,)) for said, article in pairs]
    found = await answers(questions, agents.checker.judge)
    return {
        said.place
        for (said, article), answer in zip(pairs, found, strict=True)
        if answer.is_supported and problem(said.window.text, [article]) is None
    }


def _joined(fresh: Sequence[_Said]) -> Iterator[Hit]:
    """Yield the hits, cut to their new sentences; neighbours stay together."""
    runs: list[list[_Said]] = []
    for said in fresh:
        last = runs[-1][-1] if runs else None
        if last is not None and last.hit is said.hit and _are_neighbours(last, said):
            runs[-1].append(said)
        else:
            runs.append([said])
    for run in runs:
        passage = Passage(
            article_id=run[0].article.id,
            start=run[0].window.span.start,
            end=run[-1].window.span.end,
        )
        yield run[0].hit.model_copy(update={"passage": passage})


def _are_neighbours(one: _Said, other: _Said) -> bool:
    return not one.article.text[one.window.span.end : other.window.span.start].strip()
