"""False names: other people, places, bodies and speakers, and roles that changed sides."""

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from groundwood.agents.checker.mutations_edit import Mutation, capitalised, listed, replaced
from groundwood.agents.checker.mutations_places import (
    DEMONYMS,
    FIRST_NAMES,
    PLACES,
    SURNAMES,
    WITH_THE,
)
from groundwood.agents.checker.mutations_pool import MutationPool, Name, names_of, words_of
from groundwood.agents.checker.mutations_verbs import BY_PAST

_SAYS = (
    "said|told|added|announced|stated|warned|claimed|reported|argued|wrote|confirmed|insisted|noted"
    "|says|warns|claims|argues|acknowledged|predicted|testified"
)
_SAID_BEHIND = re.compile(rf",? (?:{_SAYS})\b")
_SAID_BEFORE = re.compile(
    r"\b(?:said|added|announced|stated|claimed|argued|wrote|says|[Aa]ccording to)(?: the)? (?:[A-Z][a-z]+\.? |[a-z]+ )?$"
)
_SPEAKERS = (
    "officials", "prosecutors", "witnesses", "residents", "analysts", "critics", "experts",
    "scientists", "researchers", "rescuers", "doctors", "lawyers", "activists", "relatives",
    "investigators", "organizers", "lawmakers", "economists", "investors",
)  # fmt: skip
_SPEAKER = re.compile(
    rf"\b(?P<who>{'|'.join((*_SPEAKERS, 'police', 'authorities'))}) (?:{_SAYS}|say|warn|claim|argue)\b"
    rf"|\baccording to (?P<source>{'|'.join((*_SPEAKERS, 'police', 'authorities'))})\b",
    re.IGNORECASE,
)
_ASYMMETRIC = listed("""accused acquired advised appointed arrested asked attacked backed beat blamed bought captured
    challenged chased condemned criticised criticized defeated defended denounced detained dismissed
    endorsed fined fired followed funded helped hired hit injured invaded invited killed led
    nominated overtook overthrew owned paid praised promoted rejected replaced rescued saved shot sold
    struck succeeded sued supported surprised targeted thanked threatened told urged visited warned
    welcomed wounded beaten overtaken overthrown""")
"""Verbs that mean another thing when their sides change: no ``met``, no ``married``."""
_NP = r"[a-z]+(?: [a-z]+)?"
_PLAIN_SWAP = re.compile(
    rf"^(?P<a1>The|An?) (?P<a>{_NP}) (?P<verb>(?:{'|'.join(sorted(_ASYMMETRIC))})) "
    rf"(?P<b1>the|an?) (?P<b>{_NP})(?=[,.]| (?:in|on|at|near|after|before|during|for|of|over|with)\b)"
)
_ACTIVE = re.compile(rf" (?P<verb>{'|'.join(sorted(_ASYMMETRIC))}) (?:the )?$")
_PASSIVE = re.compile(rf" (?:was|were) (?:{'|'.join(sorted(_ASYMMETRIC))}) by (?:the )?$")
_TITLED = re.compile(r"\b(?!The )[A-Z][\w.]* $")
_FROM_TO = re.compile(r"\bfrom (?:the )?$")
_TO = re.compile(r" to (?:the )?$")
_MODIFIES = re.compile(r"^(?:[’']s?\b| and\b| or\b|, | [a-z]+(?:ing)\b|-)")


def names(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with one name in place of another of its kind and shape."""
    for name in names_of(sentence):
        if name.type == "place":
            continue
        if name.type == "demonym":
            new = _unsaid(sorted(DEMONYMS), sentence, pool, rng)
        else:
            new = _other(name, sentence, pool, rng) or _invented(name, sentence, pool, rng)
        if new:
            yield replaced("name", sentence, name.start, name.end, new)


def places(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with another place of the same kind."""
    for name in names_of(sentence):
        if name.type != "place":
            continue
        has_the = name.text in WITH_THE
        known = PLACES.get((name.shape[2], has_the), [])
        new = _other(name, sentence, pool, rng) or _unsaid(known, sentence, pool, rng)
        if new:
            yield replaced("location", sentence, name.start, name.end, new)


def _other(name: Name, sentence: str, pool: MutationPool, rng: Random) -> str:
    """Return a name of the pool that may stand there grammatically, or nothing."""
    ours = words_of(sentence)
    found = [
        other.text
        for other in pool.names
        if other.shape == name.shape and other.type != "unknown" and not words_of(other.text) & ours
    ]
    return rng.choice(found) if found else ""


def _invented(name: Name, sentence: str, pool: MutationPool, rng: Random) -> str:
    """Return the person with another first name or surname, or nothing."""
    words = name.text.split()
    if name.type != "person" or len(words) != 2:
        return ""
    if rng.random() < 0.5:
        new = _unsaid(SURNAMES, sentence, pool, rng)
        return f"{words[0]} {new}" if new else ""
    new = _unsaid(sorted(FIRST_NAMES), sentence, pool, rng)
    return f"{new} {words[1]}" if new else ""


def _unsaid(
    known: list[str] | tuple[str, ...], sentence: str, pool: MutationPool, rng: Random
) -> str:
    """Return one of the words that neither the sentence nor the pool has, or nothing."""
    ours = words_of(sentence)
    for word in rng.sample(known, min(len(known), 12)):
        if not words_of(word) & ours and not any(pool.holds(part) for part in word.split()):
            return word
    return ""


def attributions(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with what one said told of another, who stands in the pool."""
    for name in names_of(sentence):
        behind, before = sentence[name.end :], sentence[: name.start]
        if _SAID_BEHIND.match(behind) or _SAID_BEFORE.search(before):
            new = _speaker(name, sentence, pool, rng)
            if new:
                yield replaced("attribution", sentence, name.start, name.end, new)
    for match in _SPEAKER.finditer(sentence):
        group = "who" if match["who"] else "source"
        others = [word for word in _SPEAKERS if not pool.holds(word)]
        if others:
            yield replaced("attribution", sentence, *match.span(group), rng.choice(others))


def _speaker(name: Name, sentence: str, pool: MutationPool, rng: Random) -> str:
    ours = words_of(sentence)
    found = [
        other.text
        for other in pool.names
        if other.type in ("person", "organisation")
        and other.type == name.type
        and other.has_the == name.has_the
        and not words_of(other.text) & ours
    ]
    return rng.choice(found) if found else ""


def role_swaps(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with the two sides of a one-way verb, or of a way, exchanged."""
    found = names_of(sentence)
    for one, other in pairwise(found):
        between = sentence[one.end : other.start]
        before, behind = sentence[: one.start], sentence[other.end :]
        if {one.type, other.type} & {"demonym"} or _MODIFIES.match(behind):
            continue
        if any(_TITLED.search(sentence[: name.start]) for name in (one, other)):
            continue
        is_way = _FROM_TO.search(before) and _TO.fullmatch(between)
        if is_way or _ACTIVE.fullmatch(between) or _PASSIVE.fullmatch(between):
            yield Mutation("role swap", _exchanged(sentence, one, other))
    match = _PLAIN_SWAP.match(sentence)
    if match and _is_plain(match):
        yield Mutation("role swap", _turned(sentence, match))


def _is_plain(match: re.Match[str]) -> bool:
    """Say whether both sides are noun phrases as far as the list of verbs can tell."""
    words = [*match["a"].split(), *match["b"].split()]
    return match["a"] != match["b"] and not any(word in BY_PAST for word in words)


def _turned(sentence: str, match: re.Match[str]) -> str:
    first = capitalised(f"{match['b1']} {match['b']}")
    second = f"{match['a1'].lower()} {match['a']}"
    return f"{first} {match['verb']} {second}{sentence[match.end() :]}"


def _exchanged(sentence: str, one: Name, other: Name) -> str:
    """Return the sentence with two names exchanged, each with its article."""
    spans = [_with_article(sentence, name) for name in (one, other)]
    (s1, e1), (s2, e2) = spans
    first, second = sentence[s1:e1], sentence[s2:e2]
    first = first.replace("The ", "the ", 1) if first.startswith("The ") else first
    second = second if s1 else capitalised(second)
    return f"{sentence[:s1]}{second}{sentence[e1:s2]}{first}{sentence[e2:]}"


def _with_article(sentence: str, name: Name) -> tuple[int, int]:
    article = max(0, name.start - 4)
    has_article = sentence[article : name.start].lower() == "the "
    return (article if has_article else name.start), name.end
