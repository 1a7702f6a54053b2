"""False roles: the two sides of a one-way verb, way, gift or comparison exchanged."""

import re
from collections.abc import Iterator
from random import Random

from groundwood.agents.checker.mutations.edit import Mutation, capitalised, listed
from groundwood.agents.checker.mutations.places import DEMONYMS, NO_NAMES, PLACE_KIND, TITLES
from groundwood.agents.checker.mutations.pool import MutationPool
from groundwood.agents.checker.mutations.verbs import BY_PARTICIPLE, BY_PAST, BY_THIRD, verb

_BASES = """
accompany accuse admire advise appoint assassinate assault assist bomb bully contact contradict convince
deport dominate embrace employ evict execute expel extradite free greet harass host humiliate imprison
inform insult interview investigate mentor mock oust outnumber overrule pardon prosecute protect provoke
question recruit respect serve teach trust arrest ask attack back beat blame capture challenge chase condemn criticise
criticize defeat defend denounce detain dismiss endorse fine follow guide help hire hit hurt injure
invade invite kidnap kill lead murder nominate order overtake overthrow persuade poison praise promote
punish reassure recommend replace represent rescue reward sack sanction save shoot strike succeed sue
slam summon support surpass surprise suspect target tell thank threaten urge warn welcome wound
"""
_TRADE_BASES = "acquire buy fund own pay sell"
_VERBS = [verb(base) for base in _BASES.split()]
_TRADE = [verb(base) for base in _TRADE_BASES.split()]


def _any(words: list[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_NAME = (
    rf"(?:(?:the |The )?(?:(?:{_any([re.escape(t) for t in TITLES])}) )*"
    r"[A-Z][\w’-]*(?: (?:[A-Z][\w-]*|of the|of|and(?= [A-Z][\w-]* (?:Group|Company|Union)\b))){0,4}"
    r"(?<! of)(?<! the))"
)
_NOUNS = r"(?:(?:the|The|a|A|an|An) (?:[a-z-]+ ){0,2}?[a-z-]+)"
_SIDE = rf"(?:{_NAME}|{_NOUNS})"
_LEFT = r"(?:^|(?<=, )|(?<=\bthat )|(?<=\bsaid ))(?P<left>{side})"
_END = (
    r"(?=[,.;:!?]|$| \d| (?:in|on|at|for|over|after|before|during|to|with|as|from|about|because|when"
    r"|that|how|why|whether|amid|under|until|without|through|outside|near|following|into|back"
    r"|while|last|this|early|late|again|twice|but|by|against|since|despite)\b)"
)
_ADVERB = r"(?:[a-z]+ly )?"
_PAST = _any([v.past for v in _VERBS])
_THIRD = _any([v.third for v in _VERBS])
_BASE = _any([v.base for v in _VERBS])
_DONE = _any([v.participle for v in _VERBS])
_TRADED = _any([form for v in _TRADE for form in (v.past, v.third)])
_THINGS = r"(?:[a-z0-9$€£,.-]+ ){1,5}"
_MODAL = r"(?:will|would|could|may|might|should|must|did not|does not)"
_FREE = (
    rf"{_ADVERB}(?:{_PAST})|{_MODAL} {_ADVERB}(?:{_BASE})|had {_ADVERB}(?:{_DONE})"
    r"|(?:apologi[sz]ed|complained|lost|surrendered|lied|listened) to|(?:testified|ruled|voted) against"
    r"|fired (?:on|at)|fled from"
)
_BOUND = (
    rf"{_ADVERB}(?:{_THIRD})|has {_ADVERB}(?:{_DONE})|(?:is|was|has been) {_ADVERB}(?:{_DONE}) by"
    r"|(?:is|was) (?:older|younger|larger|smaller|taller|richer|poorer|faster|slower|stronger|weaker"
    r"|bigger|cheaper|more [a-z]+|less [a-z]+) than"
    r"|(?:has|had) (?:more|fewer|less) [a-z]+ than"
    r"|(?:is|was) the (?:father|mother|son|daughter|boss|successor|predecessor|coach|parent) of"
)
_NAMES_ONLY = (
    rf"(?:{_TRADED})|(?:sold|gave|lent|sent|offered|awarded|paid|handed) {_THINGS}to"
    rf"|(?:bought|borrowed|received|stole|seized|demanded) {_THINGS}from"
)
_SWAPS = [
    re.compile(rf"{_LEFT.format(side=_SIDE)} (?P<verb>{_FREE}|{_BOUND}) (?P<right>{_SIDE}){_END}"),
    re.compile(rf"{_LEFT.format(side=_NAME)} (?P<verb>{_NAMES_ONLY}) (?P<right>{_NAME}){_END}"),
    re.compile(rf"{_LEFT.format(side=_SIDE)} (?P<verb>accused|suspected) (?P<right>{_SIDE}) of\b"),
]
_WAY = re.compile(
    rf"\bfrom (?P<left>{_NAME})(?P<verb>) to (?P<right>{_NAME})(?=[,.;]|$| (?:in|on|at|after|before|by|via)\b)"
)
_IS_BOUND = re.compile(rf"(?:{_BOUND})$")
_NEVER_IN_NOUNS = listed(
    """who which that before after during over under near into about against since until despite
    while when because if so of in on at to for from with and or is are was were be been has have had will would
    can could may might not no by as than it he she they his her their its this these those"""
)
_NEVER_A_SIDE = listed("monday tuesday wednesday thursday friday saturday sunday may march")


def role_swaps(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with the two sides of a one-way verb, or of a way, exchanged."""
    if '"' in sentence or "“" in sentence:
        return
    for pattern in (*_SWAPS, _WAY):
        for match in pattern.finditer(sentence):
            if _may_change_sides(match) and _is_known(match, pool):
                yield Mutation("role swap", _exchanged(sentence, match))


def _may_change_sides(match: re.Match[str]) -> bool:
    left, right = match["left"], match["right"]
    if left.casefold() == right.casefold() or not (_is_side(left) and _is_side(right)):
        return False
    return not _IS_BOUND.match(match["verb"]) or not (_is_plural(left) or _is_plural(right))


def _is_known(match: re.Match[str], pool: MutationPool) -> bool:
    """Say whether the left side is no common word that has a capital as the first of its sentence."""
    left = match["left"]
    if match.start("left") or " " in left or left in PLACE_KIND:
        return True
    return any(left in name.text.split() for name in pool.names)


def _is_side(side: str) -> bool:
    words = side.split()
    if words[0] in ("the", "The", "a", "A", "an", "An") and words[1:2] and words[1][0].islower():
        return not any(word in _NEVER_IN_NOUNS or _is_past(word) for word in words[1:])
    if words[0] in ("the", "The"):
        return len(words) > 1 and words[-1] not in DEMONYMS
    if words[-1] in DEMONYMS or words[-1] in TITLES:
        return False
    return words[0] not in NO_NAMES and words[-1].casefold() not in _NEVER_A_SIDE


def _is_past(word: str) -> bool:
    return word in BY_PAST or word in BY_THIRD or (word in BY_PARTICIPLE and word.endswith("ed"))


def _is_plural(side: str) -> bool:
    is_noun = side.split()[-1][0].islower()
    return " and " in side or (is_noun and side.endswith("s") and not side.endswith("ss"))


def _exchanged(sentence: str, match: re.Match[str]) -> str:
    left, right = match["left"], match["right"]
    opens = match.start("left") == 0
    first = capitalised(right) if opens else right
    is_article = left.split()[0] in ("The", "A", "An")
    second = left[0].lower() + left[1:] if opens and is_article else left
    middle = sentence[match.end("left") : match.start("right")]
    return (
        f"{sentence[: match.start('left')]}{first}{middle}{second}{sentence[match.end('right') :]}"
    )
