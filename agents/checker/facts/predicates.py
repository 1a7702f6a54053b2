"""Predicates and objects that share what stands before them: *closed and laid off 40 staff*."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from groundwood.agents.checker.facts.clips import Clip, masked
from groundwood.agents.checker.facts.verbs import (
    ALONE,
    AUXILIARY,
    BASE,
    BE,
    DETERMINER,
    HAVE,
    MODAL,
    PARTICIPLE_ONLY,
    PAST_ONLY,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    THIRD,
    Verb,
    finite,
    is_ed,
    is_participle,
    is_past,
    words,
)

Form = Literal["past", "present", "base", "passive", "perfect"]

_LINK = re.compile(r",? (?:and|but) (?:(?:then|also|later|now|[a-z]+ly) )?|, ")
_JOINED = re.compile(r",? (?:and|but) ")
_WORD = re.compile(r"[A-Za-z’'-]+|\d\S*")
_NEXT = re.compile(r" (?:(?:also|since|now|already|then|later|[a-z]+ly) )?([a-z’'-]+)")
_INFINITIVE = re.compile(r" to ([a-z]+)\b")
_NEGATED = re.compile(r"\b(?:not|never|cannot)\b|n[’']t\b", re.IGNORECASE)
_DONE_TO = words(
    "arrested charged convicted sentenced killed injured wounded fined jailed detained released fired"
    " appointed elected accused acquitted destroyed rescued evacuated treated taken given hospitalized"
    " deported extradited questioned indicted suspended"
)
"""Participles that go on with the passive before them."""
_LIST_ITEM = re.compile(
    r" (?:a|an|the|its|his|her|their|\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|dozens of|hundreds of|thousands of)(?= )"
)
_COUNTED = re.compile(r" (?:an? |\d|two|three|four|five|six|seven|eight|nine|ten)")
_LIST_LINK = re.compile(r",? and(?= )|,(?= )")
_COLLECTIVE = words(
    "met meets joined joins linked links combined merged connected compared exchanged separated cost costs"
    " called calls named made makes declared considered elected appointed gave gives told found became"
    " shared mixed matched said says"
)
_NO_LIST = re.compile(
    r"\b(?:between|among|both|together|each|per|than|as|from|who|which|that|to)\b"
)
_ALSO_ADJECTIVE = words("open free clear complete secure lower separate slow own direct")
_PARTICLES = words("off up down out back how why")
_NO_NOUN = words("first second third last next same other many few")


@dataclass(frozen=True)
class _Head:
    """What predicates share: how much of the sentence with and without the auxiliary, which form."""

    form: Form
    full: int
    subject: int


def predicates(clip: Clip, *, inside: bool) -> list[Clip]:
    """Return the clip once for each of its coordinated predicates, each with what they share.

    ``inside`` an attribution a plain past form may go on with the outer subject: it is not parted.
    """
    text = masked(clip.text)
    verb = finite(text)
    if verb is None or _NEGATED.search(text):
        return []
    head = _head(text, verb)
    found = _parted(clip, text, verb, head, inside)
    if found:
        return found
    to = _INFINITIVE.search(text, verb.end)
    if to is None or to.group(1) not in BASE or _JOINED.search(text, 0, to.start()):
        return []
    target = Verb(to.group(1), to.start(1), to.end(1))
    return _parted(clip, text, target, _Head("base", to.start(1) - 1, verb.start), inside)


def _head(text: str, verb: Verb) -> _Head:
    match = _NEXT.match(text, verb.end)
    behind = match.group(1) if match else ""
    if verb.word in MODAL:
        return _Head("base", verb.end, verb.start)
    if verb.word in BE | HAVE and is_participle(behind):
        return _Head("passive" if verb.word in BE else "perfect", verb.end, verb.start)
    form: Form = "past" if is_past(verb.word) or verb.word in ("was", "were", "had") else "present"
    return _Head(form, verb.start, verb.start)


def _parted(clip: Clip, text: str, verb: Verb, head: _Head, inside: bool) -> list[Clip]:
    links: list[tuple[int, int, int]] = []
    for match in _LINK.finditer(text, verb.end):
        shared = _shared(text[match.end() :], head, inside)
        if shared is not None:
            links.append((match.start(), match.end(), shared))
    if not links or not _JOINED.match(text, links[-1][0]):
        return []
    ends = [start for start, _, _ in links[1:]] + [len(text)]
    pieces = [(begin, end, shared) for (_, begin, shared), end in zip(links, ends, strict=True)]
    first = text[head.full : links[0][0]].strip()
    alone = [first, *(text[begin:end] for begin, end, _ in pieces[:-1])]
    if not all(_is_whole(piece, head) for piece in alone):
        return []
    whole = clip[: links[0][0]]
    return [whole, *(_joined(clip[:shared], clip[b:e]) for b, e, shared in pieces)]


def _is_whole(piece: str, head: _Head) -> bool:
    """Say whether a predicate has its own object, and no clause that could go on behind it."""
    told = _WORD.findall(piece)
    if not told or told[-1] in PREPOSITION or finite(piece.partition(" ")[2]) is not None:
        return False
    if RELATIVE & set(told[1:]):
        return False
    if len(told) > 1:
        return head.form != "base" or not (told[-1] in BASE or told[-2] == "to")
    return told[0] in ALONE or head.form == "passive"


def _joined(shared: Clip, piece: Clip) -> Clip:
    return shared[: len(shared.text.rstrip())].borrowed() + " " + piece


def _shared(right: str, head: _Head, inside: bool) -> int | None:
    """Return how much of the sentence a predicate that begins so shares, or none when it is none."""
    match = _WORD.match(right)
    word = match.group() if match else ""
    if word in AUXILIARY:
        return head.subject if head.form != "base" or word in MODAL else None
    goes_on = _goes_on(right[len(word) :])
    if head.form == "base":
        return head.full if word in BASE and goes_on and word not in _ALSO_ADJECTIVE else None
    if head.form == "present" and word in THIRD:
        return head.full if goes_on else None
    if word in PAST_ONLY or (head.form == "passive" and word in ALONE):
        return None if inside else head.subject
    if head.form in ("past", "present"):
        goes_on = goes_on or right[len(word) :].startswith(" that ")
        return head.full if is_ed(word) and goes_on and not inside else None
    if head.form == "passive":
        return head.full if word in _DONE_TO else None
    if inside:
        return head.full if word in PARTICIPLE_ONLY else None
    return head.full if is_participle(word) and (goes_on or word in PARTICIPLE_ONLY) else None


def _goes_on(rest: str) -> bool:
    """Say whether behind a verb stands what follows verbs, not a noun that it could describe."""
    match = _WORD.match(rest.lstrip())
    word = match.group() if match else ""
    if not word or word[0].isdigit() or word[0].isupper():
        return True
    known = DETERMINER | PREPOSITION | PRONOUN
    return word in known or word.endswith("ly") or word in _PARTICLES


def objects(clip: Clip) -> list[Clip]:
    """Return the clip once for each object of a plain list: *destroyed 14 houses and a school*."""
    text = masked(clip.text)
    verb = finite(text)
    if verb is None or verb.word in AUXILIARY | _COLLECTIVE or not is_past(verb.word):
        return []
    if _NEGATED.search(text) or _NO_LIST.search(text, verb.end):
        return []
    items = _items(text, verb.end)
    if len(items) < 2 or finite(text[verb.end :]) is not None:
        return []
    head = clip[: verb.end]
    first = clip[: items[0][1]]
    rest = (clip[start:end].stripped() for start, end in items[1:])
    return [first, *(head.borrowed() + " " + item for item in rest)]


def _items(text: str, start: int) -> list[tuple[int, int]]:
    links = [match.span() for match in _LIST_LINK.finditer(text, start)]
    if not links or not text[slice(*links[-1])].endswith("and"):
        return []
    starts = [start, *(end for _, end in links)]
    ends = [*(begin for begin, _ in links), len(text)]
    items = list(zip(starts, ends, strict=True))
    if not all(_is_item(text[begin:end]) for begin, end in items):
        return []
    for (begin, end), (after, _) in pairwise(items):
        if PREPOSITION & set(text[begin:end].split()) and not _COUNTED.match(text, after):
            return []  # the second may hang on the first's preposition
    return items


def _is_item(text: str) -> bool:
    match = _LIST_ITEM.match(text)
    told = text.split()
    return match is not None and len(told) > 1 and told[-1] not in _NO_NOUN
