"""A small world for the checker: articles, stories of cited sentences, and a judge to order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.judges.judge import Judge, Pair, Score
from groundwood.nouns import (
    Article,
    Citation,
    Evidence,
    Hit,
    Paragraph,
    Passage,
    Sentence,
    Story,
    Topic,
    Verdict,
)
from groundwood.store import open_store

NOW = datetime(2024, 9, 1, tzinfo=UTC)
Check = Callable[..., tuple[Verdict, ...]]


@dataclass
class WordJudge:
    """Supports a claim when one of its words stands in the evidence; remembers what it was asked."""

    word: str = ""
    name: str = "words"
    version: str = "1"
    threshold: float = 0.5
    asked: list[Pair] = field(default_factory=list)

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        self.asked.extend(pairs)
        return [self._one(pair) for pair in pairs]

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        return self.score(pairs)

    def _one(self, pair: Pair) -> Score:
        good = bool(self.word) and any(self.word in text for text in pair.evidence)
        return Score(supported=0.9 if good else 0.1, contradicted=0, neutral=0.1 if good else 0.9)


def story(*sentences: tuple[str, Sequence[Article]]) -> Story:
    return Story(
        title="Story",
        updated_at=NOW,
        paragraphs=tuple(
            Paragraph(
                sentences=(
                    Sentence(text=text, citations=tuple(Citation(article_id=a.id) for a in cited)),
                )
            )
            for text, cited in sentences
        ),
    )


def evidence(articles: Sequence[Article], **changes: object) -> Evidence:
    hits = tuple(
        Hit(passage=Passage(article_id=a.id, start=0, end=len(a.text)), score=1.0, why="given")
        for a in articles
    )
    return Evidence.model_validate({"topic": Topic(), "hits": hits, **changes})


@pytest.fixture
def check() -> Check:
    def run(
        articles: Sequence[Article],
        *sentences: tuple[str, Sequence[Article]],
        judge: Judge | None = None,
        **changes: object,
    ) -> tuple[Verdict, ...]:
        store = open_store("sqlite://")
        store.put(articles)
        checker = LayeredChecker(store=store, judge=judge or load_judge("lexical"))
        return asyncio.run(checker.check(story(*sentences), evidence(articles, **changes)))

    return run


@pytest.fixture
def word_judge() -> Callable[..., WordJudge]:
    return WordJudge


@pytest.fixture
def told() -> Callable[..., Story]:
    return story


@pytest.fixture
def shown() -> Callable[..., Evidence]:
    return evidence
