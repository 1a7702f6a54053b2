"""Headlines: every claim of a title must follow from its story and from the sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.checker.comparing.comparison import problem
from groundwood.agents.checker.comparing.dates import wrong_dates
from groundwood.agents.checker.comparing.names import unknown_names
from groundwood.agents.checker.comparing.numbers import figures, wrong_numbers
from groundwood.agents.checker.comparing.quotes import misquoted, plain
from groundwood.agents.checker.comparing.reversals import reversal
from groundwood.agents.checker.disputes.quantities import quantities
from groundwood.agents.checker.judges.judge import Judge, Pair, Score
from groundwood.agents.checker.passages import pair
from groundwood.agents.checker.support import CONTRADICTED
from groundwood.agents.checker.windows import excerpt, passages
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, Disagreement, Story, Verdict
from groundwood.store.base import ArticleStore

LEAST_COVERED = 0.5
"""This part of a title's content words must stand in the story."""
MOST_SOURCES = 4
"""So many cited articles, those that share most with the title, are put to the judge."""


@dataclass(frozen=True)
class HeadlineChecker:
    """Says why a title may not stand: by comparison with body and sources, then by the judge.

    The judge must find the title supported by the story's own sentences or by one cited article,
    more surely than any of them contradicts it; a title that the story has word for word needs no
    judge.
    """

    store: ArticleStore
    judge: Judge

    async def problem(self, title: str, story: Story, verdicts: Sequence[Verdict]) -> str | None:
        """Return why the title may not stand over the story, or none when it may.

        Raises:
            GroundwoodError: the judge could not judge.
        """
        articles = list(self.store.get(story.article_ids).values())
        told = headline_problem(title, story, articles) or one_sided(title, verdicts)
        if told is not None or _is_told(title, story):
            return told
        pairs = _pairs(title, story, articles)
        return self._judged(await self.judge.ascore(pairs), _is_title(title, articles))

    def _judged(self, scores: Sequence[Score], is_title: bool) -> str | None:
        best = max((score.supported for score in scores), default=0.0)
        against = max((score.contradicted for score in scores), default=0.0)
        if against >= CONTRADICTED and against > best:
            return "the story or a source says the opposite"
        if is_title or best >= self.judge.threshold:
            return None
        return "neither the story nor a source says so"


def headline_problem(title: str, story: Story, articles: Sequence[Article]) -> str | None:
    """Return what comparison finds wrong with the title, or none.

    Its figures, dates, names and quotations must be in the body and in the cited ``articles``. Half
    of its content words must be the body's, and no sentence of the body may say the reverse.
    """
    sentences = [sentence.text for sentence in story.sentences]
    body = "\n".join(sentences)
    wanted = content_terms(title)
    if len(wanted & content_terms(body)) < LEAST_COVERED * len(wanted):
        return "the story does not tell what the title says"
    turned = reversal(title, sentences)
    if turned is not None:
        return turned.reason
    missing = _missing(title, body)
    if missing:
        return f"the story does not have {', '.join(missing)}"
    wrong = problem(_sentence_case(title), articles) if articles else None
    return wrong.reason if wrong else None


def one_sided(title: str, verdicts: Sequence[Verdict]) -> str | None:
    """Return why a title that tells one side of what sources tell differently may not stand."""
    for verdict in verdicts:
        found = verdict.disagreement
        if found is not None and not found.is_update and _takes_side(title, found):
            told = ", ".join(
                f"{account.teller} says {account.told!r}" for account in found.accounts
            )
            return f"sources differ: {told}"
    return None


def _takes_side(title: str, disagreement: Disagreement) -> bool:
    """Say whether the title has the figure, day or words of one side and not of the other."""
    if disagreement.kind == "account":
        return False
    sides = [account.told for account in disagreement.accounts]
    told = [_holds(title, side) for side in sides]
    return any(told) and not all(told)


def _holds(title: str, told: str) -> bool:
    values = {(q.kind, q.value) for q in quantities(told)}
    if values:
        return bool(values & {(figure.kind, figure.value) for figure in figures(title)})
    return f" {plain(told)} " in f" {plain(title)} "


def _missing(title: str, body: str) -> list[str]:
    quotes, names = misquoted(title, body), unknown_names(_sentence_case(title), body)
    numbers = [figure.text for figure, _ in wrong_numbers(title, body)]
    dates = [str(day) for day in wrong_dates(title, [(body, None)])]
    return [*quotes, *numbers, *dates, *names]


def _is_told(title: str, story: Story) -> bool:
    """Say whether a sentence of the body begins with the title, or is it."""
    words = plain(title).strip(" .…")
    return any(words in plain(sentence.text) for sentence in story.sentences)


def _is_title(title: str, articles: Sequence[Article]) -> bool:
    words = plain(title).strip(" .")
    return any(words in plain(article.title) for article in articles)


def _pairs(title: str, story: Story, articles: Sequence[Article]) -> list[Pair]:
    body = " ".join(sentence.text for sentence in story.sentences)
    near = excerpt(title, passages(body)) or body
    wanted = content_terms(title)
    ranked = sorted(articles, key=lambda a: (-len(wanted & content_terms(a.text)), a.id))
    sources = [pair(title, [article]) for article in ranked[:MOST_SOURCES]]
    return [Pair(evidence=(near,), claim=title), *sources]


def _sentence_case(title: str) -> str:
    """Return a title whose words are nearly all capitalised with its capitals in doubt removed."""
    words = title.split()
    capitals = sum(word[0].isupper() for word in words)
    return title.lower() if capitals > 0.7 * len(words) and len(words) > 3 else title
