"""Sentences that set one account against another: each part is checked by the source that it names.

``Bay Wire reports that …; Harbour News reports that …`` names the outlets of cited articles, ``Some
reports …, while the official statement says that …`` is one article's own account of two others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.case import NEAR_SCORE, VERBATIM_SCORE, Case
from groundwood.agents.checker.comparing.comparison import near_verbatim, problem, verbatim
from groundwood.agents.checker.disputes.differences import differences
from groundwood.agents.checker.disputes.quantities import LONGEST, quantities
from groundwood.agents.checker.disputes.tellers import teller
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.passages import citation, pair
from groundwood.agents.checker.windows import window_of
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Account, Article, Citation, Disagreement, Finding
from groundwood.nouns.disagreement import DisagreementKind

MOST_PARTS = 3
"""So many sentences' length may one have that reports several sides."""

_SAYS = r"(?:reports?|reported|says|said|writes|wrote|puts|gives|gave)"
_JOINT = r"(?:^|; (?:but |while )?|, (?:while|but|whereas|and|though|although) )"

_MANY = r"(?:[Ss]ome|[Oo]ther|[Ss]everal|[Mm]any|[Mm]ost|[Ee]arlier|[Ii]nitial|[Ff]irst|[Ll]ocal|[Nn]ews|[Mm]edia|[Pp]ress|[Uu]nconfirmed)"
_ACCOUNTS = r"(?:reports|accounts|outlets|media|newspapers|papers|sources|estimates|versions)"
_GENERIC = re.compile(rf"\b{_MANY} (?:\w+ )?{_ACCOUNTS}$")
_CONTRAST = re.compile(r"(?:, |; )(?:while|but|whereas|although|though|however,?) ")
_HALF = re.compile(
    rf"(?P<who>{_MANY} (?:\w+ )?{_ACCOUNTS}|(?:[\w’'-]+ ){{0,6}}?[\w’'-]+) (?P<told>(?:said|says?|called|calls?|puts?|gave|gives?|named|claim(?:s|ed)?"
    r"|report(?:s|ed)?|describe[sd]?|spoke of|speaks? of|count(?:s|ed)?|suggest(?:s|ed)?|estimate[sd]?"
    r"|state[sd]?|maintain(?:s|ed)?|insist(?:s|ed)?|den(?:y|ies|ied)) .+)"
)
_ANSWERS = re.compile(r"\b(?:such|no|none|never|not|neither|only)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """What a sentence lets one outlet say, and the articles of that outlet which it cites."""

    teller: str
    text: str
    articles: tuple[Article, ...]


def parts_of(text: str, cited: Sequence[Article]) -> list[Part]:
    """Return what the sentence lets each cited outlet say; none where it is not of that form."""
    named: dict[str, list[Article]] = {}
    for article in cited:
        named.setdefault(teller(article), []).append(article)
    if len(named) < 2 or len(text) > MOST_PARTS * LONGEST:
        return []
    who = "|".join(sorted(map(re.escape, named), key=len, reverse=True))
    opening = re.compile(
        rf"{_JOINT}(?:(?:[Tt]he )?(?P<a>{who}) {_SAYS}(?: that|:|,)? |[Aa]ccording to (?:the )?(?P<b>{who}), )"
    )
    found = list(opening.finditer(text))
    if len({m["a"] or m["b"] for m in found}) < 2 or found[0].start():
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Part(name, text[match.end() : end].strip(" .;,"), tuple(named[name]))
        for match, end in zip(found, ends, strict=True)
        for name in [match["a"] or match["b"]]
    ]


def own_accounts(text: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the two accounts, each as who and what, that the sentence itself sets against each other.

    One of them must be what unnamed reports say, and the other must answer it: by words that they
    share, by a figure, or by a denial.
    """
    joints = list(_CONTRAST.finditer(text)) if len(text) <= LONGEST else []
    if len(joints) != 1:
        return None
    before, behind = text[: joints[0].start()], text[joints[0].end() :].rstrip(" .")
    one, two = _HALF.fullmatch(before), _HALF.fullmatch(behind)
    if one is None or two is None:
        return None
    if not (_GENERIC.search(one["who"]) or _GENERIC.search(two["who"])):
        return None
    if not _answers(one["told"], two["told"]):
        return None
    return (one["who"], one["told"]), (two["who"], two["told"])


def _answers(one: str, two: str) -> bool:
    return bool(
        content_terms(one) & content_terms(two)
        or (quantities(one) and quantities(two))
        or _ANSWERS.search(two)
    )


def own_disagreement(text: str, cited: Citation) -> Disagreement | None:
    """Return the disagreement that a source sentence itself tells, or none."""
    found = own_accounts(text)
    if found is None:
        return None
    accounts = tuple(Account(teller=_small(who), told=told, citation=cited) for who, told in found)
    return Disagreement(kind="account", accounts=accounts)


def _small(who: str) -> str:
    word = who.split()[0]
    return who[0].lower() + who[1:] if word in _OPENERS else who


_OPENERS = frozenset(
    [
        "Some",
        "Other",
        "Several",
        "Many",
        "Most",
        "Earlier",
        "Initial",
        "First",
        "Local",
        "News",
        "Media",
        "Press",
        "Unconfirmed",
        "The",
        "An",
        "A",
    ]
)


async def by_parts(case: Case, judge: Judge) -> Case | None:
    """Return the case as its parts decide, each by its own outlet; none when it has no such parts.

    Supported parts that tell a fact differently make the sentence conflicting, which it may be:
    it says who tells what.
    """
    parts = parts_of(case.text, case.cited)
    if not parts or len(case.cited) < len(case.sentence.article_ids):
        return None
    scores = await _scores(parts, judge)
    for part, score in zip(parts, scores, strict=True):
        if score < judge.threshold:
            reason = f"{part.teller} does not say: {part.text}"
            return replace(case.found(Finding.UNSUPPORTED, reason), score=score)
    evidence = tuple(dict.fromkeys(_cited(part) for part in parts))
    disagreement = _disagreement(parts)
    if disagreement is None:
        found = case.found(Finding.SUPPORTED, "each source says its part")
    else:
        told = ", ".join(f"{a.teller} says {a.told!r}" for a in disagreement.accounts)
        found = case.found(Finding.CONFLICTING, f"sources differ: {told}")
    return replace(found, evidence=evidence, score=min(scores), disagreement=disagreement)


async def _scores(parts: Sequence[Part], judge: Judge) -> list[float]:
    """Return how well each part is supported by its own outlet, 0 where comparison refuses it."""
    settled = [_settled(part) for part in parts]
    asked = [part for part, score in zip(parts, settled, strict=True) if score is None]
    scores = iter(await judge.ascore([pair(part.text, part.articles) for part in asked]))
    return [next(scores).supported if score is None else score for score in settled]


def _settled(part: Part) -> float | None:
    if problem(part.text, part.articles) is not None:
        return 0.0
    if any(verbatim(part.text, article) for article in part.articles):
        return VERBATIM_SCORE
    if any(near_verbatim(part.text, article) for article in part.articles):
        return NEAR_SCORE
    return None


def _cited(part: Part) -> Citation:
    for article in part.articles:
        span = verbatim(part.text, article) or near_verbatim(part.text, article)
        if span is not None:
            return Citation(article_id=article.id, spans=(span,))
    return citation(part.text, part.articles[0])


def _disagreement(parts: Sequence[Part]) -> Disagreement | None:
    for one, other, difference in _differing(parts):
        return Disagreement(
            kind=difference[0],
            accounts=(
                Account(teller=one.teller, told=difference[1], citation=_cited(one)),
                Account(teller=other.teller, told=difference[2], citation=_cited(other)),
            ),
        )
    return None


def _differing(
    parts: Sequence[Part],
) -> Iterator[tuple[Part, Part, tuple[DisagreementKind, str, str]]]:
    for place, one in enumerate(parts):
        for other in parts[place + 1 :]:
            for found in differences(one.text, window_of(other.text)):
                yield one, other, (found.kind, found.ours, found.theirs)
