"""The facts of a sentence: its clauses, each as a sentence of its own, found without a model.

Closed lists and punctuation decide, and what is in doubt stays whole: a fact too few leaves a part
unchecked by itself, but a wrong one would refuse what is true. Quotations are never parted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from groundwood.agents.checker.facts.clips import Clip, is_balanced, masked
from groundwood.agents.checker.facts.predicates import objects, predicates
from groundwood.agents.checker.facts.subjects import clause, is_open
from groundwood.agents.checker.facts.verbs import PREPOSITION, finite, is_participle, words

Kind = Literal["main", "clause", "verb phrase", "object", "aside", "subordinate", "part"]
Part = tuple[Clip, Kind]
Rule = Callable[[Clip], "list[Part] | None"]

LONGEST = 800
"""Characters of the longest sentence that is parted."""
FEWEST_WORDS = 6

_UNSAFE = re.compile(
    r"\b(?:if|unless|whether|neither|nor|either|lest|not only|rather than|instead of|so that"
    r"|respectively|or else)\b|\?|(?<!\d):|:(?!\d)|^[-•*]",
    re.IGNORECASE,
)
_SAYING = "said|says|say|told|added|adds"
_REPORTING = (
    f"{_SAYING}|announced|reported|reports|warned|warns|confirmed|confirms|claimed|claims|argued|argues"
    "|believes?|believed|stated|noted|explained|acknowledged|insisted|estimated|predicted|agreed|shows?"
    "|showed|found|testified|alleged"
)
_TRAILING = re.compile(
    rf", (?:according to [^,;]+|(?!(?:and|but|who|which|while|after|before|when)\b)"
    rf"(?:[\w.’'-]+ ){{1,8}}(?:{_SAYING})(?: (?:on|in|at|to|during|late) [^,;]+| reporters)?"
    rf"|(?:{_SAYING}) [^,;]+)$"
)
_ACCORDING = re.compile(r"According to [^,;]+, ")
_THAT = re.compile(r"(?: (?!that\b)[\w.’'-]+){0,8} that ")
_LEADING = re.compile(r"(After|Before|When|While|Although|Though|Because|Since|Once) ([^,]+), ")
_LEADING_PARTICIPLE = re.compile(r"([A-Z][a-z]+) [^,]+, ")
_INSERTED = re.compile(r"(?P<subject>[^,–—]+), (?P<inside>[^,–—]+), (?P<rest>[^,].*)")
_AND = re.compile(r"(?P<comma>,)? (?:and|but|while|whereas) (?P<that>that )?")
_SUBORDINATED = re.compile(r",? (because|although|though|after|before|when|since) ")
_TRAILING_ASIDE = re.compile(r", (?:(?P<relative>who|which|where) |(?P<ing>[a-z]+ing)\b)[^,]*$")
_NAME = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*$")
_NOUN = re.compile(r"(?<!of )\b(?:a|an|the|its|his|her|their) (?:[a-z’'-]+ ){0,2}[a-z’'-]+$")
_NOT_ING = words(
    "including following during according regarding concerning excluding pending going"
    " owing barring depending"
)
_NEGATED = re.compile(r"\b(?:not|never|no|cannot)\b|n[’']t\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """One fact as a grammatical sentence, and the range of the sentence that is its own.

    ``kind`` says what it is there: the main clause, a further one, one of several predicates or
    objects, or what only hangs on (``aside``: a relative, an apposition, a participle). A ``part``
    is a model's: it may share its range with others.
    """

    text: str
    start: int
    end: int
    kind: Kind = "main"


@lru_cache(maxsize=2048)
def facts(sentence: str) -> tuple[Fact, ...]:
    """Return the facts of an English sentence in reading order; the sentence itself when it is one.

    A shared subject, auxiliary or attribution is repeated in each fact. An aside or participle that
    cannot stand alone keeps its main clause before it.
    """
    whole = (Fact(sentence, 0, len(sentence)),)
    body = re.sub(r"[.!]\s*$", "", sentence)
    if len(body) > LONGEST or len(body.split()) < FEWEST_WORDS:
        return whole
    readable = masked(body)
    if not is_balanced(body) or _UNSAFE.search(readable):
        return whole
    parts = _split(Clip.of(body))
    if len(parts) < 2 or any(len(clip.text.split()) < 2 for clip, _ in parts):
        return whole
    found = [Fact(_sentence(clip.text), *clip.own, kind) for clip, kind in parts]
    return tuple(sorted(found, key=lambda fact: fact.start))


def _sentence(text: str) -> str:
    text = text.strip(" ,")
    return f"{text[0].upper()}{text[1:]}{'' if re.search(r'[.!]”?$', text) else '.'}"


def _split(clip: Clip, kind: Kind = "main", *, inside: bool = False) -> list[Part]:
    """Return the parts; ``inside`` an attribution only what surely belongs to it is parted."""
    clip = clip.stripped()
    rules: list[Callable[[Clip, bool], list[Part] | None]] = [
        _said_behind,
        _according,
        _by_semicolon,
        _leading,
        _leading_participle,
        _inserted,
        _said_before,
        _trailing_aside,
        _coordinated,
        _subordinated,
        _by_predicate,
        _by_object,
    ]
    for rule in rules:
        parts = rule(clip, inside)
        if parts is not None:
            return [(part, k if k != "main" else kind) for part, k in parts]
    return [(clip, kind)]


def _wrapped(before: Clip, parts: list[Part], behind: Clip) -> list[Part]:
    """Return the parts, each with the attribution around it."""
    lone = len(parts) == 1
    start, end = (before, behind) if lone else (before.borrowed(), behind.borrowed())
    return [(start + part + end, kind) for part, kind in parts]


def _said_behind(clip: Clip, inside: bool) -> list[Part] | None:
    match = _TRAILING.search(masked(clip.text))
    if match is None or finite(masked(clip.text)[: match.start()]) is None:
        return None
    return _wrapped(Clip("", ()), _split(clip[: match.start()]), clip[match.start() :])


def _according(clip: Clip, inside: bool) -> list[Part] | None:
    match = _ACCORDING.match(clip.text)
    if match is None:
        return None
    return _wrapped(clip[: match.end()], _split(clip[match.end() :]), Clip("", ()))


def _said_before(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    verb = finite(text)
    if verb is None or not re.fullmatch(_REPORTING, verb.word):
        return None
    that = _THAT.match(text, verb.end)
    start = that.end() if that else verb.end + 1
    told = clause(text[start:], sure=False)
    if told is None or not (that or re.fullmatch(_SAYING, verb.word)):
        return [(clip, "main")] if that or told else None
    return _wrapped(clip[:start], _split(clip[start:], inside=True), Clip("", ()))


def _by_semicolon(clip: Clip, inside: bool) -> list[Part] | None:
    left, mark, right = masked(clip.text).partition("; ")
    if not mark or re.search(rf"\b(?:{_REPORTING})\b", left):
        return None
    if finite(left) is None or clause(right, sure=False) is None:
        return None
    return [*_split(clip[: len(left)]), *_split(clip[len(left) + 2 :], "clause")]


def _leading(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    match = _LEADING.match(text)
    if match is None or clause(text[match.end() :], sure=False) is None:
        return None
    if clause(match.group(2), sure=False) is None:
        return [(clip, "main")]
    first = _split(clip[match.start(2) : match.end(2)], "subordinate")
    return [*first, *_split(clip[match.end() :])]


def _leading_participle(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    match = _LEADING_PARTICIPLE.match(text)
    word = match.group(1).lower() if match else ""
    if match is None or word in _NOT_ING or not (word.endswith("ing") or is_participle(word)):
        return None
    if clause(text[match.end() :], sure=False) is None:
        return None
    main = clip[match.end() :]
    return [(clip[: match.end()] + main.borrowed(), "aside"), *_split(main)]


def _inserted(clip: Clip, inside: bool) -> list[Part] | None:
    """Part what stands between commas right behind the subject: relative, apposition, participle."""
    match = _INSERTED.fullmatch(masked(clip.text))
    if match is None or finite(match["subject"]) is not None:
        return None
    verb = finite(f"{match['subject']} {match['rest']}")
    told = _told_of_subject(match["subject"], match["inside"])
    if verb is None or verb.start != len(match["subject"]) + 1 or told is None:
        return None
    subject, within = (
        clip[: match.end("subject")],
        clip[match.start("inside") : match.end("inside")],
    )
    skip, link = told
    aside = subject.borrowed() + link + within[skip:]
    main = subject + " " + clip[match.start("rest") :]
    return [*_split(main), (aside, "aside")]


def _told_of_subject(subject: str, inside: str) -> tuple[int, str] | None:
    """Return how much to leave out of the insertion, and what links it to the subject."""
    first, _, rest = inside.partition(" ")
    many = " and " in subject
    if first in ("who", "which"):
        verb = finite(f"{subject} {rest}")
        is_next = verb is not None and verb.start == len(subject) + 1
        return (len(first) + 1, " ") if is_next else None
    if first in ("a", "an", "the", "its", "his", "her", "their") and finite(inside) is None:
        return (0, " are " if many else " is ")
    if is_participle(first) and rest.partition(" ")[0] in PREPOSITION:
        return (0, " were " if many else " was ")
    return None


def _coordinated(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    for match in _AND.finditer(text):
        comma, that = match["comma"] is not None, match["that"] is not None
        if that != inside and (that or comma or (inside and "w" in match.group())):
            continue
        left, right = text[: match.start()], text[match.end() :]
        if is_open(left, comma=comma) or finite(left) is None:
            continue
        if clause(right, sure=True, comma=comma) is not None:
            first = _split(clip[: match.start()], inside=inside)
            return [*first, *_split(clip[match.end() :], "clause", inside=inside)]
    return None


def _subordinated(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    for match in _SUBORDINATED.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if finite(left) is None or clause(right, sure=True, comma=False) is None:
            continue
        if _NEGATED.search(left) or re.search(r" and (?:as|when|if) |\bcould\b", right):
            return None
        first = _split(clip[: match.start()], inside=inside)
        return [*first, *_split(clip[match.end() :], "subordinate", inside=inside)]
    return None


def _trailing_aside(clip: Clip, inside: bool) -> list[Part] | None:
    text = masked(clip.text)
    match = _TRAILING_ASIDE.search(text)
    if match is None or match["ing"] in _NOT_ING or finite(text[: match.start()]) is None:
        return None
    left, own = clip[: match.start()], clip[match.start() :]
    named = _NAME.search(left.text) or _NOUN.search(left.text)
    is_known = named is not None and not PREPOSITION & set(named.group().split())
    if named is not None and is_known and match["relative"] == "who":
        told = left[named.start() :].borrowed() + " " + clip[match.end("relative") + 1 :]
    else:
        told = left.borrowed() + own
    return [*_split(left, inside=inside), (told, "aside")]


def _by_predicate(clip: Clip, inside: bool) -> list[Part] | None:
    parts = predicates(clip, inside=inside)
    if len(parts) < 2:
        return None
    first = _split(parts[0], inside=inside)
    rest = [part for clip in parts[1:] for part in _split(clip, "verb phrase", inside=inside)]
    return [*first, *rest]


def _by_object(clip: Clip, inside: bool) -> list[Part] | None:
    parts = objects(clip)
    if len(parts) < 2:
        return None
    return [(part, "object" if i else "main") for i, part in enumerate(parts)]
