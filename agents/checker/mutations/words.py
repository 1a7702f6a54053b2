"""False wordings: opposites, certainty, quantity, order in time, cause, part and whole."""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from groundwood.agents.checker.mutations import tables
from groundwood.agents.checker.mutations.edit import Mutation, each, listed, replaced, tokens
from groundwood.agents.checker.mutations.pool import MutationPool
from groundwood.agents.checker.mutations.verbs import BY_BASE, BY_PARTICIPLE, Verb, verb

BEFORE_BASE = listed("to will would can could should must may might not cannot they we n't")
"""Words behind which a base form is a verb."""
BEFORE_PARTICIPLE = listed("has have had been was were is are be being having")
_BEFORE_ING = BEFORE_PARTICIPLE | listed("by of after before from while without for")
_NEVER_WITH_TO = listed("end ends ended ending")
_NOUN_MARKS = listed("a an the this that his her its their our no any of 's")
_DOUBT = r"\b(?P<may>may|might|could) have (?P<been>been )?(?P<verb>[a-z]+)\b"
_MAY_HAVE = re.compile(_DOUBT)
_MAY = re.compile(r"\b(?:may|might|could)(?= (?P<verb>[a-z]+)\b)")
_PAST_COULD = re.compile(r"\b(?:I|we|he|she|they|who|so|until|before|if|that)(?: \w+){0,3} $")
_PLANS = re.compile(
    r"(?P<who>\b(?:[Hh]e|[Ss]he|[Ii]t|who|which|[Gg]overnment|company|ministry|president|minister|city"
    r"|state|council|group|team|party|agency|court|bank|firm|country|[A-Z]\w+)) "
    r"(?:plans|planned|intends|intended|hopes|hoped|wants|wanted|aims|aimed|vowed|pledged|promised"
    r"|threatened|offered|proposed|seeks|sought|is set|is due|is expected|was expected) to "
    r"(?P<verb>[a-z]+)\b"
)
_PLURAL = re.compile(r"\b(?:they|people|children|men|women|police|[a-z]{3,}[^s\W]s)$")


def antonyms(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with one word or phrase in place of its opposite."""
    for pattern, new in _phrases():
        yield from each("antonym", pattern, new, sentence)
    words = tokens(sentence)
    for place, token in enumerate(words):
        if not token.text[:1].islower():
            continue
        before = words[place - 1].text.lower() if place else ""
        after = words[place + 1].text if place + 1 < len(words) else ""
        found = _opposites().get(token.text, [])
        for new, slot in sorted(found, key=lambda _: rng.random()):
            if _agrees(slot, before) and not (new in _NEVER_WITH_TO and after == "to"):
                yield replaced("antonym", sentence, token.start, token.end, new)


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    both = [(a, b) for pair in tables.PHRASE_PAIRS for a, b in (pair, pair[::-1])]
    found = [(re.compile(rf"\b{old}\b"), new) for old, new in both]
    return found + [form for pair, objects in tables.OBJECT_PAIRS for form in _over(pair, objects)]


def _over(pair: str, objects: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield the forms of both verbs where one of the objects follows within two words."""
    one, other = (verb(base) for base in pair.split("/"))
    behind = rf"(?= (?:[a-z]+ ){{0,2}}(?:{objects})\b)"
    for a, b in ((one, other), (other, one)):
        for old, new in ((a.third, b.third), (a.past, b.past), (a.ing, b.ing)):
            yield re.compile(rf"(?<!\bbe )(?<!\bto )\b{old}\b{behind}"), new
        yield re.compile(rf"(?<=\bto )\b{a.base}\b{behind}"), b.base


@cache
def _opposites() -> dict[str, list[tuple[str, str]]]:
    """Return, for each word, its opposites with the form in which they stand."""
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in tables.VERB_PAIRS.split():
        one, other = re.split("[/>]", pair)
        as_nouns = one.endswith("*") and other.endswith("*")
        verbs = verb(one.strip("*")), verb(other.strip("*"))
        for a, b in (verbs, verbs[::-1])[: 1 if ">" in pair else 2]:
            for word, new, slot in _forms(a, b, as_nouns=as_nouns):
                found.setdefault(word, []).append((new, slot))
    for pair in shlex.split(tables.NOUN_PAIRS) + shlex.split(tables.OTHER_PAIRS):
        one, other = pair.split("/")
        slot = "noun" if pair in tables.NOUN_PAIRS.split() else "any"
        found.setdefault(one, []).append((other, slot))
        found.setdefault(other, []).append((one, slot))
    return found


def _forms(a: Verb, b: Verb, *, as_nouns: bool) -> Iterator[tuple[str, str, str]]:
    yield a.base, b.base, "any" if as_nouns else "base"
    yield a.third, b.third, "third"
    if a.past == a.participle and b.past == b.participle:
        yield a.past, b.past, "past or participle" if a.past != a.base else "participle"
    else:
        yield a.past, b.past, "past"
        yield a.participle, b.participle, "participle"
    yield a.ing, b.ing, "ing"


def _agrees(slot: str, before: str) -> bool:
    """Say whether a word in that form may follow the word before it."""
    if slot == "base":
        return before in BEFORE_BASE or before.endswith("n't")
    if slot == "third":
        return before not in _NOUN_MARKS and (before.isalpha() and not before.endswith("s"))
    if slot == "participle":
        return before in BEFORE_PARTICIPLE
    if slot == "past":
        return before not in BEFORE_PARTICIPLE | _NOUN_MARKS
    if slot == "ing":
        return before in _BEFORE_ING
    return slot != "noun" or before not in BEFORE_BASE | BEFORE_PARTICIPLE


def modality(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with what may be, or is planned or alleged, told as a fact."""
    for match in _MAY_HAVE.finditer(sentence):
        if match["been"] or match["verb"] in BY_PARTICIPLE:
            new = _was(sentence[: match.start()]) if match["been"] else ""
            told = match["verb"] if match["been"] else BY_PARTICIPLE[match["verb"]].past
            yield replaced("modality", sentence, *match.span(), f"{new}{told}")
    for match in _MAY.finditer(sentence):
        past = match.group() == "could" and _PAST_COULD.search(sentence[: match.start()])
        if match["verb"] in BY_BASE and match["verb"] not in ("have", "be") and not past:
            yield replaced("modality", sentence, *match.span(), "will certainly")
    for match in _PLANS.finditer(sentence):
        if match["verb"] in BY_BASE and sentence[match.start() - 2 : match.start()] != "’s":
            start = match.end("who") + 1
            yield replaced("modality", sentence, start, match.end(), BY_BASE[match["verb"]].past)
    yield from _all("modality", tables.MODALITY, sentence)


def _was(before: str) -> str:
    many = _PLURAL.search(before.rstrip()) or re.search(r"\band [A-Z]\w+ $", before)
    return "were " if many else "was "


def quantities(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with another quantity: all for some, at most for at least."""
    yield from _all("quantity", tables.QUANTITY, sentence)


def time_order(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with before and after, first and last, former and current exchanged."""
    yield from _all("time order", tables.TIME_ORDER, sentence)


def causes(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with a cause told as an obstacle, or an obstacle as a cause."""
    yield from _all("cause", tables.CAUSE, sentence)


def parts(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with the whole told for a part, or a part for the whole."""
    yield from _all("part", tables.PART, sentence)


def _all(kind: str, table: Sequence[tuple[str, str]], sentence: str) -> Iterator[Mutation]:
    for pattern, new in table:
        yield from each(kind, re.compile(pattern), new, sentence)
