"""The headline has its check as well: it must follow from the story that is printed under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundwood.agents.checker.headline import headline_problem
from groundwood.agents.summarizer.headline import shortened
from groundwood.nouns import Evidence, Finding, LedgerEntry, Sentence, Story, Verdict
from groundwood.pipelines.agents import Agents


@dataclass(frozen=True)
class Titled:
    """A story under a headline that it supports, and what was done for that."""

    story: Story
    ledger: list[LedgerEntry]


async def with_true_title(
    agents: Agents, story: Story, evidence: Evidence, verdicts: Sequence[Verdict]
) -> Titled:
    """Return the story under its headline, or under the first other one that passes.

    The fallback's headline is tried, then what the sentences of the story say, from its beginning.
    """
    wrong = await _problem(agents, story.title, story, verdicts)
    if wrong is None:
        return Titled(story, [])
    title = await _other(agents, story, evidence, verdicts)
    entry = LedgerEntry(
        action="replaced",
        paragraph=0,
        before=Sentence(text=story.title),
        after=Sentence(text=title),
        finding=Finding.UNSUPPORTED,
        reason=f"headline: {wrong}",
    )
    return Titled(story.model_copy(update={"title": title}), [entry])


async def _other(
    agents: Agents, story: Story, evidence: Evidence, verdicts: Sequence[Verdict]
) -> str:
    """Return the first title that passes; where none does, the beginning of the story's own lead."""
    offered = await agents.fallback.headline(evidence, story.paragraphs)
    own = list(_own_lines(story))
    for title in dict.fromkeys((offered, *own)):
        if await _problem(agents, title, story, verdicts) is None:
            return title
    return own[0]


def _own_lines(story: Story) -> Iterable[str]:
    """Yield each sentence as a headline, those first that are not cut in their middle."""
    lines = [shortened(sentence.text) for sentence in story.sentences]
    return sorted(lines, key=lambda line: line.endswith("…"))


async def _problem(
    agents: Agents, title: str, story: Story, verdicts: Sequence[Verdict]
) -> str | None:
    if agents.headlines is not None:
        return await agents.headlines.problem(title, story, verdicts)
    return headline_problem(title, story, list(agents.store.get(story.article_ids).values()))
