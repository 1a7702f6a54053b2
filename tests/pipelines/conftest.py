"""Agents that do what a test tells them, and a store with two small articles."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from groundwood.nouns import (
    Article,
    Citation,
    Evidence,
    Finding,
    Hit,
    Paragraph,
    ParagraphPlan,
    Passage,
    Plan,
    Probe,
    Sentence,
    Story,
    Topic,
    Verdict,
)
from groundwood.pipelines.agents import Agents
from groundwood.store import ArticleStore, open_store

ARTICLES = (
    Article(title="Bridge", text="The bridge opened on Monday. It cost 3 million dollars."),
    Article(title="Ferry", text="The ferry stopped for good. Its crew of nine found new work."),
)


@dataclass(frozen=True)
class FixedRetriever:
    store: ArticleStore
    found: bool = True

    async def gather(self, topic: Topic) -> Evidence:
        articles = self.store.get(self.store.select(topic)).values()
        hits = tuple(
            Hit(
                passage=Passage(article_id=article.id, start=0, end=len(article.text)),
                score=1.0,
                why="given",
            )
            for article in articles
        )
        return Evidence(topic=topic, hits=hits if self.found else (), considered=len(articles))


@dataclass
class CopyingSummarizer:
    """One paragraph an article: its whole text as one sentence. Counts what it is asked."""

    store: ArticleStore
    revised: Callable[[Verdict], Sentence | None] = lambda verdict: None
    fail: Callable[[ParagraphPlan], None] = lambda plan: None
    calls: list[str] = field(default_factory=list)

    async def plan(self, evidence: Evidence) -> Plan:
        self.calls.append("plan")
        passages = enumerate(evidence.passages)
        return Plan(
            paragraphs=tuple(
                ParagraphPlan(index=index, aim="tell", passages=(passage,))
                for index, passage in passages
            )
        )

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        self.calls.append(f"write {plan.index}")
        self.fail(plan)
        passage = plan.passages[0]
        text = self.store.get([passage.article_id])[passage.article_id].text
        citation = Citation(article_id=passage.article_id, spans=(passage.span,))
        return Paragraph(sentences=(Sentence(text=text, citations=(citation,)),))

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        self.calls.append("headline")
        return "The bridge opened on Monday"

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        self.calls.append("revise")
        return self.revised(verdict)


@dataclass(frozen=True)
class FindingChecker:
    """Finds what the function says of a sentence's text; supported when it says nothing."""

    find: Callable[[str], Finding | None] = lambda text: None
    evidence: tuple[Citation, ...] | None = None

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        return tuple(
            self._verdict(paragraph, index, sentence)
            for paragraph, block in enumerate(story.paragraphs)
            for index, sentence in enumerate(block.sentences)
        )

    def _verdict(self, paragraph: int, index: int, sentence: Sentence) -> Verdict:
        return Verdict(
            paragraph=paragraph,
            sentence=index,
            text=sentence.text,
            finding=self.find(sentence.text) or Finding.SUPPORTED,
            reason="as the test says",
            evidence=sentence.citations if self.evidence is None else self.evidence,
            checker="finding",
            version="1",
        )


@dataclass(frozen=True)
class SilentDisclaimer:
    def add(self, story: Story, verdicts: Sequence[Verdict], probe: Probe | None = None) -> Story:
        return story


@pytest.fixture
def store() -> Iterator[ArticleStore]:
    opened = open_store("sqlite://")
    opened.put(ARTICLES)
    yield opened
    opened.close()


@pytest.fixture
def agents(store: ArticleStore) -> Agents:
    return Agents(
        store=store,
        retriever=FixedRetriever(store),
        summarizer=CopyingSummarizer(store),
        fallback=CopyingSummarizer(store),
        checker=FindingChecker(),
        disclaimer=SilentDisclaimer(),
    )


@pytest.fixture
def kit() -> type:
    """The agents above, for tests that put their own together."""

    class Kit:
        Checker = FindingChecker
        Summarizer = CopyingSummarizer
        Retriever = FixedRetriever
        articles = ARTICLES

    return Kit
