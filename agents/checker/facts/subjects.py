"""Whether a piece of a sentence is a clause with a subject of its own."""

from groundwood.agents.checker.facts.verbs import (
    ALONE,
    AUXILIARY,
    BASE,
    DETERMINER,
    PAST_ONLY,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATE,
    THIRD,
    TOKEN,
    Verb,
    finite,
    is_ed,
    is_past,
    words,
)

LONGEST_SUBJECT = 10
"""Words of the longest subject that is believed."""

_ADVERBS = words("then also later now still again soon not yet even so only")


def clause(text: str, *, sure: bool, comma: bool = True) -> Verb | None:
    """Return the verb of a text that is a clause with a subject of its own, or none.

    ``sure``: the verb can be no noun and no participle; without a ``comma`` before the text, its
    subject must also be marked as one by a determiner, a capital or a figure.
    """
    verb = finite(text)
    if verb is None:
        return None
    subject = [token.group().lower() for token in TOKEN.finditer(text, 0, verb.start)]
    if not subject or len(subject) > LONGEST_SUBJECT or not _is_subject(subject):
        return None
    return verb if not sure or _is_sure(verb, text, subject, comma=comma) else None


def _is_subject(told: list[str]) -> bool:
    if {",", "how", "why", "including"} & set(told) or (RELATIVE | SUBORDINATE) & set(told):
        return False
    if told[-1] in ("and", "or") or (len(told) > 1 and told[-1] in PRONOUN):
        return False
    if is_past(told[0]) or told[0] in BASE | THIRD | {"been"}:
        return False
    return not all(word in _ADVERBS or word.endswith("ly") for word in told)


def _is_sure(verb: Verb, text: str, subject: list[str], *, comma: bool) -> bool:
    """Say whether the verb is no noun or participle; without a comma before it, more is asked."""
    match = TOKEN.search(text, verb.end)
    behind = match.group() if match else ""
    is_marked = text[0].isupper() or subject[0] in DETERMINER | PRONOUN or subject[0][0].isdigit()
    if not comma and not is_marked:
        return False
    if verb.word in AUXILIARY | PAST_ONLY:
        return True
    if is_ed(verb.word) and verb.word not in BASE:
        goes_on = behind.lower() not in PREPOSITION and behind != ""
        return goes_on or verb.word in ALONE or (comma and is_marked)
    opens = DETERMINER | PREPOSITION | PRONOUN | {"that", "to", "how"}
    is_noun = subject[0] == "other" or any("’" in word or "'" in word for word in subject)
    return is_marked and not is_noun and (behind.lower() in opens or behind[:1].isdigit())


def is_open(left: str, *, comma: bool) -> bool:
    """Say whether what follows may belong to a list or to a subordinate clause of the text."""
    listed = left.rpartition(", ")
    if listed[1] and finite(listed[2]) is None:
        return True
    told = {token.group() for token in TOKEN.finditer(left)}
    return not comma and bool(told & (RELATIVE | SUBORDINATE - {"to", "than", "after", "before"}))
