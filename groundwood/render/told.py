"""What is told of a story: the story itself, and its sources in the order of first citation."""

from dataclasses import dataclass
from datetime import datetime

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Source, Story, Verdict

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class NumberedSource:
    """A cited article with its number in the list of sources, from 1.

    ``source`` is none where nothing is known of the article but its id.
    """

    number: int
    article_id: str
    source: Source | None

    @property
    def name(self) -> str:
        """The title, or what stands for it."""
        return (self.source and self.source.title) or f"Article {self.article_id}"


def story_of(story: Story | CheckedStory) -> Story:
    """Return the story itself.

    Raises:
        InputError: there is none, because the run abstained or failed; the text says why.
    """
    if isinstance(story, Story):
        return story
    if story.story is None:
        raise InputError(f"there is no story to print: {why_none(story)}")
    return story.story


def why_none(checked: CheckedStory) -> str:
    """Return why there is no story, in words."""
    outcome = checked.outcome
    return f"the run {outcome.status}: {outcome.reason or outcome.error or 'no reason was given'}"


def numbered_sources(story: Story | CheckedStory) -> dict[str, NumberedSource]:
    """Return the cited articles by id, numbered in the order of first citation."""
    sources = story.sources if isinstance(story, CheckedStory) else ()
    known = {source.article_id: source for source in sources}
    return {
        article_id: NumberedSource(number, article_id, known.get(article_id))
        for number, article_id in enumerate(story_of(story).article_ids, 1)
    }


def outlets_line(verdict: Verdict) -> str:
    """Return how many independent outlets support the sentence, by name; empty where none is known."""
    names = verdict.outlets
    number = f"{len(names)} {'outlet' if len(names) == 1 else 'outlets'}"
    return f"{number}: {', '.join(names)}" if names else ""


def fact_lines(verdict: Verdict) -> list[str]:
    """Return the facts of a sentence that holds several, each with what was found of it alone."""
    return [
        f"{'supported' if fact.supported else 'not supported'} {fact.score:.2f}: {fact.text}"
        for fact in verdict.facts
    ]


def day(moment: datetime) -> str:
    """Return the day as a reader writes it, whatever the locale: 18 August 2024."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime) -> str:
    """Return day and minute: 18 August 2024, 02:09 UTC."""
    return f"{day(moment)}, {moment:%H:%M} UTC"
