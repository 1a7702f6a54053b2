"""False structures: a negation put in or dropped, and two true sentences spliced into a false one."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from groundwood.agents.checker.comparing.figurewords import SMALL
from groundwood.agents.checker.mutations.edit import Mutation, Token, listed, tokens
from groundwood.agents.checker.mutations.places import NO_NAMES
from groundwood.agents.checker.mutations.pool import MutationPool, names_of, words_of
from groundwood.agents.checker.mutations.verbs import BY_BASE, BY_PARTICIPLE, BY_PAST, BY_THIRD

LONGEST_SUBJECT = 10
"""Words of the longest subject that is spliced."""
_PAST_AUXILIARIES = listed("was were had did would could")
_AUXILIARIES = _PAST_AUXILIARIES | listed("is are has have will can should must do does")
_INVARIANT = listed("had did would could will can should must")
_BEFORE_VERB_NEVER = listed("""a an the to of in on at by for with from and or but as than that who which while when where after
    before if whether not never be been being is are was were has have had will would can could may
    might must should do does did this his her its their our my no into over about under more most
    only also both either it's first then later still once now soon again already just even""")
_SUBJECT_PRONOUNS = listed("he she it who which this that")
_BOUNDARIES = listed(
    ", ; : — – ( that who which whose when where while after before because although if as"
)
_BLOCKING = listed("""all every each both none no nobody nothing neither few hardly only if whether unless not never
    than nor everyone everybody many most""")
_NO_AFTER = listed("no nothing none nobody neither never nor almost hardly only")
_POLARITY = listed("yet either ever until till but at anymore nor much long any anyone")
_OPENS_OBJECT = listed(
    "a an the this that these those his her its their our him them it what how why all many several"
)
_WITH_TO = listed(
    """agreed decided refused failed promised pledged vowed continued voted managed declined wanted
    planned threatened intended tried hoped aims plans wants hopes intends seeks continues refuses"""
)
_NEVER_PASSIVE = listed(
    """said died fell rose arrived collapsed resigned happened occurred went came became met began
    fled emerged remained grew appeared disappeared responded agreed insisted argued declined warned
    complained lived worked stood slept says argues remains insists warns agrees happens"""
)
_TIME = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?$")
_NOT = re.compile(
    r"\b(?P<aux>is|are|was|were|has|have|had|will|would|should|must|could|can)(?: not|n[’']t)"
    r"(?= (?P<next>[\w’'-]+))(?! (?:only|just|yet|necessarily|merely|even|all|every|so|be (?:able|until)))"
)
_DID_NOT = re.compile(r"\b(?P<aux>did|does|do)(?: not|n[’']t) (?P<verb>[a-z]+)\b")
_CANNOT = re.compile(r"\bcan(?:not|’t|'t)\b")
_NEVER = re.compile(r"\bnever (?=[a-z]+(?:ed|en|own)\b)")
_WORD_ANY = re.compile(r"\bany(?P<end>one|body|thing)?\b")


def negations(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with a ``not`` put in, or one dropped, the verb in its right form."""
    dropped = list(_dropped(sentence))
    yield from dropped
    if dropped or sentence.rstrip("\"”’' ").endswith("?"):
        return
    words = tokens(sentence)
    places = [i for i, _ in enumerate(words) if _takes_not(words, i)]
    for place in places[:1] + rng.sample(places[1:], min(1, len(places) - 1)) if places else ():
        token, behind = words[place], sentence[words[place].end :]
        joined = "cannot" if token.text == "can" else f"{token.text} not"
        yield Mutation("negation", f"{sentence[: token.start]}{joined}{behind}")
    yield from _main_negated(sentence, words)


def _takes_not(words: Sequence[Token], place: int) -> bool:
    """Say whether the word is an auxiliary that ``not`` may follow, outside conditions."""
    if words[place].text not in _AUXILIARIES - {"did", "do", "does", "could"} or place == 0:
        return False
    if place + 1 >= len(words) or not words[place + 1].text[0].isalpha():
        return False
    before, after = words[place - 1].text.lower(), words[place + 1].text
    if before in ("to", "as", "than", "may", "might", "would", "will", "a", "the", "and", "or"):
        return False
    if after in ("not", "never", "no", "only", "also", "still", "already", "both", "then", "now"):
        return False
    if words[place].text in ("has", "have", "had") and not _is_participle(after):
        return False
    if _NO_AFTER.intersection(token.text.lower() for token in words[place + 1 : place + 10]):
        return False
    return not _BLOCKING.intersection(t.text.lower() for t in words[max(0, place - 12) : place])


def _is_participle(word: str) -> bool:
    return word in BY_PARTICIPLE or word == "been" or (word.endswith("ed") and word.islower())


def _main_negated(sentence: str, words: Sequence[Token]) -> Iterator[Mutation]:
    place = main_verb(words)
    if place is None or _BLOCKING.intersection(token.text.lower() for token in words[:place]):
        return
    word, behind = words[place], sentence[words[place].end :]
    after = words[place + 1].text.lower() if place + 1 < len(words) else ""
    if (
        not {word.text} & {*BY_PAST, *BY_THIRD}
        or word.text in _AUXILIARIES
        or after in ("and", "or", "some", "no", "by", "not", ",")
    ):
        return
    told = f"did not {BY_PAST[word.text].base}" if word.text in BY_PAST else ""
    told = told or f"does not {BY_THIRD[word.text].base}"
    yield Mutation("negation", f"{sentence[: word.start]}{told}{behind}")


def main_verb(words: Sequence[Token]) -> int | None:
    """Return the place of the first finite verb of the main clause, or none where it is not plain.

    A past that may be a participle (``the deal signed in May``) counts only with an object behind
    it, and when no other finite verb follows it before the next clause.
    """
    found = [i for i, _ in enumerate(words) if _is_finite(words, i)]
    for place in found:
        if not _is_doubtful(words[place].text):
            return place
        rest = [i for i in found if i > place and not _parted(words, place, i)]
        if not rest and _has_object(words, place):
            return place
    return None


def _is_doubtful(word: str) -> bool:
    """Say whether the word may be a participle, or a plural noun."""
    known = word in BY_PARTICIPLE or word in BY_THIRD
    return known and word not in _AUXILIARIES | _NEVER_PASSIVE


def _has_object(words: Sequence[Token], place: int) -> bool:
    """Say whether what follows shows that the word is a verb: an object, or none needed."""
    word = words[place].text
    behind = [token.text for token in words[place + 1 : place + 3]]
    if word in _NEVER_PASSIVE or not behind:
        return bool(behind) and behind[0] not in (",", ".")
    after = behind[0]
    if after == "to":
        return word in _WITH_TO
    if after[0].isdigit() or after in SMALL:
        return len(behind) > 1 and not _TIME.match(behind[1])
    named = after[0].isupper() and after not in NO_NAMES
    return named or after.lower() in _OPENS_OBJECT


def _parted(words: Sequence[Token], start: int, end: int) -> bool:
    return any(
        token.text.lower() in _BOUNDARIES | {"and", "or"} for token in words[start + 1 : end]
    )


def _is_finite(words: Sequence[Token], place: int) -> bool:
    word = words[place].text
    if place == 0 or not word.islower():
        return False
    before = words[place - 1].text
    if not before[0].isalpha() or before.lower() in _BEFORE_VERB_NEVER or before.endswith("ly"):
        return False
    if word in _AUXILIARIES | {"may", "might"}:
        return True
    if word in BY_PAST:
        return word not in BY_BASE and not before.endswith(("’s", "'s"))
    named = before[0].isupper() and before not in NO_NAMES and not before.endswith("s")
    return word in BY_THIRD and (named or before.lower() in _SUBJECT_PRONOUNS)


def _dropped(sentence: str) -> Iterator[Mutation]:
    for match in _NOT.finditer(sentence):
        if _may_lose_not(sentence, match.start(), match.end()):
            told = match["aux"]
            text = f"{sentence[: match.start()]}{told}{_affirmed(sentence[match.end() :])}"
            yield Mutation("negation", text)
    for match in _DID_NOT.finditer(sentence):
        base = match["verb"]
        if base in BY_BASE and _may_lose_not(sentence, match.start(), match.end()):
            known = BY_BASE[base]
            told = {"did": known.past, "does": known.third, "do": base}[match["aux"]]
            text = f"{sentence[: match.start()]}{told}{_affirmed(sentence[match.end() :])}"
            yield Mutation("negation", text)
    for match in _CANNOT.finditer(sentence):
        if _may_lose_not(sentence, match.start(), match.end()):
            yield Mutation(
                "negation", f"{sentence[: match.start()]}can{_affirmed(sentence[match.end() :])}"
            )
    for match in _NEVER.finditer(sentence):
        yield Mutation("negation", sentence[: match.start()] + _affirmed(sentence[match.end() :]))


def _may_lose_not(sentence: str, start: int, end: int) -> bool:
    """Say whether nothing near hangs on the negation but an ``any``, which becomes ``some``."""
    clause = re.split(r"[,;.:]", sentence[end:], maxsplit=1)[0].lower().split()
    before = sentence[:start].lower().split()[-4:]
    hanging = _POLARITY - {"any", "anyone", "at"}
    return not (hanging.intersection(clause) or {"why", "if", "whether", "or"}.intersection(before))


def _affirmed(rest: str) -> str:
    head, sign, tail = rest.partition(",")
    return _WORD_ANY.sub(lambda match: f"some{match['end'] or ''}", head) + sign + tail


def splices(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the subject of the sentence with what another sentence of the pool tells of its own."""
    mine = _cut(sentence)
    if mine is None:
        return
    subject, verb, _ = mine
    for other in rng.sample(pool.sentences, min(40, len(pool.sentences))):
        theirs = _cut(other)
        if theirs is None or other == sentence or not _join(verb, theirs[1]):
            continue
        if words_of(subject) & (words_of(other)):
            continue
        if len(theirs[2].split()) >= 2 and not words_of(theirs[0]) & words_of(sentence):
            yield Mutation("splice", f"{subject}{theirs[1]}{theirs[2]}")
            return


def _cut(sentence: str) -> tuple[str, str, str] | None:
    """Return subject, finite verb and the rest of a sentence that begins with its subject."""
    words = tokens(sentence)
    place = main_verb(words)
    if place is None or not 0 < place <= LONGEST_SUBJECT or "“" in sentence or '"' in sentence:
        return None
    subject = words[:place]
    if any(not (t.text[0].isalpha() or t.text[0].isdigit()) for t in subject):
        return None
    if any(t.text.lower() in _BOUNDARIES for t in subject) or subject[-1].text in BY_PAST:
        return None
    if subject[0].text.lower() in _NO_SUBJECT or not _is_noun_phrase(sentence, subject):
        return None
    verb = words[place]
    return sentence[: verb.start], verb.text, sentence[verb.end :]


_NO_SUBJECT = listed("""he she it they we i you this these that those there who what which his her their its our in on at
    by for with from after before as when while if although since during under and but or""")


def _is_noun_phrase(sentence: str, subject: Sequence[Token]) -> bool:
    opens = subject[0].text.lower() in ("the", "a", "an")
    return opens or any(name.start == subject[0].start for name in names_of(sentence))


def _join(verb: str, other: str) -> bool:
    """Say whether one subject may take the other's verb: it does not show number, or is the same."""
    free = {*BY_PAST, *_INVARIANT}
    return verb == other or (verb in free and other in free)
