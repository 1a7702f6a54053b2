"""What is left of a sentence without the facts that failed, where that is still a sentence."""

import re
from collections.abc import Sequence

from groundwood.agents.checker.facts.clauses import Fact
from groundwood.agents.checker.facts.clips import is_balanced, masked
from groundwood.agents.checker.facts.verbs import finite, words

FEWEST_WORDS = 5

_BEFORE = re.compile(
    r"(?:[,;]? (?:and|but|while|whereas|because|although|though|after|before|when|since|who|which|where)"
    r"(?: that| then| also| later)?|[,;])? *$"
)
_OPENER = re.compile(
    r"\W*(?:After|Before|When|While|Although|Though|Because|Since|Once)?\W*", re.IGNORECASE
)
_DANGLING = words(
    "it they he she this that these those which who whose its his her their and but because while"
    " although though after before when since where then also him them"
)
_UNFINISHED = re.compile(
    r"\b(?:and|but|or|that|who|which|while|because|after|before|when|since|of|to|the|a|an|in|on|at|by"
    r"|for|with|from|as|is|are|was|were|has|have)\W*$|, ?,|,\W*$"
)
_COMMA = re.compile(r",(?! (?:and|but|while) )")
_END = re.compile(r"[.!]?([”\"]?)\s*$")
_LISTED = ("verb phrase", "object")


def cut(sentence: str, facts: Sequence[Fact], kept: Sequence[bool]) -> str:
    """Return the sentence with only the facts that are ``kept``; empty where that is none.

    What is left begins with a capital, ends with a full stop, has a finite verb and five words, and
    no pronoun or conjunction at its head that the sentence did not begin with.

    Args:
        sentence: the whole sentence.
        facts: its facts in reading order, as a `Splitter` finds them.
        kept: for each fact whether it stays.
    """
    left = [fact for fact, keep in zip(facts, kept, strict=True) if keep]
    gone = [fact for fact, keep in zip(facts, kept, strict=True) if not keep]
    if not left or not gone:
        return ""
    if any(fact.kind == "part" for fact in facts):
        found = left[0].text if len(left) == 1 else ""
    elif all(fact.kind == "main" or fact.kind in _LISTED for fact in facts):
        found = _joined([fact.text for fact in left])
    elif any(fact.kind == "main" for fact in gone):
        found = left[0].text if len(left) == 1 and left[0].kind != "aside" else ""
    elif _breaks_list(facts, gone):
        found = ""
    else:
        found = _without(sentence, gone)
    return found if is_sentence(found, sentence) else ""


def is_sentence(text: str, whole: str = "") -> bool:
    """Say whether the text can stand alone where the ``whole`` stood before."""
    told = re.findall(r"[\w’'-]+", text)
    if len(told) < FEWEST_WORDS or not is_balanced(text) or _UNFINISHED.search(text):
        return False
    if told[0].lower() in _DANGLING and not whole.startswith(told[0]):
        return False
    if not (text[0] in "“\"'‘" or text[0].isupper() or text[0].isdigit()):
        return False
    return text.rstrip("”\"’'").endswith((".", "!")) and finite(masked(text)) is not None


def _joined(texts: Sequence[str]) -> str:
    """Return sentences of one frame as one: what they share at head and end is told once."""
    if len(texts) == 1:
        return texts[0]
    told = [text.rstrip(".").split(" ") for text in texts]
    head = _shared(told)
    rest = [words[head:] for words in told]
    tail = _shared([words[::-1] for words in rest]) if _has_attribution(rest) else 0
    middles = [" ".join(words[: len(words) - tail]).rstrip(",") for words in rest]
    if not head or not all(middles):
        return ""
    listed = f"{', '.join(middles[:-1])} and {middles[-1]}"
    end = " ".join(rest[0][len(rest[0]) - tail :])
    return f"{' '.join(told[0][:head])} {listed}{', ' if end else ''}{end}."


def _has_attribution(rest: Sequence[Sequence[str]]) -> bool:
    """Say whether all end with the same words behind a comma, as ``, Berg said``."""
    tails = {" ".join(words).rpartition(", ")[2] for words in rest}
    return len(tails) == 1 and all("," in " ".join(words) for words in rest)


def _shared(told: Sequence[Sequence[str]]) -> int:
    count = 0
    for same in zip(*told, strict=False):
        if len(set(same)) > 1:
            break
        count += 1
    return min(count, min(len(words) for words in told) - 1)


def _breaks_list(facts: Sequence[Fact], gone: Sequence[Fact]) -> bool:
    """Say whether one of three or more predicates or objects goes, which leaves a list in pieces."""
    return any(
        fact.kind in _LISTED and sum(f.kind == fact.kind for f in facts) > 1 for fact in gone
    )


def _without(sentence: str, gone: Sequence[Fact]) -> str:
    for fact in sorted(gone, key=lambda fact: -fact.start):
        sentence = _dropped(sentence, fact.start, fact.end)
    return sentence


def _dropped(text: str, start: int, end: int) -> str:
    if _OPENER.fullmatch(text[:start]):
        rest = text[end:].lstrip(" ,;")
        return f"{rest[:1].upper()}{rest[1:]}"
    before = _BEFORE.sub("", text[:start])
    behind = text[end:]
    linked = text[len(before) : start]
    if linked.startswith(",") and _COMMA.match(behind):
        behind = behind[1:]
    if not behind.strip(' .!”"'):
        return f"{before.rstrip(' ,;')}{_closing(behind)}"
    return f"{before}{behind}"


def _closing(behind: str) -> str:
    match = _END.search(behind)
    return f".{match.group(1) if match else ''}"
