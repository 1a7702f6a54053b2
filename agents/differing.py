"""The notices on sources that differ; what they say of a source is checked against that source."""

import re
from collections.abc import Callable, Mapping, Sequence

from groundwood.agents.checker.comparing.dates import days
from groundwood.agents.checker.comparing.quotes import plain
from groundwood.agents.checker.disputes.conflicts import SUPERSEDED
from groundwood.agents.checker.disputes.quantities import quantities
from groundwood.agents.checker.disputes.tellers import teller
from groundwood.agents.checker.windows import windows
from groundwood.nouns import Account, Article, ArticleId, Disagreement, Finding, Verdict
from groundwood.store.base import ArticleStore

MOST_NAMED, LONGEST_NAMED = 3, 400
"""So many disagreements are named in a notice, each in so many characters at most."""

Articles = Mapping[ArticleId, Article]

_UNFIT = re.compile(r"[\[\]<>{}|]|https?:", re.IGNORECASE)


def conflict_notice(verdicts: Sequence[Verdict], store: ArticleStore) -> str:
    """Return that sources differ, and who says what; empty when no verdict says so.

    A disagreement is named only when each side's article is that teller's and has what it is said
    to tell; else the notice stays general.
    """
    differing = [v for v in verdicts if v.finding is Finding.CONFLICTING and not _is_renewed(v)]
    return _notice("Sources differ on facts in this story", differing, store, _sides)


def newer_notice(verdicts: Sequence[Verdict], store: ArticleStore) -> str:
    """Return that later sources are newer on a fact, and what the newest says; empty when none is."""
    outdated = [v for v in verdicts if v.finding is Finding.CONFLICTING and _is_renewed(v)]
    of_figures = all(v.disagreement is None or v.disagreement.kind == "figure" for v in outdated)
    what = "give newer figures than some" if of_figures else "tell newer facts than some"
    return _notice(f"Later sources {what} in this story", outdated, store, _newest)


def _notice(
    general: str,
    verdicts: Sequence[Verdict],
    store: ArticleStore,
    tell: Callable[[Disagreement, Articles], str],
) -> str:
    if not verdicts:
        return ""
    found = [v.disagreement for v in verdicts if v.disagreement is not None]
    articles = store.get({a.citation.article_id for d in found for a in d.accounts})
    told = dict.fromkeys(tell(disagreement, articles) for disagreement in found)
    named = [text for text in told if text and not _UNFIT.search(text)]
    short = [text for text in named if len(text) <= LONGEST_NAMED][:MOST_NAMED]
    return f"{general}: {'; '.join(short)}." if short else f"{general}."


def _sides(disagreement: Disagreement, articles: Articles) -> str:
    """Return who says what: ``Bay Wire says “12 people”, Harbour News says “15 people”``."""
    told = [_told(account, disagreement, articles) for account in disagreement.accounts]
    return ", ".join(told) if all(told) else ""


def _newest(disagreement: Disagreement, articles: Articles) -> str:
    return _told(disagreement.accounts[-1], disagreement, articles)


def _told(account: Account, disagreement: Disagreement, articles: Articles) -> str:
    """Return what the account's article says, as far as it says so; empty where it does not."""
    article = articles.get(account.citation.article_id)
    if article is None:
        return ""
    text = plain(article.text)
    is_literal = plain(account.told) in text
    if disagreement.kind == "account":
        is_named = plain(account.teller) in text
        return (
            f"{account.teller} {' '.join(account.told.split())}" if is_literal and is_named else ""
        )
    if teller(article) != account.teller:
        return ""
    if is_literal:
        return f"{account.teller} says “{' '.join(account.told.split())}”"
    return f"{account.teller} says {account.told}" if _has(article, account.told) else ""


def _has(article: Article, told: str) -> bool:
    """Say whether a sentence of the article has the figure or the day, in whatever spelling."""
    wanted = _values(told)
    return bool(wanted) and any(wanted <= _values(window.text) for window in windows(article))


def _values(text: str) -> set[tuple[object, ...]]:
    figures: set[tuple[object, ...]] = {(q.kind, q.unit, q.value) for q in quantities(text)}
    return figures | {(day.month, day.day) for day in days(text)}


def _is_renewed(verdict: Verdict) -> bool:
    return verdict.reason.startswith(SUPERSEDED)
