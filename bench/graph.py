"""CPU time of the story graph itself: ``python bench/graph.py [--stories N] [--json]``.

The agents do nothing but return nouns that are ready, so that what is measured is the graph: six
paragraphs written in parallel, one check. Without and with checkpoints in a SQLite file.
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    Sentence,
    Story,
    Topic,
    Verdict,
)
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.run import Job, run_story
from groundwood.store import open_store

PARAGRAPHS = 6
TEXT = "The bridge opened on Monday after three years of work."


@dataclass(frozen=True)
class Ready:
    """All agents in one: what each returns is ready."""

    article: Article

    async def gather(self, topic: Topic) -> Evidence:
        """Return the article as evidence."""
        return Evidence(topic=topic, hits=(Hit(passage=self._passage, score=1.0, why="given"),))

    async def plan(self, evidence: Evidence) -> Plan:
        """Return six paragraphs."""
        return Plan(
            paragraphs=tuple(
                ParagraphPlan(index=index, aim="tell", passages=(self._passage,))
                for index in range(PARAGRAPHS)
            )
        )

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return one sentence."""
        citation = Citation(article_id=self.article.id, spans=(self._passage.span,))
        return Paragraph(sentences=(Sentence(text=TEXT, citations=(citation,)),))

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return a headline."""
        return "Bridge opens"

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return nothing; no sentence fails."""
        return None

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Find every sentence supported."""
        return tuple(
            Verdict(
                paragraph=index,
                sentence=0,
                text=TEXT,
                finding=Finding.SUPPORTED,
                reason="given",
                evidence=block.sentences[0].citations,
                checker="ready",
                version="1",
            )
            for index, block in enumerate(story.paragraphs)
        )

    def add(self, story: Story, verdicts: Sequence[Verdict]) -> Story:
        """Return the story as it is."""
        return story

    @property
    def _passage(self) -> Passage:
        return Passage(article_id=self.article.id, start=0, end=len(TEXT))


async def cpu_per_story(agents: Agents, stories: int, folder: Path | None) -> float:
    """Return the CPU milliseconds of one story, the first one not counted."""
    started = 0.0
    for number in range(stories + 1):
        run_id = None if folder is None else f"run-{number}"
        job = Job(topic=Topic(), agents=agents, run_id=run_id, checkpoints=folder or Path())
        async for _ in run_story(job):
            pass
        if number == 0:
            started = time.process_time()
    return (time.process_time() - started) / stories * 1000


def main() -> None:
    """Measure both and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    article = Article(text=TEXT)
    store = open_store("sqlite://")
    store.put([article])
    ready = Ready(article)
    agents = Agents(store, ready, ready, ready, ready, ready)
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "CPU ms a story": asyncio.run(cpu_per_story(agents, options.stories, None)),
            "CPU ms a story, checkpoints": asyncio.run(
                cpu_per_story(agents, options.stories, Path(folder))
            ),
            "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    store.close()
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<30}{value:>8.1f}")


if __name__ == "__main__":
    main()
