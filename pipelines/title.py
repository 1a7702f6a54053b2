"""The headline has its check as well: it must follow from the story that is printed under it."""

from dataclasses import dataclass

from groundwood.agents.checker.headline import headline_problem
from groundwood.nouns import Evidence, Finding, LedgerEntry, Sentence, Story
from groundwood.pipelines.agents import Agents


@dataclass(frozen=True)
class Titled:
    """A story under a headline that it supports, and what was done for that."""

    story: Story
    ledger: list[LedgerEntry]


async def with_true_title(agents: Agents, story: Story, evidence: Evidence) -> Titled:
    """Return the story under its headline, or under the fallback's when it does not follow."""
    articles = list(agents.store.get(story.article_ids).values())
    wrong = headline_problem(story.title, story, articles)
    if wrong is None:
        return Titled(story, [])
    title = await agents.fallback.headline(evidence, story.paragraphs)
    entry = LedgerEntry(
        action="replaced",
        paragraph=0,
        before=Sentence(text=story.title),
        after=Sentence(text=title),
        finding=Finding.UNSUPPORTED,
        reason=f"headline: {wrong}",
    )
    return Titled(story.model_copy(update={"title": title}), [entry])
