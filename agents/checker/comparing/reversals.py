"""Sentences that say the reverse of their source in nearly its own words.

Only what comparison settles safely: the claim follows one source sentence word by word, and what
differs is a negation, a word in place of its opposite, or two words that changed places.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache

from groundwood.agents.checker.comparing.figurewords import SMALL
from groundwood.agents.checker.comparing.words import OPPOSITES
from groundwood.agents.retriever.terms import is_stop_term, terms

FEWEST_WORDS = 4
"""A claim must share this many words with its source sentence to follow it."""
MOST_WORDS = 200
"""A longer sentence is no sentence; comparing it would take long."""

_TOKEN = re.compile(r"[\w.,]*\w|\w+")
_CONTRACTION = re.compile(r"\b(ca|wo|sha)?(\w*?)n['’]t\b", re.IGNORECASE)
_FULL = {"ca": "can", "wo": "will", "sha": "shall"}
_SILENT = frozenset(["a", "an", "the", "do", "does", "did", "also", "that", "then", "any"])
_NEGATIONS = frozenset(
    ["no", "not", "never", "nobody", "none", "neither", "nothing", "cannot", "without"]
)
_STANDING_IN = frozenset(
    ["people", "anyone", "anybody", "someone", "somebody", "person", "some", "ever"]
)
_AGREEING = {"were": "was", "are": "is", "have": "has", "is": "is", "was": "was", "has": "has"}
_NAME = re.compile(r"\b(?!The )[A-Z]\w+(?: [A-Z]\w+)+")
_EVEN = frozenset(
    [
        "and",
        "or",
        "with",
        "between",
        "than",
        "as",
        "met",
        "meet",
        "meets",
        "equals",
        "equal",
        "married",
        "marry",
        "plus",
        "joined",
    ]
)


@dataclass(frozen=True)
class Reversal:
    """What the claim says, and what its source sentence says in its stead."""

    claim: str
    source: str
    is_of_figures: bool = False

    @property
    def reason(self) -> str:
        """The difference in words."""
        return f"the source says {self.source!r}, the sentence {self.claim!r}"


def reversal(claim: str, sources: Sequence[str]) -> Reversal | None:
    """Return how the claim turns one of the source sentences round, or none."""
    found = (_swapped(claim, source) or _differing(claim, source) for source in sources)
    return next((reversal for reversal in found if reversal), None)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    text = _CONTRACTION.sub(
        lambda m: f"{_FULL.get((m.group(1) or '').lower(), m.group(2))} not", text
    )
    words = (word.casefold() for word in _TOKEN.findall(text.replace("cannot", "can not")))
    return tuple(word for word in words if word not in _SILENT)


def _root(word: str) -> str:
    if word in _NEGATIONS:
        return word
    return _AGREEING.get(word) or next(iter(terms(word)), word)


def _differing(claim: str, source: str) -> Reversal | None:
    ours, theirs = _tokens(claim), _tokens(source)
    if max(len(ours), len(theirs)) > MOST_WORDS:
        return None
    blocks = _blocks(ours, theirs)
    if sum(block.size for block in blocks) < FEWEST_WORDS - 1:
        return None
    mine = _unmatched(ours, [(block.b, block.size) for block in blocks])
    within = _unmatched(theirs, [(block.a, block.size) for block in blocks])
    start, end = blocks[0].a, blocks[-1].a + blocks[-1].size
    inner = [(i, word) for i, word in within if _near(i, start, end, len(theirs))]
    left, right = [w for _, w in mine], [w for _, w in inner]
    if _negated(left, right) or _negated(right, left):
        return Reversal(_around(ours, mine), _around(theirs, inner))
    if len(left) == len(right) == 1 and left[0] in OPPOSITES.get(right[0], set()):
        return Reversal(left[0], right[0])
    return None


def _blocks(ours: Sequence[str], theirs: Sequence[str]) -> list[Match]:
    """Return the stretches that the claim (b) shares with its source (a), in order."""
    mine, other = [_root(word) for word in ours], [_root(word) for word in theirs]
    return SequenceMatcher(None, other, mine, autojunk=False).get_matching_blocks()[:-1]


def _near(place: int, start: int, end: int, length: int) -> bool:
    """Say whether an unmatched word lies within the matched stretch, or opens the sentence."""
    return start <= place < end or (place < start <= 2) or (place >= end == length - 1)


def _unmatched(words: Sequence[str], blocks: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    covered = {i for start, size in blocks for i in range(start, start + size)}
    return [(i, word) for i, word in enumerate(words) if i not in covered]


def _negated(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether one side has just a negation that the other lacks."""
    negations = [word for word in one if word in _NEGATIONS]
    rest = [word for word in (*one, *other) if word not in _NEGATIONS | _STANDING_IN]
    return len(negations) == 1 and not rest and not _NEGATIONS.intersection(other)


def _around(words: Sequence[str], places: Sequence[tuple[int, str]]) -> str:
    if not places:
        return " ".join(words[:6])
    at = places[0][0]
    return " ".join(words[max(0, at - 1) : at + 2])


def _swapped(claim: str, source: str) -> Reversal | None:
    """Two words or names changed places over a verb, or two figures over what they count."""
    ours, theirs = _tokens(_joined(claim)), _tokens(_joined(source))
    if len(ours) != len(theirs):
        return None
    mine, other = [_root(word) for word in ours], [_root(word) for word in theirs]
    places = [i for i, (a, b) in enumerate(zip(mine, other, strict=True)) if a != b]
    if len(places) != 2 or len(ours) < FEWEST_WORDS:
        return None
    i, j = places
    if (mine[i], mine[j]) != (other[j], other[i]) or is_stop_term(mine[i]) or is_stop_term(mine[j]):
        return None
    are_figures = _is_figure(ours[i]) and _is_figure(ours[j])
    between = set(mine[i + 1 : j])
    if between <= _EVEN or (between & _EVEN and not are_figures):
        return None
    said, told = " … ".join((ours[i], ours[j])), " … ".join((theirs[i], theirs[j]))
    return Reversal(said, told, is_of_figures=are_figures)


def _joined(text: str) -> str:
    """Return the text with each name of several words as one."""
    return _NAME.sub(lambda match: match.group().replace(" ", "_"), text)


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or word in SMALL
