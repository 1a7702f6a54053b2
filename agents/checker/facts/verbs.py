"""English verbs as far as clauses need them: which word of a text can be its finite verb.

No tagger: closed lists, endings, and the words next to a word. What is in doubt is no verb, so that
a sentence in doubt stays whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as text."""
    return frozenset(text.split())


_REGULAR = """
accept accuse achieve add address admit adopt advance affect agree aid aim allow announce appeal appear
apply appoint approve argue arrest arrive ask assess assist attack attend attract avoid back ban bar battle
believe blame block board boost borrow break brief burn call cancel carry cause cease celebrate challenge
change charge check claim clash clear climb close collapse collect collide commit compare complete concern
condemn conduct confirm connect consider contain continue contribute convict cooperate cost cover crash
create criticise criticize cross damage debate decide declare decline decrease deepen defend delay deliver
demand deny depart deploy describe destroy detain develop die direct discover discuss dismiss displace
disrupt donate double drop earn elect employ enable end enforce enjoy ensure enter erupt escape establish
estimate evacuate examine exceed expand expect expel explain explode export express extend face fail file
finance fine finish fire fix flee follow force form found fuel fund gain gather govern grant handle happen
help hire hope host hurt identify impose improve include increase inform injure inspect insist install
intend introduce invade invest investigate invite issue jail join jump kill land last launch lift limit link
list load lock lower maintain manage march measure mention merge monitor move name need negotiate note notify
obtain occur offer open operate oppose order organise organize own paint participate pass pause perform place
plan pledge point pour praise predict prepare present press prevent process produce promise promote propose
protect protest prove provide publish pull pursue push question raise reach receive recognise recognize
recommend record recover reduce refuse reject release remain remove reopen repair repeat replace reply report
represent request require rescue resign resolve respond restore resume retire return reveal review revise
rule sail save schedule search secure seek seize select send sentence separate serve settle share
shift ship sign slow sponsor stage start state stay step stop store strengthen strike study succeed suffer
suggest supply support surge surrender survive suspect suspend switch target threaten tighten total tour track
trade train transfer transport travel treat trigger triple trust try turn unite unveil update urge use vanish
visit vote vow wait walk want warn watch weaken welcome widen work worry wound yield
"""
_IRREGULAR = """
become/became/become begin/began/begun break/broke/broken bring/brought/brought build/built/built
buy/bought/bought catch/caught/caught choose/chose/chosen come/came/come cut/cut/cut deal/dealt/dealt
do/did/done draw/drew/drawn drive/drove/driven eat/ate/eaten fall/fell/fallen feel/felt/felt fight/fought/fought
find/found/found flee/fled/fled fly/flew/flown forget/forgot/forgotten freeze/froze/frozen get/got/gotten
give/gave/given go/went/gone grow/grew/grown hear/heard/heard hit/hit/hit hold/held/held hurt/hurt/hurt
keep/kept/kept know/knew/known lay/laid/laid lead/led/led leave/left/left lend/lent/lent let/let/let
lose/lost/lost make/made/made mean/meant/meant meet/met/met overtake/overtook/overtaken pay/paid/paid
put/put/put quit/quit/quit read/read/read ride/rode/ridden ring/rang/rung rise/rose/risen run/ran/run
say/said/said see/saw/seen seek/sought/sought sell/sold/sold send/sent/sent set/set/set shake/shook/shaken
shoot/shot/shot show/showed/shown shrink/shrank/shrunk shut/shut/shut sink/sank/sunk sit/sat/sat
speak/spoke/spoken spend/spent/spent spread/spread/spread stand/stood/stood steal/stole/stolen
strike/struck/struck swear/swore/sworn sweep/swept/swept swim/swam/swum take/took/taken teach/taught/taught
tell/told/told think/thought/thought throw/threw/thrown understand/understood/understood
undergo/underwent/undergone wake/woke/woken wear/wore/worn win/won/won withdraw/withdrew/withdrawn
write/wrote/written overturn/overturned/overturned
"""
_FORMS = [tuple(row.split("/")) for row in _IRREGULAR.split()]
BASE = words(_REGULAR) | {forms[0] for forms in _FORMS} | {"be", "have"}
PAST_ONLY = frozenset(past for _, past, participle in _FORMS if past != participle)
"""Past forms that are no participles: *fell*, *took*."""
PARTICIPLE_ONLY = frozenset(
    participle
    for base, past, participle in _FORMS
    if participle not in (past, base) and participle != "worn"
)
EITHER = frozenset(past for base, past, participle in _FORMS if past == participle and past != base)
_UNCHANGED = frozenset(past for base, past, _ in _FORMS if past == base)
_S_ENDING = {"go": "goes", "do": "does", "have": "has", "be": "is"}
BE = words("is are was were am")
HAVE = words("has have had")
MODAL = words("will would can could shall should may might must")
AUXILIARY = BE | HAVE | MODAL | words("do does did cannot")
RELATIVE = words("who which that whose whom where")
SUBORDINATE = words(
    "after before when while because since if unless although though until whether as once"
    " whereas than lest to"
)
DETERMINER = words(
    "a an the this that these those its his her their our my your some many several few all both each"
    " every any no another other more most two three four five six seven eight nine ten eleven twelve"
    " dozens hundreds thousands"
)
PREPOSITION = words(
    "in by at on with from during near for under off over to of into about against between among amid"
    " after before since until through across around along outside inside without within upon as"
    " behind towards toward"
)
PRONOUN = words("it he she they we i you them him us one himself itself themselves")
_NO_VERB = words(
    "need speed indeed hundred seed feed breed weed exceed proceed succeed embed biased aged wicked"
    " sacred kindred naked rugged united"
)
_OPENING = re.compile(r"([A-Za-z]+) [^,]*, ")
_DAY_WORD = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last|this|early|late|today$")
ALONE = words(
    "closed opened stopped collapsed died resigned retired vanished arrived departed returned escaped"
    " survived crashed exploded appeared emerged continued remained happened fell rose sank fled ended"
    " began started surrendered reopened erupted met left broke shut recovered grew shrank won lost"
)
"""Verbs that need no object."""
TOKEN = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d.,]*|[,;:()]")


def _third(base: str) -> str:
    if base in _S_ENDING:
        return _S_ENDING[base]
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"


THIRD = frozenset(map(_third, BASE))


@dataclass(frozen=True)
class Verb:
    """A finite verb in a text: its word and place."""

    word: str
    start: int
    end: int


def is_ed(word: str) -> bool:
    """Say whether the word is a regular past form or participle, or an irregular one of both."""
    if word in EITHER or word in _UNCHANGED:
        return True
    return len(word) > 3 and word.endswith("ed") and word not in _NO_VERB and word.isalpha()


def is_past(word: str) -> bool:
    """Say whether the word can be a past form."""
    return word in PAST_ONLY or is_ed(word)


def is_participle(word: str) -> bool:
    """Say whether the word can be a past participle."""
    return word in PARTICIPLE_ONLY or is_ed(word)


@lru_cache(maxsize=4096)
def finite(text: str) -> Verb | None:
    """Return the first finite verb of the text that is no verb of a relative clause, or none.

    A phrase that opens the text with a preposition and ends with a comma is passed over.
    """
    opening = _OPENING.match(text)
    if opening is not None and opening.group(1).lower() in PREPOSITION:
        verb = _first(text[opening.end() :])
        if verb is not None:
            return Verb(verb.word, verb.start + opening.end(), verb.end + opening.end())
    return _first(text)


def _first(text: str) -> Verb | None:
    tokens = list(TOKEN.finditer(text))
    told = [_known_as(token.group(), i) for i, token in enumerate(tokens)]
    pending = 0
    for i, token in enumerate(tokens):
        if told[i] in RELATIVE and (told[i] != "that" or _opens_relative(told, i)):
            pending += 1
        elif _is_finite(told, i):
            if not pending:
                return Verb(told[i], token.start(), token.end())
            pending -= 1
    return None


def _known_as(word: str, place: int) -> str:
    """Return the word in lower case; a capital within the text, as of *May*, makes it a name."""
    return word if place and word[0].isupper() else word.lower()


def _opens_relative(told: Sequence[str], i: int) -> bool:
    return i > 0 and told[i - 1] not in PREPOSITION and told[i - 1] not in ("and", "but", ",")


def _is_finite(told: Sequence[str], i: int) -> bool:
    word, before = told[i], told[i - 1] if i else ""
    if word in AUXILIARY:
        return before not in ("to", "the", "a", "of")
    if word in PAST_ONLY:
        return before != "to"
    if is_ed(word) and word not in _UNCHANGED:
        return _past_is_finite(told, i)
    return _present_is_finite(told, i)


def _past_is_finite(told: Sequence[str], i: int) -> bool:
    at = i - 1 if i and told[i - 1].endswith("ly") else i
    before = told[at - 1] if at else ""
    if not before or before in DETERMINER or before in PREPOSITION or before[0] in "0123456789,":
        return False
    behind = told[i + 1 : i + 2]
    if behind and behind[0] not in PREPOSITION and not _DAY_WORD.match(behind[0]):
        return True
    return not _verb_follows(told, i)


def _verb_follows(told: Sequence[str], i: int) -> bool:
    """Say whether another verb stands behind without anything that could open its own clause."""
    for word in told[i + 1 :]:
        if word in RELATIVE or word in SUBORDINATE or word in ("and", "but", ",", ";", ":"):
            return False
        if word in AUXILIARY or word in PAST_ONLY or is_ed(word):
            return True
    return False


def _present_is_finite(told: Sequence[str], i: int) -> bool:
    before, behind = (told[i - 1] if i else ""), told[i + 1 : i + 2]
    if not before or not before[0].isalpha() or before in DETERMINER or before in PREPOSITION:
        return False
    if before in AUXILIARY or (behind and (behind[0] in AUXILIARY or behind[0] == "of")):
        return False
    if behind and (behind[0] in PAST_ONLY or is_ed(behind[0])):
        return False
    if told[i] in THIRD or told[i] in _UNCHANGED:
        return not before.endswith("s") or told[i] in _UNCHANGED or before in PRONOUN
    plural = before.endswith("s") or before in ("they", "we", "people", "police", "men", "women")
    return told[i] in BASE and plural
