"""Headlines: a title's figures, names and words must be those of its story or its sources."""

from collections.abc import Sequence

from groundwood.agents.checker.comparison import problem
from groundwood.agents.checker.names import unknown_names
from groundwood.agents.checker.numbers import wrong_numbers
from groundwood.agents.checker.quotes import misquoted
from groundwood.agents.checker.reversals import reversal
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, Story

LEAST_COVERED = 0.5
"""This part of a title's content words must stand in the story."""


def headline_problem(title: str, story: Story, articles: Sequence[Article]) -> str | None:
    """Return why the title may not stand over the story, or none when it may.

    Its figures, names and quotations must be in the body; a name or figure that only one of the
    cited ``articles`` has will do when that article has all the rest too. Half of its content words
    must be the body's, and no sentence of the body may say the reverse.
    """
    sentences = [sentence.text for sentence in story.sentences]
    body = "\n".join(sentences)
    wanted = content_terms(title)
    if len(wanted & content_terms(body)) < LEAST_COVERED * len(wanted):
        return "the story does not tell what the title says"
    turned = reversal(title, sentences)
    if turned is not None:
        return turned.reason
    told = _missing(title, body)
    if told is None or any(problem(title, [article]) is None for article in articles):
        return None
    return told


def _missing(title: str, body: str) -> str | None:
    quotes, names = misquoted(title, body), unknown_names(_sentence_case(title), body)
    numbers = [figure.text for figure, _ in wrong_numbers(title, body)]
    missing = [*quotes, *numbers, *names]
    return f"neither story nor sources have {', '.join(missing)}" if missing else None


def _sentence_case(title: str) -> str:
    """Return a title whose words are nearly all capitalised with its capitals in doubt removed."""
    words = title.split()
    capitals = sum(word[0].isupper() for word in words)
    return title.lower() if capitals > 0.7 * len(words) and len(words) > 3 else title
