"""From articles to a checked story, step by step.

Run it as it is, or cell by cell in an editor that knows ``# %%``. Nothing is sent anywhere: without
a model the sentences are the sources' own. For a model, give ``model="local"`` or an endpoint.
"""

# %% Read articles
from pathlib import Path

from groundwood import Topic, read_articles, render_story, write_story_sync

HERE = Path(__file__).parent
articles = read_articles(HERE / "articles" / "trilateral-2024.jsonl")
print(f"{len(articles)} articles, from {articles[0].source} and others")

# %% Write a story about some of them
topic = Topic(slug="trilateral", query="memorandum on security cooperation", tags=("trilateral",))
checked = write_story_sync(topic, articles, model="none")
assert checked.story is not None, checked.outcome.reason
print(checked.story.title)

# %% Walk through it: paragraphs, sentences, citations, and the very words that support them
by_id = {article.id: article for article in articles}
sentence = checked.story.paragraphs[0].sentences[0]
print(sentence.text)
for citation in sentence.citations:
    for span in citation.spans:
        article = by_id[citation.article_id]
        print(f"  [{citation.article_id}] {article.source}: {article.quote(span)!r}")

# %% What the checker found, a verdict a sentence, and what was changed on the way
for verdict in checked.verdicts[:3]:
    print(f"{verdict.finding}: {verdict.reason}")
print(f"{len(checked.verdicts)} sentences checked, {len(checked.ledger)} changes")

# %% Replace one agent: here a checker that also refuses every sentence of a source it distrusts
from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwood import Finding, Story, Verdict
from groundwood.agents.protocols import CitationChecker
from groundwood.gateway.base import Model
from groundwood.nouns import Evidence
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.write import default_agents
from groundwood.store import ArticleStore


@dataclass(frozen=True)
class Distrustful:
    """Asks the checker that it wraps, and refuses what rests on the named sources."""

    checker: CitationChecker
    store: ArticleStore
    distrusted: Sequence[str]

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Return the verdicts of the wrapped checker, with the refusals in them."""
        return tuple(map(self._judged, await self.checker.check(story, evidence)))

    def _judged(self, verdict: Verdict) -> Verdict:
        cited = self.store.get(citation.article_id for citation in verdict.evidence)
        if not any(article.source in self.distrusted for article in cited.values()):
            return verdict
        refusal = {"finding": Finding.UNSUPPORTED, "reason": "its source is not trusted"}
        return verdict.model_copy(update=refusal)


def agents(store: ArticleStore, model: Model | None) -> Agents:
    """Return the agents that come with Groundwood, but for the checker."""
    usual = default_agents(store, model)
    return replace(usual, checker=Distrustful(usual.checker, store, ["Harbour Wire"]))


strict = write_story_sync(topic, articles, model="none", agents=agents)
print(f"{strict.outcome.status}, from {sorted({str(s.source) for s in strict.sources})}")

# %% Watch it being written
import asyncio

from groundwood.pipelines.write import story_events


async def watch() -> None:
    """Print each stage when it is finished."""
    async for event in story_events(topic, articles, model="none"):
        if event.kind == "finished":
            print(f"{event.stage}: {event.detail}")


asyncio.run(watch())  # in a notebook: await watch()

# %% Print it: as text, markdown, html or json
print(render_story(checked, "text")[:60], "…")
