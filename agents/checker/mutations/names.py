"""False names: other people, places, bodies and speakers, and roles that changed sides."""

import re
from collections.abc import Iterator
from random import Random

from groundwood.agents.checker.mutations.edit import Mutation, replaced
from groundwood.agents.checker.mutations.places import (
    DEMONYMS,
    FIRST_NAMES,
    PLACES,
    SURNAMES,
    WITH_THE,
)
from groundwood.agents.checker.mutations.pool import MutationPool, Name, names_of, words_of

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
_NAMED_BEFORE = re.compile(r"\b[A-Z][\w-]* $")


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
        kind = name.shape[2]
        known = PLACES.get((kind or "city", has_the or name.has_the), [])
        near = _other(name, sentence, pool, rng) if kind else ""
        new = near or _unsaid(known, sentence, pool, rng)
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
        if _NAMED_BEFORE.search(sentence[: match.start()]):
            continue
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
