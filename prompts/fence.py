"""A fence around text from outside: a language model can tell where it ends, the text cannot."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

MARK_LENGTH = 6

_TURN_WORD = re.compile(
    r"<(?=[|｜])|(?<=[|｜])>"
    r"|<(?=/?(?:s|bos|eos|unk|pad|sys|think|tool_call|start_of_turn|end_of_turn)>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])"
    r"|<(?=<\s*/?\s*SYS\s*>>)",
    re.IGNORECASE,
)


def fenced(sources: Mapping[str, str | Mapping[str, str]]) -> dict[str, str]:
    """Return each source between tags that carry a mark which stands in none of the sources.

    The mark comes from the source's own content: equal sources have equal fences, so that answers
    can be kept and prompts share their beginnings. The words by which chat models part turns are
    broken up by a space, because servers read them as such wherever they stand.
    """
    tame = {name: _tamed(value) for name, value in sources.items()}
    everything = "\n".join(text for texts in tame.values() for text in texts.values())
    return {name: _fence(texts, everything) for name, texts in tame.items()}


def _tamed(value: str | Mapping[str, str]) -> dict[str, str]:
    labelled = {"": value} if isinstance(value, str) else value
    return {label: _TURN_WORD.sub(_spaced, text) for label, text in labelled.items()}


def _spaced(word: re.Match[str]) -> str:
    return " >" if word.group() == ">" else f"{word.group()} "


def _fence(texts: Mapping[str, str], everything: str) -> str:
    mark = _mark(texts.values(), everything)
    return "\n".join(
        f"<source-{mark}{f' {label}' if label else ''}>\n{text}\n</source-{mark}>"
        for label, text in texts.items()
    )


def _mark(texts: Iterable[str], everything: str) -> str:
    seed = "\0".join(texts).encode("utf-8", "surrogatepass")
    lowered = everything.lower()
    while True:
        seed = hashlib.sha256(seed).digest()
        mark = base64.b32encode(seed).decode().translate(_LETTERS)[:MARK_LENGTH].lower()
        if mark not in lowered:
            return mark


_LETTERS = str.maketrans("234567", "GHJKLM")
